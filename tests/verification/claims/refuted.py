"""Which mistakes in a workflow `check` notices by what it says of itself, never by the one it was made from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import evolve, frozen

from ocop_workflow.model.definition import Definition
from ocop_workflow.model.document import digest
from ocop_workflow.model.types import BooleanType, EnumType, IntegerType, NumberType
from ocop_workflow.properties.templates import PERSONAL
from ocop_workflow.testing.mutants.judge import DIFFERS, EQUAL, judged
from ocop_workflow.testing.mutants.making import changes, loaded
from ocop_workflow.testing.mutants.mutant import KINDS, Mutant
from ocop_workflow.verification import PROVED, REFUTED, VACUOUS, Budget, Flow, prove
from ocop_workflow.verification.apart import judge_apart
from ocop_workflow.verification.decisions import decided
from ocop_workflow.verification.divided import DIVIDED
from ocop_workflow.verification.flow import flow
from ocop_workflow.verification.prove import judge
from ocop_workflow.verification.relax import Relaxed, relax
from ocop_workflow.verification.signs import Signs
from ocop_workflow.verification.space import explore
from ocop_workflow.verification.timed import judge_time
from ocop_workflow.verification.world import with_parameters

LANGUAGE, FLOW, DECISIONS, CLAIMS, EMPTY, OPEN = (
    *("language", "control flow", "decisions", "claim refuted"),
    *("claim vacuous", "claim not proved"),
)
LEVELS = (LANGUAGE, FLOW, DECISIONS, CLAIMS, EMPTY, OPEN)
SURVIVES, SAME, UNDECIDED = "survives", "equal", "undecided"
AMPLE = Budget(nodes=100_000, decisions=2_000_000, seconds=120, judging=120)


@frozen
class Fate:
    """What becomes of a mutant: the level at which `check` ends with an error and what it says; or why it does not.

    SURVIVES: it differs from the workflow, and nothing notices it; SAME: no case tells the two apart;
    UNDECIDED: neither is known.
    """

    mutant: Mutant
    verdict: str
    by: str = ""

    @property
    def noticed(self) -> bool:
        return self.verdict in LEVELS


def fates(
    definition: Definition, wanted: Iterable[str] | None = None, values: Mapping[str, object] | None = None
) -> Iterator[Fate]:
    """The fate of each mutant of a workflow that itself holds, or of those of the wanted ids alone.

    What `check` finds nothing wrong with is checked again with these values of what is open, if there are any.
    """
    names = None if wanted is None else set(wanted)
    met, alive = {digest(definition)}, []
    for change in changes(definition):
        if names is not None and change.id not in names:
            continue
        made = loaded(change.definition)
        if made is None or not _is_named(made):
            yield Fate(change, LANGUAGE)
            continue
        if digest(made) in met:
            continue
        met.add(digest(made))
        each = evolve(change, change=evolve(change.change, definition=made))
        fate = noticed(each)
        if fate is None and values:
            fate = noticed(_with(each, values))
        if fate is None:
            alive.append(each)
        else:
            yield fate
    yield from apart(definition, alive)


def _is_named(definition: Definition) -> bool:
    """Whether there is all that properties speak of: of a file it would be a problem of the language."""
    acts = {*definition.start, *definition.events}
    return all(acts.issuperset(letter.events) for claim in definition.properties for letter in claim.letters)


def noticed(each: Mutant, budget: Budget = AMPLE) -> Fate | None:
    """The first level at which `check` ends with an error, and what it is about; None where it finds nothing.

    Claims are asked one by one until one is refuted: of every claim that the whole space leaves in doubt, `prove` is
    asked alone, as `check` asks it with the others.
    """
    definition = each.definition
    relaxed = relax(definition, definition.properties)
    space = explore(relaxed.definition, budget)
    if space.stopped_by:
        return Fate(each, UNDECIDED, space.stopped_by)
    found = flow(definition, space)
    if found != Flow():
        names = (*found.unreachable, *found.dead, *(name for name, _ in (*found.stuck, *found.endless)))
        return Fate(each, FLOW, ", ".join(names))
    for decision in decided(definition, space):
        if decision.fails:
            return Fate(each, DECISIONS, decision.event)
    return _refuted(each, relaxed, Signs(space, relaxed.definition.properties, relaxed.roles), budget)


def _refuted(each: Mutant, relaxed: Relaxed, signs: Signs, budget: Budget) -> Fate | None:
    other: Fate | None = None
    for number in _doubted(each.definition, relaxed, signs):
        claim = each.definition.properties[number]
        (found,) = prove(evolve(each.definition, properties=(claim,)), budget).verdicts
        if found.verdict == PROVED or found.why == "budget":
            continue
        said = f"{number} {claim.template} {claim.title.say('en') if claim.title else ''}"
        fate = Fate(each, {REFUTED: CLAIMS, VACUOUS: EMPTY}.get(found.verdict, OPEN), said)
        if fate.verdict == CLAIMS:
            return fate
        other = other or fate
    return other


def _doubted(definition: Definition, relaxed: Relaxed, signs: Signs) -> Iterator[int]:
    """Numbers of the claims that are not proved on the space at once; those that seem refuted come first."""
    claims = definition.properties
    apart = {n for n, claim in enumerate(claims) if claim.template == PERSONAL}
    timed = {n for n, claim in enumerate(claims) if claim.template == "within"}
    divided = {n for n, claim in enumerate(claims) if claim.template in DIVIDED}
    along = {*range(len(claims))} - apart - timed - divided - {*relaxed.undecided}
    found = judge(signs, along)
    found |= {n: judge_apart(definition, signs, claims[n]) for n in apart}
    found |= {n: judge_time(definition, signs, n) for n in timed}
    yield from (n for n, each in found.items() if each.path is not None)
    yield from (n for n, each in found.items() if each.path is None and (not each.holds or each.vacuous))
    yield from sorted(divided | {*relaxed.undecided})


def apart(definition: Definition, alive: Sequence[Mutant]) -> Iterator[Fate]:
    """Of mutants that nothing notices, which differ: under the plainest values of what is open, and under others."""
    left = {each.id: each for each in alive}
    undecided: set[str] = set()
    for closed in settings(definition):
        same = [_with(each, closed.values) for each in left.values()]
        undecided &= set(left)
        for each, said in judged(closed, same):
            if said.verdict == DIFFERS:
                story = " ".join(told.event for told in said.steps)
                yield Fate(left.pop(each.id), SURVIVES, story)
            elif said.verdict != EQUAL:
                undecided.add(each.id)
    for name, each in left.items():
        yield Fate(each, UNDECIDED if name in undecided else SAME)


def _with(each: Mutant, values: Mapping[str, object]) -> Mutant:
    return evolve(each, change=evolve(each.change, definition=evolve(each.definition, values=values)))


def settings(definition: Definition) -> Iterator[Definition]:
    """With the plainest values of what is open; then with another value of one parameter after the other."""
    plain = with_parameters(definition, {})
    yield plain
    for name, parameter in definition.parameters.items():
        if name in definition.values:
            continue
        match parameter.type:
            case EnumType(values=words):
                others: Sequence[object] = words
            case IntegerType(minimum=low):
                others = [low + 1]
            case NumberType(minimum=low):
                others = [low + 5]
            case BooleanType():
                others = [True, False]
            case _ if parameter.optional:
                others = [10]
            case _:
                others = []
        for value in others:
            if plain.values.get(name) != value:
                yield evolve(plain, values={**plain.values, name: value})


def counts(found: Iterable[Fate]) -> Mapping[str, Mapping[str, int]]:
    """By kind of mistake: how many end how."""
    ends = {kind: dict.fromkeys((*LEVELS, SURVIVES, SAME, UNDECIDED), 0) for kind in KINDS}
    for each in found:
        ends[each.mutant.kind][each.verdict] += 1
    return {kind: each for kind, each in ends.items() if any(each.values())}
