"""A product driven through its workflow as an official would tell it: who does what, on which day.

Everything goes through `decide`, with the units and the calendar that ship; no store, no wall clock.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from ocop_workflow import Actor, Case, Decision, Entry, Facts, Workflow, load
from ocop_workflow.engine.settle import settle
from ocop_workflow.model.tree import state_tree
from ocop_workflow.reading import read_calendar, read_definition, read_units

WORKFLOWS = Path(__file__).parents[2] / "workflows"
LAW = WORKFLOWS / "ocop-product" / "1048.yaml"
HERE = ZoneInfo("Asia/Ho_Chi_Minh")
UNITS = read_units(WORKFLOWS / "units" / "hai-phong.yaml")
CALENDAR = read_calendar(WORKFLOWS / "calendars" / "vietnam-2019-2026.yaml")
PAPER = {"name": "giay-to.pdf", "sha256": "0" * 64}
TREE = state_tree(read_definition(LAW))
OPEN = {"round_open": True, "activity_open": True}  # what linked cases say
BEARING = {*TREE.members["promotion"], *TREE.members["evaluation"]}
COUNCIL = {"district": "hp/kien-thuy", "city": "hp", "centre": "vn"}

PRODUCER = Actor("htx-1", parties=["htx-1"])
COMMUNE = Actor("xa-1", roles=[("officer", "hp/kien-thuy/dai-ha")])
DISTRICT = Actor("huyen-1", roles=[("officer", "hp/kien-thuy")])
OTHER_DISTRICT = Actor("huyen-2", roles=[("officer", "hp/tien-lang")])
CITY = Actor("tp-1", roles=[("officer", "hp")])
COMMITTEE = Actor("tp-ubnd", roles=[("authority", "hp"), ("issuer", "hp")])
MINISTRY = Actor("bo", roles=[("authority", "vn"), ("issuer", "vn")])


@cache
def law(**parameters: object) -> Workflow:
    """The workflow with a quorum of five and no optional parameter, unless given."""
    return load(LAW, parameters={"quorum": 5, "rounding": "none", **parameters})


def officer(level: str) -> Actor:
    return Actor(f"officer-{level}", roles=[("officer", COUNCIL[level])])


def secretary(level: str) -> Actor:
    return Actor(f"secretary-{level}", roles=[("secretary", COUNCIL[level])])


def member(level: str, number: int) -> Actor:
    return Actor(f"member-{level}-{number}", roles=[("member", COUNCIL[level])])


def sheet(total: str | Decimal, *, mandatory: bool = True) -> dict[str, object]:
    """A score sheet with this total: C is filled first, then A, then B, each up to its cap."""
    rest = Decimal(total)
    parts: dict[str, object] = {}
    for part, cap in (("C", 40), ("A", 35), ("B", 25)):
        parts[part] = min(rest, Decimal(cap))
        rest -= min(rest, Decimal(cap))
    return {**parts, "mandatory": mandatory}


class Product:
    """One case and its history. `on` moves to a day, `does` must be allowed, `refused` must not."""

    def __init__(self, workflow: Workflow | None = None) -> None:
        self.workflow = workflow or law()
        self.case: Case | None = None
        self.history: list[Entry] = []
        self.day = date(2019, 9, 3)

    @property
    def state(self) -> str:
        assert self.case
        return self.case.state

    @property
    def data(self) -> Mapping[str, object]:
        assert self.case
        return self.case.data

    @property
    def events(self) -> list[str]:
        return [entry.event for entry in self.history]

    def on(self, day: str) -> "Product":
        self.day = date.fromisoformat(day)
        return self

    def asked(self, event: str, actor: Actor, **payload: object) -> Decision:
        at = datetime(self.day.year, self.day.month, self.day.day, 9, tzinfo=HERE)
        facts = Facts(now=at, case_id="HP-1", units=UNITS, calendar=CALENDAR, salt=b"salt", links=OPEN)
        return self.workflow.decide(self.case, event, payload, actor=actor, at=at, facts=facts)

    def does(self, event: str, actor: Actor, **payload: object) -> "Product":
        decision = self.asked(event, actor, **payload)
        assert decision.allowed, [(r.code, r.text.en, dict(r.values)) for r in decision.reasons]
        return self.became(decision.case, decision.entries)

    def refused(self, event: str, actor: Actor, **payload: object) -> list[str]:
        """The codes of the reasons, in their order; `asked` gives the reasons themselves."""
        decision = self.asked(event, actor, **payload)
        assert not decision.allowed
        return [reason.code for reason in decision.reasons]

    def registered(self, **changes: object) -> "Product":
        about: dict[str, object] = {
            "product": "Cá mòi kho",
            "producer": "Hợp tác xã Một",
            "owner": "htx-1",
            "kind": "cooperative",
            "place": "hp/kien-thuy/dai-ha",
            "group": "food",
        }
        return self.does("register", PRODUCER, **(about | changes))

    def planned(self) -> "Product":
        """Registered, its idea accepted, its plan filed: waiting for the district."""
        self.registered().does("submit_idea", PRODUCER, form=PAPER).does("accept_idea", DISTRICT)
        return self.does("submit_plan", PRODUCER, form=PAPER)

    def producing(self) -> "Product":
        return self.planned().does("approve_plan", DISTRICT)

    def filed(self) -> "Product":
        return self.producing().does("submit_dossier", PRODUCER, organisation=PAPER, samples=5)

    def convened(self, level: str) -> "Product":
        meeting = self.day + timedelta(days=7)
        return self.does("convene", officer(level), files_sent=self.day, meeting=meeting)

    def marked(self, level: str, totals: Iterable[str | Decimal], *, mandatory: bool = True) -> "Product":
        for number, total in enumerate(totals):
            self.does("mark", member(level, number), **sheet(total, mandatory=mandatory))
        return self

    def scored(self, level: str, *totals: str | Decimal, mandatory: bool = True) -> "Product":
        """The council of a level meets and closes; one total stands for five members."""
        given = totals * 5 if len(totals) == 1 else totals
        return self.convened(level).marked(level, given, mandatory=mandatory).does("close", secretary(level))

    def decided(self, by: Actor = COMMITTEE, on: str | None = None) -> "Product":
        return self.does("recognise", by, decision="144/QĐ-UBND", decided_on=on or self.day.isoformat())

    def recognised(self, points: str, on: str) -> "Product":
        """From registration to a certificate of the city, signed on that day."""
        year = date.fromisoformat(on).year - 1
        self.on(f"{year}-09-03").filed().on(f"{year}-11-05").scored("district", points)
        return self.on(f"{year}-12-10").scored("city", points).on(on).decided()

    def adopted(self, stars: int, on: str) -> "Product":
        """A certificate that was issued before the system existed."""
        return self.does(
            "adopt",
            COMMITTEE,
            product="Gạo ruộng rươi",
            producer="Hợp tác xã Một",
            owner="htx-1",
            kind="cooperative",
            place="hp/kien-thuy/thuy-huong",
            group="food",
            stars=stars,
            decision="303/QĐ-UBND",
            decided_on=on,
        )

    def settled(self) -> "Product":
        """What the clocks have done by the end of this day."""
        assert self.case
        at = datetime(self.day.year, self.day.month, self.day.day, 23, tzinfo=HERE)
        facts = Facts(now=at, units=UNITS, calendar=CALENDAR, salt=b"salt")
        found = settle(self.workflow.machine, self.case, at, facts)
        assert not found.stuck
        return self.became(found.case, found.entries)

    def became(self, case: Case | None, entries: Iterable[Entry]) -> "Product":
        """What must hold after every step of every scenario: a certificate is whole, and is where it belongs."""
        assert case
        certificate = {"stars", "decision", "decided_on", "valid_until"} & set(case.data)
        assert len(certificate) in (0, 4)
        assert certificate or case.state not in ("recognised", "expiring")
        assert not certificate or case.state in BEARING
        self.case = case
        self.history += entries
        return self
