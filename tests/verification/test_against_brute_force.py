"""Every verdict is that of a search which tries every value, person and day; every story can be lived again.

`HYPOTHESIS_PROFILE=long` compares ten times as many workflows; the short form ends after a minute at the latest.
"""

from collections import Counter
from time import monotonic

from hypothesis import event, given, settings
from verification import oracle
from verification.retelling import is_broken
from verification.small import Written, small_workflows

from ocop_workflow.model.definition import Definition
from ocop_workflow.verification import (
    PROVED,
    REFUTED,
    UNKNOWN,
    VACUOUS,
    Budget,
    Proofs,
    Story,
    Verdict,
    prove,
)

OFTEN = 2 * settings().max_examples if settings().max_examples < 1000 else 2000
SECONDS = 60 if settings().max_examples < 1000 else 3600


def is_exact(definition: Definition, proofs: Proofs) -> bool:
    """Whether the relaxed workflow can do no more than the original."""
    acts = definition.events.values()
    collects = any(act.collects or act.is_clock or act.not_by or act.only_by for act in acts)
    return not proofs.assumed and not collects


def agree(definition: Definition, proofs: Proofs, graphs: list[oracle.Graph]) -> Counter[str]:
    """Compare every verdict; how often there was which."""
    tally: Counter[str] = Counter()
    for verdict in proofs.verdicts:
        truths = [oracle.judge(graph, verdict.claim) for graph in graphs]
        compare(definition, proofs, verdict, truths)
        tally[f"{verdict.verdict} {verdict.why}".strip()] += 1
    return tally


def compare(definition: Definition, proofs: Proofs, verdict: Verdict, truths: list[oracle.Judged]) -> None:
    exact = is_exact(definition, proofs)
    shortest = min((truth.shortest for truth in truths if truth.shortest is not None), default=None)
    activated = any(truth.activated for truth in truths)
    match verdict.verdict:
        case "proved":
            assert shortest is None, "it can be broken"
            if exact:
                assert activated, "it speaks of what cannot happen"
                assert all(truth.completes for truth in truths)
        case "proved_vacuous":
            assert shortest is None, "it can be broken"
            assert not activated, "it speaks of what can happen"
        case "refuted":
            assert verdict.story is not None
            assert is_broken(verdict.story, verdict.claim)
            if shortest is None:
                assert needs_more_people(definition, verdict.story), "nothing breaks it"
                return
            assert len(verdict.story.steps) >= shortest
            if not any(act.collects or act.is_clock for act in definition.events.values()):
                assert len(verdict.story.steps) == shortest
        case _:
            assert verdict.why in ("class", "replay", "completion", "budget", "time")
            assert not exact or verdict.why == "completion" or verdict.undecided
            if exact and verdict.why == "completion":
                assert shortest is None
                assert not all(truth.completes for truth in truths)


def needs_more_people(definition: Definition, story: Story) -> bool:
    """Whether more people act than the judge has: what may not be done twice by one may be done by ever more."""
    acting = {(step.role, step.actor.id) for step in story.steps if step.actor is not None}
    able = Counter(role for person in oracle.people(definition) for role, _ in person.roles)
    return any(times > able[str(role)] for role, times in Counter(role for role, _ in acting).items())


def flow_is_true(proofs: Proofs, graphs: list[oracle.Graph]) -> None:
    """Whatever is reported of control flow is so: for all values of parameters, or for some that can be given."""
    found = [oracle.control(graph) for graph in graphs]
    for control in found:
        assert set(proofs.flow.unreachable) <= control.unreachable
        assert set(proofs.flow.dead) <= control.dead
    assert {leaf for leaf, _ in proofs.flow.stuck} <= set().union(*(control.stuck for control in found))
    assert {leaf for leaf, _ in proofs.flow.endless} <= set().union(*(control.lost for control in found))


def test_verdicts_are_those_of_brute_force() -> None:
    tally: Counter[str] = Counter()
    ends = monotonic() + SECONDS

    @settings(max_examples=OFTEN)
    @given(small_workflows())
    def alike(written: Written) -> None:
        if monotonic() > ends:
            return
        definition = written.definition
        try:
            graphs = [oracle.explore(given, 3000) for given in oracle.bound(definition)]
        except oracle.TooLarge:
            event("too large for the oracle")
            return
        proofs = prove(definition, Budget(seconds=10))
        flow_is_true(proofs, graphs)
        found = agree(definition, proofs, graphs)
        tally["workflows"] += 1
        tally.update(found)
        for verdict in found:
            event(verdict)

    alike()
    print(dict(tally))  # noqa: T201 - what `pytest -s` shows: how often there was no verdict
    undecided = sum(times for verdict, times in tally.items() if verdict.startswith(UNKNOWN))
    undecided -= tally[f"{UNKNOWN} completion"]  # true: not every case can end
    assert all(tally[verdict] for verdict in (PROVED, VACUOUS, REFUTED)), tally
    assert undecided * 10 <= sum(tally.values()), tally


def test_control_flow_without_data_is_exactly_that_of_brute_force() -> None:
    @settings(max_examples=OFTEN)
    @given(small_workflows(plain=True))
    def alike(written: Written) -> None:
        graph = oracle.explore(written.definition, 20_000)
        control, flow = oracle.control(graph), prove(written.definition).flow
        assert set(flow.unreachable) == control.unreachable
        assert set(flow.dead) == control.dead
        assert {leaf for leaf, _ in flow.stuck} == control.stuck
        endless = {leaf for leaf, _ in flow.endless}
        assert endless <= control.lost - control.stuck
        assert bool(endless | control.stuck) >= bool(control.lost)
        for leaf, path in (*flow.stuck, *flow.endless):
            assert path[0].source is None
            assert path[-1].leaf == leaf

    alike()
