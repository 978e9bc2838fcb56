"""`prove`: everything that is found out about a workflow, each property with its verdict."""

from collections.abc import Iterator, Mapping, Sequence
from time import monotonic, process_time

from attrs import evolve, frozen

from ..model.definition import Definition, Event, Property, Start
from ..properties import PERSONAL
from .apart import judge_apart
from .carried import carried
from .decisions import Decided, decided
from .divided import DIVIDED, divided
from .flow import Flow, flow
from .live import all_sets, claims_of, conditions, taken_read
from .prove import Found, ends_of, judge
from .relax import Relaxed, relax
from .replay import follows, retell, retraces
from .signs import Signs
from .solved import solved
from .space import Budget, Edge, Space, explore
from .timed import judge_time
from .verdict import PROVED, REFUTED, UNKNOWN, VACUOUS, Verdict


@frozen
class Proofs:
    """All verdicts, what control flow shows, how much was searched, and in how many seconds.

    `assumed` has, by event, the terms that were taken to have any value: every verdict "proved" holds for all.
    """

    verdicts: tuple[Verdict, ...]
    flow: Flow
    decisions: tuple[Decided, ...]
    nodes: int
    seconds: float
    assumed: dict[str, tuple[str, ...]]
    stopped_by: str = ""

    @property
    def holds(self) -> bool:
        """Whether nothing falls short: all proved, none vacuous, nothing unreachable, stuck, endless or open."""
        fine = all(v.verdict == PROVED for v in self.verdicts)
        fine = fine and not any(each.fails for each in self.decisions)
        return fine and self.flow == Flow() and not self.stopped_by


def prove(definition: Definition, budget: Budget | None = None) -> Proofs:
    """Judge every property of a checked definition, for all values of open parameters and of what is not decided."""
    begun = monotonic()
    budget = budget or Budget()
    relaxed = relax(definition, definition.properties)
    space = explore(relaxed.definition, budget)
    signs = Signs(space, relaxed.definition.properties, relaxed.roles)
    found = list(_verdicts(definition, relaxed, signs, process_time() + budget.judging))
    return Proofs(
        solved(definition, carried(definition, space, found, budget), budget),
        flow(definition, space),
        decided(definition, space),
        len(space.cases),
        monotonic() - begun,
        {event: tuple(meaning.values()) for event, meaning in relaxed.free.items() if meaning},
        space.stopped_by,
    )


def _verdicts(definition: Definition, relaxed: Relaxed, signs: Signs, until: float) -> Iterator[Verdict]:
    """All in one pass, then the stories of those that are refuted, one after the other, as long as there is time."""
    along = [number for number in range(len(signs.claims)) if _is_along_a_run(relaxed, number)]
    found = judge(signs, along, until)
    for number in range(len(signs.claims)):
        if process_time() > until:
            yield Verdict(definition.properties[number], UNKNOWN, why="budget", stopped_by="seconds")
        else:
            begun = monotonic()
            verdict = _verdict(definition, relaxed, signs, number, found.get(number))
            yield evolve(verdict, seconds=monotonic() - begun)


def _is_along_a_run(relaxed: Relaxed, number: int) -> bool:
    template = relaxed.definition.properties[number].template
    return template not in (*DIVIDED, PERSONAL, "within") and number not in relaxed.undecided


def _verdict(
    definition: Definition, relaxed: Relaxed, signs: Signs, number: int, found: Found | None
) -> Verdict:
    claim = definition.properties[number]
    if claim.template in DIVIDED:
        return _divided(definition, signs.space, claim)
    if claim.template == PERSONAL:
        found = judge_apart(definition, signs, claim)
    if number in relaxed.undecided:
        return Verdict(claim, UNKNOWN, why="class", undecided=relaxed.undecided[number])
    found = found or judge_time(definition, signs, number)
    if found.path is not None:
        story = retell(definition, claim, found.path, ended=found.path[-1].leaf in ends_of(signs.space))
        if story is None:
            told_apart = claim.template == PERSONAL or any(letter.by for letter in claim.letters)
            at_fault = not told_apart and retraces(definition, found.path)  # a path does not say who
            if at_fault:
                return Verdict(claim, UNKNOWN, why="fault")
            return Verdict(claim, UNKNOWN, why="replay", undecided=_freed(relaxed, number, found.path))
        return Verdict(claim, REFUTED, story)
    if not found.holds:
        budget = (signs.space.stopped_by or "seconds") if found.why == "budget" else ""
        return Verdict(claim, UNKNOWN, why=found.why, stopped_by=budget)
    return Verdict(claim, VACUOUS if found.vacuous else PROVED)


def _freed(relaxed: Relaxed, number: int, path: Sequence[Edge]) -> tuple[str, ...]:
    """What the path takes to have the values that it, or the claim on it, needs."""
    definition = relaxed.definition
    acts: Mapping[str, Start | Event] = {**definition.start, **definition.events}
    alone = evolve(definition, properties=(definition.properties[number],))
    found: list[str] = []
    for edge in path:
        trees = [*conditions(acts[edge.event]), *(each.tree for _, each in all_sets(acts[edge.event]))]
        trees += claims_of(alone, edge.event)
        read = {name for tree in trees for name in taken_read(tree)}
        found += (term for name, term in relaxed.free[edge.event].items() if name in read)
    return tuple(dict.fromkeys(found))


def _divided(definition: Definition, space: Space, claim: Property) -> Verdict:
    found = divided(definition, space, claim)
    if found.box is not None:
        story = follows(definition, space, found.path) if found.box.sure else None
        if story is None:
            return Verdict(claim, UNKNOWN, why="replay", lacking=found.box)
        return Verdict(claim, REFUTED, story, lacking=found.box)
    if not found.holds:
        budget = "" if found.why == "class" else found.why
        return Verdict(claim, UNKNOWN, why="budget" if budget else "class", stopped_by=budget)
    return Verdict(claim, VACUOUS if found.vacuous else PROVED)
