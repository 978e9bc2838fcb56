"""Which mutants of a workflow its generated suite kills, and what is to be said of those that survive."""

from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from ...model.definition import CLOCK, Definition
from ...verification.replay import Told
from ...verification.space import Budget
from ...workflow import Workflow
from ..running import run_scenario
from ..scenario import Scenario
from ..suites.goals import Left
from ..suites.scenarios import scenario_of
from ..suites.suite import Suite
from .judge import DIFFERS, EQUAL, Judgement, judged
from .making import mutants
from .mutant import KINDS, Mutant

KILLED, SURVIVED, SAME, UNDECIDED = "killed", "survived", "equal", "unknown"
VERDICTS = (KILLED, SURVIVED, SAME, UNDECIDED)


@frozen
class Fate:
    """What became of a mutant: killed `by` a test; or survived, with the story that no test tells; or neither.

    A mutant that is `equal` answers as the workflow does, always; of an `unknown` one `left` says what is not known.
    """

    mutant: Mutant
    verdict: str
    by: str | None = None
    steps: tuple[Told, ...] = ()
    left: Left | None = None


def fates(suite: Suite, budget: Budget | None = None) -> tuple[Fate, ...]:
    """The fate of each mutant of the suite's workflow; only survivors are judged, for what is killed differs."""
    definition = suite.definition
    workflow = Workflow(definition)
    tests = [(test.id, scenario_of(workflow, test)) for test in suite.tests]
    every = tuple(mutants(definition))
    killers = [killer(each, tests) for each in every]
    alive = [each for each, by in zip(every, killers, strict=True) if by is None]
    found = {each.id: judgement for each, judgement in judged(definition, alive, budget)}
    return tuple(
        Fate(each, KILLED, by) if by is not None else fate_of(each, found[each.id])
        for each, by in zip(every, killers, strict=True)
    )


def fate_of(mutant: Mutant, found: Judgement) -> Fate:
    """What becomes of a mutant that nothing has killed, by what is found out about it."""
    verdict = {DIFFERS: SURVIVED, EQUAL: SAME}.get(found.verdict, UNDECIDED)
    return Fate(mutant, verdict, steps=found.steps, left=found.left)


def killed_percent(found: Sequence[Fate]) -> float | None:
    """Of the mutants that differ, how many are killed: 0 to 100; None where none differs."""
    killed = sum(each.verdict == KILLED for each in found)
    differing = killed + sum(each.verdict == SURVIVED for each in found)
    return 100 * killed / differing if differing else None


def by_kind(found: Sequence[Fate]) -> dict[str, dict[str, int]]:
    """How many of each kind came to which end, in the order of the kinds; kinds without mutants are left out."""
    counts = {kind: dict.fromkeys(VERDICTS, 0) for kind in KINDS}
    for each in found:
        counts[each.mutant.kind][each.verdict] += 1
    return {kind: ends for kind, ends in counts.items() if any(ends.values())}


def killer(mutant: Mutant, tests: Sequence[tuple[str, Scenario]]) -> str | None:
    """The first test that does not hold on the mutant; those that speak of what was changed are asked first."""
    changed = Workflow(mutant.definition)
    for name, scenario in _likeliest(mutant, tests):
        if not run_scenario(evolve(scenario, workflow=changed)).holds:
            return name
    return None


def _likeliest(mutant: Mutant, tests: Sequence[tuple[str, Scenario]]) -> Iterator[tuple[str, Scenario]]:
    """A mistake in an act shows only where the act is tried; one in a clock may show anywhere."""
    acts = set(mutant.change.acts)
    near = [(name, scenario) for name, scenario in tests if acts & _acts(scenario)]
    yield from near
    if any(_is_clock(mutant.definition, act) for act in acts):
        told = {name for name, _ in near}
        yield from ((name, scenario) for name, scenario in tests if name not in told)


def _is_clock(definition: Definition, act: str) -> bool:
    event = definition.events.get(act)
    return act not in definition.start and (event is None or event.by == (CLOCK,))


def _acts(scenario: Scenario) -> set[str]:
    found = {step.do for step in scenario.steps}
    return found.union(*(step.happened or () for step in scenario.steps))
