"""The city's standing office: phases of the programme and rounds are cases of their own, which products refer to."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from attrs import define, field, frozen
from lives import Fault, Lives
from papers import EMPTY
from world import at

from ocop_workflow import Refused, Workflow, load

CITY = "hp"
PAPER = {"name": "van-ban.pdf", "sha256": EMPTY}
WAITS = ("undecided == 0", "rounds_open == 0")  # what the office asks again about a month later
CONCLUDES, AGAIN = 120, 30  # days after a round has shut; assumed


@frozen
class Phase:
    """A phase of the programme: its case, its first day, and the first day after it."""

    id: str
    phase: str
    begins: date
    ends: date


PHASES = (  # that the second was approved on its first working day is assumed
    Phase("P-2021-2025", "p2021_2025", date(2021, 3, 9), date(2026, 1, 1)),
    Phase("P-2026-2030", "p2026_2030", date(2026, 1, 2), date(2031, 1, 1)),
)


@define
class Office:
    """What it does is put on the agenda of the products, whose rounds it opens and concludes."""

    lives: Lives
    _workflows: dict[str, Workflow] = field(factory=dict)  # a load reads the workflows that count each other

    def works(self, begins: date, ends: date, rounds: Sequence[tuple[str, date, date]]) -> None:
        """Phases that there are between two days, and these rounds: id, and the first and last day for dossiers."""
        for phase in PHASES:
            if phase.begins <= ends and phase.ends > begins:
                self._phase(phase, max(phase.begins, begins))
        for case_id, opens, shuts in rounds:
            if begins <= opens <= ends:
                self._round(case_id, opens, shuts)

    def _phase(self, phase: Phase, day: date) -> None:
        given = {"place": CITY, "phase": phase.phase}
        self._at(day, 481, phase.id, "ocop-programme", "draft", "office", given)
        approved = {"decision": "Số chưa công bố (giả định)", "ends_on": phase.ends, "text": PAPER}
        self._at(day, 482, phase.id, "", "approve", "authority", approved)
        guided = {"place_of": CITY, "activity": "Hội nghị triển khai (giả định)"}
        self._at(day, 483, phase.id, "", "guide", "office", guided)
        self._at(day, 484, phase.id, "", "begin_cycle", "office", {})
        for days, event in ((60, "review_city"), (90, "review_districts"), (120, "review_communes")):
            if event != "review_districts" or day < date(2025, 7, 1):
                self._at(day + timedelta(days=days), 600, phase.id, "", event, "office", {"report": PAPER})
        self._at(phase.ends + timedelta(days=10), 600, phase.id, "", "begin_final_review", "office", {})

    def _round(self, case_id: str, opens: date, shuts: date) -> None:
        _, year, number = case_id.split("-")
        phase = next(each.id for each in PHASES if opens < each.ends)
        given = {"programme": phase, "place": CITY, "year": int(year), "number": int(number)}
        self._at(opens - timedelta(days=20), 600, case_id, "ocop-round", "plan_round", "office", given)
        opened = {"until": shuts + timedelta(days=1), "plan": PAPER}
        self._at(opens, 480, case_id, "", "open_round", "authority", opened)
        concluded = shuts + timedelta(days=CONCLUDES)
        self._at(concluded, 600, case_id, "", "conclude", "office", {"report": PAPER})

    def _at(
        self,
        day: date,
        minute: int,
        case_id: str,
        starts: str,
        event: str,
        role: str,
        given: Mapping[str, object],
    ) -> None:
        what = partial(self._does, day, case_id, starts, event, role, given)
        self.lives.put(at(day, minute), what)

    def _does(
        self, day: date, case_id: str, starts: str, event: str, role: str, given: Mapping[str, object]
    ) -> None:
        world = self.lives.world
        actor = world.person(role, CITY)
        if starts:
            if starts not in self._workflows:
                self._workflows[starts] = load(starts, on=day)
            world.store.start(self._workflows[starts], given, actor=actor, id=case_id, event=event)
            return
        try:
            world.store.fire(case_id, event, given, actor=actor)
        except Refused as refused:
            if not all(reason.guard in WAITS for reason in refused.reasons):
                raise Fault(f"{case_id}: {refused}") from refused
            self.lives.foreseen.update(reason.text for reason in refused.reasons)
            later = day + timedelta(days=AGAIN)
            self._at(later, 600, case_id, "", event, role, given)
            return
        if event == "begin_final_review":
            closed = day + timedelta(days=30)
            self._at(closed, 600, case_id, "", "close", "authority", {"report": PAPER})
