"""Claims that a search alone leaves open, judged once more with a solver, where it is installed.

Only what comes of relations between wide values, lists and computations that were let go is asked again.
"""

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from time import process_time

from attrs import evolve

from ..engine import local_date
from ..guards import parse
from ..model.definition import Definition, Event, Start
from ..model.types import CollectionType
from ..properties import PERSONAL, whole_change
from .divided import DIVIDED
from .live import all_sets
from .places import placed
from .prove import ends_of, judge
from .relax import Relaxed, relax
from .replay import beginning, retell
from .signs import Signs
from .space import Budget
from .terms import written_out
from .tracked import Focus, read_by
from .verdict import PROVED, REFUTED, UNKNOWN, VACUOUS, Verdict

SOLVER = "z3"
TIME = "time"
FEW_WAYS = 15  # that are tried before more is followed
WIDER = ("class", "replay", "completion")  # where it may help to follow more


def is_installed() -> bool:
    """Whether there is a solver to ask."""
    return find_spec(SOLVER) is not None


def solved(definition: Definition, verdicts: Sequence[Verdict], budget: Budget) -> tuple[Verdict, ...]:
    """The verdicts, with those that a solver decides; without one, what it would be asked for is named."""
    asked = [number for number, verdict in enumerate(verdicts) if _is_for_solver(verdict)]
    if not asked:
        return tuple(verdicts)
    found = list(verdicts)
    if not is_installed():
        for number in asked:
            terms = placed(definition, verdicts[number].undecided)
            found[number] = evolve(verdicts[number], undecided=terms, lacks_solver=True)
        return tuple(found)
    ends = process_time() + budget.seconds + budget.judging
    for number in asked:
        if process_time() < ends:
            found[number] = _Solving(definition, verdicts[number], budget, ends).run()
    return tuple(found)


def _is_for_solver(verdict: Verdict) -> bool:
    if verdict.verdict != UNKNOWN or verdict.claim.template in (*DIVIDED, PERSONAL, "within"):
        return False
    return verdict.why in ("class", "replay") and bool(verdict.undecided)


class _Solving:
    """One claim with a solver: what it reads is followed first, then what bears on that, until something is decided."""

    def __init__(self, definition: Definition, before: Verdict, budget: Budget, ends: float) -> None:
        self.definition, self.before, self.budget, self.ends = definition, before, budget, ends
        self.gave_up = False

    def run(self) -> Verdict:
        """Votes are followed one by one at last: that takes most of the solver."""
        found, ways = self.before, FEW_WAYS
        for votes in (False, True):
            fields, wider = frozenset[str](), self._spoken()
            while wider != fields and process_time() < self.ends:
                focus = Focus(wider, votes=votes, derived=bool(fields))
                fields = wider
                relaxed = relax(self.definition, [self.before.claim], keep=focus)
                found = self._judged(relaxed, ways)
                ways *= 2
                if found.verdict != UNKNOWN or found.why not in WIDER:
                    return found
                wider = fields | self._bearing(relaxed, fields)
            if not any(isinstance(f.type, CollectionType) for f in self.definition.data.values()):
                break
        return self._unknown(TIME) if found.why == "replay" and self.gave_up else found

    def _spoken(self) -> frozenset[str]:
        """What the claim reads."""
        definition, claim = self.definition, self.before.claim
        acts: Mapping[str, Start | Event] = {**definition.start, **definition.events}
        found: set[str] = set()
        for letter in claim.letters:
            trees = [
                written_out(definition, part) for part in (letter.where, letter.changes) if part is not None
            ]
            for name in letter.events or ("",):
                takes = acts[name].takes if name in acts else {}
                found |= {each for tree in trees for each in read_by(whole_change(tree), name, takes)}
        if claim.holds is not None:
            found |= read_by(written_out(definition, claim.holds), "", {})
        return frozenset(found) or self._freed()

    def _freed(self) -> frozenset[str]:
        """What was let go on the way that breaks a claim of events alone."""
        acts: list[Start | Event] = [*self.definition.start.values(), *self.definition.events.values()]
        takes = {name: taken for act in acts for name, taken in act.takes.items()}
        return frozenset(name for text in self.before.undecided for name in read_by(parse(text), "", takes))

    def _bearing(self, relaxed: Relaxed, focus: frozenset[str]) -> frozenset[str]:
        """What stands in one condition with something of the focus, or is stored in it."""
        definition = self.definition
        acts: Mapping[str, Start | Event] = {**definition.start, **definition.events}
        found = {name for each in relaxed.kept for name in each.reads}
        for name, act in acts.items():
            trees = [written_out(definition, each) for target, each in all_sets(act) if target in focus]
            trees += relaxed.stands.get(name, {}).values()
            found |= {each for tree in trees for each in read_by(tree, name, act.takes)}
        return frozenset(found)

    def _judged(self, relaxed: Relaxed, most: int) -> Verdict:
        """What the space that the solver allows says of the claim."""
        from .solver.asked import explore_asking
        from .solver.ways import Ways
        from .solver.witness import witness

        definition, before = self.definition, self.before
        if relaxed.undecided:
            return evolve(before, undecided=placed(definition, relaxed.undecided[0]))
        seconds = min(self.budget.seconds, self.ends - process_time())
        space, gave_up = explore_asking(definition, relaxed, evolve(self.budget, seconds=seconds))
        signs = Signs(space, relaxed.definition.properties, relaxed.roles)
        found = judge(signs, [0], self.ends)[0]
        if found.path is None:
            if found.holds:
                return evolve(before, verdict=VACUOUS if found.vacuous else PROVED, why="", undecided=())
            if found.why == "budget" and space.stopped_by in ("solver", "seconds"):
                return self._unknown(TIME)
            return evolve(before, why=found.why, stopped_by=space.stopped_by, undecided=())
        begins = local_date(beginning(definition), definition.timezone)
        told = witness(definition, before.claim, signs, Ways(signs), begins, most, self.ends)
        if told.path is not None:
            ended = told.path[-1].leaf in ends_of(space)
            story = retell(definition, before.claim, told.path, ended=ended)
            if story is not None:
                return evolve(before, verdict=REFUTED, story=story, why="", undecided=())
        self.gave_up = self.gave_up or told.gave_up or gave_up > 0
        return self._unknown("replay")

    def _unknown(self, why: str) -> Verdict:
        terms = placed(self.definition, self.before.undecided)
        return evolve(self.before, why=why, stopped_by="solver" if why == TIME else "", undecided=terms)
