"""`prove`: everything that is found out about a workflow, each property with its verdict."""

from collections.abc import Iterator
from time import monotonic, process_time

from attrs import evolve, frozen

from ..model.definition import Definition, Property
from .boxes import Box
from .decisions import Decided, decided
from .divided import DIVIDED, divided
from .flow import Flow, flow
from .prove import Found, judge
from .relax import Relaxed, relax
from .replay import Story, follows, retell
from .space import Budget, Space, explore

PROVED, VACUOUS, REFUTED, UNKNOWN = "proved", "proved_vacuous", "refuted", "unknown"


@frozen
class Verdict:
    """`verdict` of one property, with a story where it is refuted and the reason where it is unknown.

    `why`: "budget" (the search was cut short: `stopped_by`), "class" (the template, the scope or the terms in
    `undecided` are beyond the method), "replay" (the relaxed workflow breaks the claim, but no story of the
    original was found), "completion" (not every case can end). `carried_by` says what a proof rests on where an
    event of the claim has `requires`: "requires" (without it the claim falls) or "flow" (it holds even so).
    `lacking` is where the decision of a refuted `complete` or `unique` has no branch or two; the story leads there.
    """

    claim: Property
    verdict: str
    story: Story | None = None
    why: str = ""
    undecided: tuple[str, ...] = ()
    stopped_by: str = ""
    carried_by: str | None = None
    lacking: Box | None = None


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
    verdicts = list(_verdicts(definition, relaxed, space, process_time() + budget.judging))
    if _may_be_carried(definition, verdicts):
        verdicts = _carried(definition, verdicts, budget)
    return Proofs(
        tuple(verdicts),
        flow(definition, space),
        decided(definition, space),
        len(space.cases),
        monotonic() - begun,
        {event: tuple(meaning.values()) for event, meaning in relaxed.free.items() if meaning},
        space.stopped_by,
    )


def _verdicts(definition: Definition, relaxed: Relaxed, space: Space, ends: float) -> Iterator[Verdict]:
    """One after the other, as long as there is time; the processor's, as everywhere here."""
    for number, claim in enumerate(definition.properties):
        if process_time() > ends:
            yield Verdict(claim, UNKNOWN, why="budget", stopped_by="seconds")
        else:
            yield _verdict(definition, relaxed, space, number)


def _verdict(definition: Definition, relaxed: Relaxed, space: Space, number: int) -> Verdict:
    claim = definition.properties[number]
    if claim.template in DIVIDED:
        return _divided(definition, space, claim)
    if number in relaxed.undecided:
        return Verdict(claim, UNKNOWN, why="class", undecided=relaxed.undecided[number])
    found = judge(space, relaxed.definition.properties[number])
    if found.path is not None:
        story = retell(definition, claim, found.path, ended=_obliges(claim))
        return Verdict(claim, REFUTED, story) if story else Verdict(claim, UNKNOWN, why="replay")
    if not found.holds:
        return Verdict(claim, UNKNOWN, why=found.why, stopped_by=space.stopped_by)
    return Verdict(claim, VACUOUS if found.vacuous else PROVED)


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


def _obliges(claim: Property) -> bool:
    return claim.template in ("response", "existence")


def _may_be_carried(definition: Definition, verdicts: list[Verdict]) -> bool:
    return any(event.requires for event in definition.events.values()) and any(
        v.verdict == PROVED and v.claim.template == "precedence" for v in verdicts
    )


def _carried(definition: Definition, verdicts: list[Verdict], budget: Budget) -> list[Verdict]:
    """Prove precedence once more with every `requires` removed, to say which of the two carries it."""
    bare = relax(definition, definition.properties, without_requires=True)
    space = explore(bare.definition, budget)
    found: list[Verdict] = []
    for claim, verdict in zip(bare.definition.properties, verdicts, strict=True):
        if verdict.verdict != PROVED or claim.template != "precedence":
            found.append(verdict)
            continue
        again: Found = judge(space, claim)
        carrier = "flow" if again.holds else "requires" if again.path is not None else None
        found.append(evolve(verdict, carried_by=carrier))
    return found
