"""A product before the national council under the law of 2025, and the people of a small directory."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from ocop_workflow import Actor, Case, Facts, Workflow, load
from ocop_workflow.access.directory import DatedDirectory
from ocop_workflow.explanation import Explanation, explain
from ocop_workflow.reading import read_calendar, read_directory, read_units

HERE = Path(__file__).parent
WORKFLOWS = HERE.parents[1] / "workflows"
UNITS = read_units(WORKFLOWS / "units" / "hai-phong.yaml")
CALENDAR = read_calendar(WORKFLOWS / "calendars" / "vietnam-2019-2026.yaml")
PLACE = "hp/dac-khu-cat-hai"
PAPER = {"name": "giay-to.pdf", "sha256": "0" * 64}
PARAMETERS: Mapping[str, object] = {
    "quorum": 5,
    "rounding": "none",
    "plan_level": "commune",
    "plan_officer": "reviewer",
    "heir": "city",
}
DOSSIER = {"form": PAPER, "report": PAPER, "original": True, "scan": PAPER, "samples": 5}
REPORT = {"report": PAPER, "materials": "x", "labour": "x", "origin": "x", "identity": "x"}
FIRST: tuple[tuple[str, str, str, Mapping[str, object]], ...] = (
    (
        "2025-07-14",
        "register",
        "htx",
        {"product": "Nước mắm", "producer": "HTX", "owner": "htx", "kind": "cooperative"}
        | {"place": PLACE, "group": "food"},
    ),
    ("2025-07-15", "submit_idea", "htx", {"form": PAPER}),
    ("2025-07-16", "accept_idea", "nguoi-xet", {}),
    ("2025-08-04", "submit_plan", "htx", {"form": PAPER}),
    ("2025-08-11", "approve_plan", "nguoi-xet", {}),
    ("2025-10-06", "submit_dossier", "htx", DOSSIER),
    ("2025-10-10", "assess", "chu-tich", REPORT),
    ("2025-10-13", "request", "chu-tich", {"request": PAPER}),
    ("2025-11-03", "convene", "thanh-pho", {"files_sent": "2025-11-03", "meeting": "2025-11-06"}),
    *(("2025-11-06", "mark", f"t{n}", {"A": 38, "B": 22, "C": 31, "mandatory": True}) for n in range(1, 6)),
    ("2025-11-06", "close", "thu-ky-tp", {}),
    ("2025-11-20", "recognise", "ubnd-tp", {"decision": "1/QĐ", "decided_on": "2025-11-20"}),
    ("2026-03-02", "convene", "bo", {"files_sent": "2026-03-02", "meeting": "2026-03-05"}),
)


def directory() -> DatedDirectory:
    return read_directory(HERE / "people.directory.yaml")


class Product:
    """One case, taken to the council of the centre, or to just before `until`; people as in the directory."""

    def __init__(self, *totals: str, until: str | None = None, **parameters: object) -> None:
        self.workflow: Workflow = load("ocop-product@148-1489", parameters={**PARAMETERS, **parameters})
        self.people = directory()
        self.case: Case | None = None
        self.at = datetime(2025, 7, 14, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
        for day, event, person, payload in FIRST:
            if event == until:
                return
            self.does(day, event, person, payload)
        for number, total in enumerate(totals, start=1):
            self.does("2026-03-05", "mark", f"w{number}", sheet(total))

    @property
    def facts(self) -> Facts:
        return Facts(now=self.at, case_id="P-1", units=UNITS, calendar=CALENDAR, salt=b"salt")

    def actor(self, person: str) -> Actor:
        return self.people.actor(person, self.at.date())

    def does(self, day: str, event: str, person: str, payload: Mapping[str, object]) -> None:
        year, month, number = map(int, day.split("-"))
        self.at = self.at.replace(year=year, month=month, day=number)
        decision = self.workflow.decide(
            self.case, event, payload, actor=self.actor(person), at=self.at, facts=self.facts
        )
        assert decision.allowed, [reason.text.en for reason in decision.reasons]
        self.case = decision.case

    def explained(self, event: str, **payload: object) -> Explanation:
        assert self.case
        return explain(
            self.workflow.machine,
            self.case,
            event,
            at=self.at,
            facts=self.facts,
            payload=payload or None,
            directory=self.people,
        )


def sheet(total: str, *, mandatory: bool = True) -> dict[str, object]:
    rest, parts = Decimal(total), {}
    for part, cap in (("A", 40), ("C", 35), ("B", 25)):
        parts[part] = min(rest, Decimal(cap))
        rest -= parts[part]
    return {**parts, "mandatory": mandatory}
