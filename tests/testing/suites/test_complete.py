"""What suites say of every criterion is what a search finds that tries every value, person and day."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy
from testing.suites.brute import Brute, Way
from verification import oracle
from verification.small import Written, small_workflows

from ocop_workflow.model.expression import Binary, Conditional, Literal, Node, Unary
from ocop_workflow.testing import run_scenario
from ocop_workflow.testing.suites import clocks as moments
from ocop_workflow.testing.suites import suite as suites
from ocop_workflow.testing.suites.conditions import opened_at, places
from ocop_workflow.testing.suites.goals import TRIES, UNREACHABLE, Goal, Left, Told
from ocop_workflow.testing.suites.ground import Ground
from ocop_workflow.testing.suites.plan import Plan, guard_name
from ocop_workflow.testing.suites.scenarios import scenario_of
from ocop_workflow.testing.suites.sequences import n_switch as sequences_of
from ocop_workflow.testing.suites.suite import Suite, generate
from ocop_workflow.verification import Budget
from ocop_workflow.verification.world import with_parameters
from ocop_workflow.workflow import Workflow

SWITCHES = ("n_switch:0", "n_switch:1", "n_switch:2")
DATA = (*suites.CRITERIA, "n_switch:0")
SEEDED = (*suites.CRITERIA, *SWITCHES)
DRAWN = settings(
    max_examples=20,
    database=None,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)

TIMED = small_workflows().filter(
    lambda written: any(event.is_clock for event in written.definition.events.values())
)


class Judge:
    """A suite beside what can be: `why` has, by goal, the reason for which it has no test, or nothing."""

    def __init__(self, suite: Suite, brute: Brute) -> None:
        self.suite, self.brute, self.plan = suite, brute, Plan(suite.definition)
        goals = (*(each.goal for each in suite.tests), *(each.goal for each in suite.uncovered))
        self.goals = {goal.id: goal for goal in goals}
        self.why = {each.id: "" for each in suite.tests} | {e.goal.id: e.left.why for e in suite.uncovered}
        self.timed = any(event.is_clock for event in suite.definition.events.values())
        self.judged: Counter[str] = Counter()

    def is_(self, goal: str, *, possible: bool, sure: bool = True) -> None:
        """The goal is there, and covered if it is possible; `sure`: without time, what is possible is found."""
        assert goal in self.why, f"nobody asks for {goal}"
        why = self.why[goal]
        self.judged[f"{goal.partition('/')[0]} {'can' if possible else 'cannot'} {why or 'told'}"] += 1
        assert not (possible and why == UNREACHABLE), f"it is said to be impossible, and happens: {goal}"
        assert possible or why, f"it is covered, and cannot happen: {goal}"
        if sure and not self.timed:
            assert not (possible and why == TRIES), f"it happens, and no story of it was found: {goal}"

    def named(self, criterion: str) -> Iterator[Goal]:
        return (goal for goal in self.goals.values() if goal.criterion == criterion)


def states(judge: Judge) -> None:
    reached = {after for ((_, _, after),) in judge.brute.walks(1)}
    for leaf in judge.plan.tree.leaves:
        judge.is_(f"all_states/{leaf}", possible=leaf in reached)


def _ways(plan: Plan) -> dict[str, Way]:
    """Transitions by name; branches with one name lead to one place."""
    return {
        plan.transition_name(act, leaf, number): (act, leaf, plan.target(act, leaf, number) or leaf)
        for act, leaf, number in plan.transitions()
    }


def transitions(judge: Judge) -> None:
    taken = {way for (way,) in judge.brute.walks(1)}
    found: dict[Way, set[str]] = {}
    for name, way in _ways(judge.plan).items():
        assert f"all_transitions/{name}" in judge.why, f"nobody asks for {name}"
        found.setdefault(way, set()).add(judge.why[f"all_transitions/{name}"])
    assert taken <= set(found), "it happens, and nobody asks for it"
    for way, why in found.items():
        assert way in taken or "" not in why, f"it is covered, and cannot happen: {way}"
        assert way not in taken or why != {UNREACHABLE}, f"it is said to be impossible, and happens: {way}"
        can, told = "can" if way in taken else "cannot", "told" if "" in why else min(why)
        judge.judged[f"all_transitions {can} {told}"] += 1


def sequences(length: int) -> Callable[[Judge], None]:
    def judged(judge: Judge) -> None:
        by_name = {name.replace("/", "."): way for name, way in _ways(judge.plan).items()}
        walks, met = judge.brute.walks(length), set()
        for goal in judge.named(f"n_switch:{length - 1}"):
            names = goal.name.split("/")
            names = names if names[-1] in by_name else [*names[:-1], names[-1].rpartition("-")[0]]
            walk = tuple(by_name[name] for name in names)
            assert walk in walks or judge.why[goal.id], f"it is covered, and cannot happen: {goal.id}"
            assert judge.why[goal.id] != UNREACHABLE, "what is feasible is never said to be impossible"
            met.add(walk)
            judge.judged[
                f"{goal.criterion} {'can' if walk in walks else 'cannot'} {judge.why[goal.id] or 'told'}"
            ] += 1
        assert walks <= met, f"nobody asks for {walks - met}"

    return judged


def refusals(judge: Judge) -> None:
    brute, plan, refused = judge.brute, judge.plan, judge.brute.refused()
    stands = {case.state for case, _, over in brute.graph.nodes if not over}
    happened = {act for ((act, _, _),) in brute.walks(1)}
    for act in plan.acts:
        name, inside = act.name, set(plan.leaves(act.name))
        if name in plan.definition.events and plan.definition.events[name].is_clock:
            continue
        if name in plan.definition.events and set(plan.tree.leaves) - inside:
            judge.is_(f"refusals/{name}/wrong_state", possible=bool(stands - inside))
        judge.is_(f"refusals/{name}/not_permitted", possible=name in happened)
        judge.is_(f"refusals/{name}/invalid_payload/unknown_field", possible=name in happened)
        for field, taken in act.takes.items():
            if not taken.field.optional:
                judge.is_(f"refusals/{name}/invalid_payload/{field}-missing", possible=name in happened)
        for word, code in (
            ("requires", "requires_unmet"),
            ("not_by", "not_permitted"),
            ("only_by", "not_permitted"),
        ):
            for other in getattr(act, word, ()):
                goal = f"refusals/{name}/{code if word == 'requires' else word}/{other}"
                judge.is_(goal, possible=(name, code, f"{word}: {other}") in refused, sure=False)
        said = Counter(guard_name(guard) for guard in act.when)
        for guard in act.when:
            if said[guard_name(guard)] == 1:
                alone = (name, "guard_unmet", guard.name or guard.test.text) in refused
                goal = f"refusals/{name}/guard_unmet/{guard_name(guard)}"
                assert goal in judge.why, f"nobody asks for {goal}"
                assert not (alone and judge.why[goal] == UNREACHABLE), f"it happens: {goal}"
                assert not (alone and judge.why[goal] == TRIES and not judge.timed), f"no story of {goal}"


def conditions(judge: Judge) -> None:
    """The conditions of a guard are counted here by their own walk; each is asked for twice."""
    asked = Counter("/".join(goal.name.split("/")[:-2]) for goal in judge.named("guard_mcdc"))
    for place in places(judge.plan):
        tree, _ = opened_at(judge.plan, place)
        asked[place.name] -= 2 * len(set(_atoms(tree)))
    assert not +asked, f"more conditions than there are: {+asked}"
    assert not -asked, f"nobody asks for {-asked}"
    _situations(judge, "guard_mcdc")


def bounds(judge: Judge) -> None:
    asked = Counter(goal.name.rpartition("/")[2].partition("-")[0] for goal in judge.named("boundary"))
    assert asked["below"] == asked["on"] == asked["above"], f"nobody asks for a side: {asked}"
    _situations(judge, "boundary")


def _situations(judge: Judge, criterion: str) -> None:
    for goal in judge.named(criterion):
        (situation,) = goal.situations
        possible = judge.brute.meets(situation.act, situation.leaves, situation.holds)
        judge.is_(goal.id, possible=possible)


def _atoms(tree: Node) -> Iterator[Node]:
    match tree:
        case Literal():
            return
        case Binary(operator="&&" | "||"):
            yield from (*_atoms(tree.left), *_atoms(tree.right))
        case Unary(operator="!"):
            yield from _atoms(tree.operand)
        case Conditional():
            yield from (*_atoms(tree.condition), *_atoms(tree.then), *_atoms(tree.otherwise))
        case _:
            yield tree


def people(judge: Judge) -> None:
    happened = {act for ((act, _, _),) in judge.brute.walks(1)}
    for act in judge.plan.acts:
        if not getattr(act, "is_clock", False):
            for role in judge.plan.definition.roles:
                judge.is_(f"roles/{act.name}/{role}", possible=act.name in happened)


def clocks(judge: Judge) -> None:
    fires = {(act, leaf) for ((act, leaf, _),) in judge.brute.walks(1)}
    for event in judge.plan.definition.events.values():
        if not event.is_clock:
            continue
        inside, waits = set(judge.plan.leaves(event.name)), judge.brute.waiting(event.name)
        for leaf in inside:
            coming = (leaf, "coming") in waits
            for kind in ("before", "at", "after", "competition"):
                possible = coming if kind == "before" else (event.name, leaf) in fires
                judge.is_(f"clocks/{event.name}/{leaf}/{kind}", possible=possible)
        if event.at is not None and set(judge.plan.tree.leaves) - inside:
            over = any(leaf not in inside for leaf, when in waits if when == "over")
            judge.is_(f"clocks/{event.name}/pending", possible=over)


CHECKS: dict[str, Callable[[Judge], None]] = {
    "all_states": states,
    "all_transitions": transitions,
    "refusals": refusals,
    "guard_mcdc": conditions,
    "boundary": bounds,
    "roles": people,
    "clocks": clocks,
    **{f"n_switch:{n}": sequences(n + 1) for n in range(3)},
}


def judged(written: Written, criteria: tuple[str, ...]) -> Counter[str] | None:
    """How often what was said; None where there is more than can be tried."""
    try:
        brute = Brute.of(with_parameters(written.definition, {}), 1_500)
    except oracle.TooLarge:
        return None
    suite = generate(written.definition, criteria, Budget(2_000, 20_000, 30.0))
    judge = Judge(suite, brute)
    for criterion in criteria:
        CHECKS[criterion](judge)
    workflow = Workflow(suite.definition)
    assert all(run_scenario(scenario_of(workflow, test)).holds for test in suite.tests)
    return judge.judged


def test_every_criterion_asks_for_all_that_can_be_and_is_right_about_the_rest() -> None:
    said, small = told(DRAWN, DATA, small_workflows())
    assert small >= DRAWN.max_examples // 4
    for criterion in DATA:
        possible = any(what.startswith(f"{criterion} can ") for what in said)  # in the few that are drawn
        assert said[f"{criterion} can told"] or not possible or criterion == "clocks", said
    assert 50 * _missed(said) <= said.total(), said


def test_every_moment_of_every_clock_event_is_asked_for_and_told() -> None:
    clocks_are_told(DRAWN)


def clocks_are_told(drawn: settings) -> None:
    """What hangs on time is told in three of four cases at least, though the search does not measure time."""
    said, _ = told(drawn, ("clocks",), TIMED)
    assert said["clocks can told"] >= drawn.max_examples // 4, said
    can = sum(times for what, times in said.items() if " can " in what)
    assert 4 * _missed(said) <= can, f"no stories of what can be: {said}"


def _missed(said: Counter[str]) -> int:
    """How often there was no story of what can be, and the suite said so."""
    return sum(times for what, times in said.items() if " can " in what and not what.endswith(" told"))


def test_every_sequence_of_transitions_is_asked_for_and_told() -> None:
    said, _ = told(DRAWN, SWITCHES, small_workflows(plain=True))
    for criterion in SWITCHES:
        assert said[f"{criterion} can told"] > DRAWN.max_examples, said
    assert not _missed(said), said


def told(
    drawn: settings, criteria: tuple[str, ...], workflows: SearchStrategy[Written]
) -> tuple[Counter[str], int]:
    """How often what was said of drawn workflows, and how many of them were small enough to be tried out."""
    said: Counter[str] = Counter()
    small = 0

    @drawn
    @given(workflows)
    def each(written: Written) -> None:
        nonlocal small
        found = judged(written, criteria)
        small += found is not None
        said.update(found or ())

    each()
    return said, small


@pytest.mark.parametrize("criterion", SEEDED)
def test_a_criterion_that_misses_one_thing_is_caught(criterion: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if criterion in suites.CRITERIA:
        whole = suites.CRITERIA[criterion]
        monkeypatch.setattr(
            suites, "CRITERIA", {**suites.CRITERIA, criterion: lambda plan: islice(whole(plan), 1, None)}
        )
    else:
        every = sequences_of

        def n_switch(length: int) -> Callable[[Plan, Ground], Iterator[Goal]]:
            return lambda plan, ground: islice(every(length)(plan, ground), 1, None)

        monkeypatch.setattr(suites, "n_switch", n_switch)

    with pytest.raises(AssertionError, match="nobody asks for"):
        caught(criterion, TIMED if criterion == "clocks" else small_workflows())


@pytest.mark.parametrize("criterion", ["refusals", "guard_mcdc", "boundary"])
def test_a_search_that_overlooks_situations_is_caught(
    criterion: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Ground, "told_situation", lambda *_, **__: Left(UNREACHABLE))
    with pytest.raises(AssertionError, match="happens: "):
        caught(criterion, small_workflows())


def test_moments_of_clock_events_that_are_not_looked_for_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = moments._told  # noqa: SLF001  # what is seeded

    def blind(*given: Any) -> Told | None:
        return None if given[3] == "after" else whole(*given)

    monkeypatch.setattr(moments, "_told", blind)
    with pytest.raises(AssertionError, match="no stories of what can be"):
        clocks_are_told(settings(DRAWN, max_examples=15))


def caught(criterion: str, workflows: SearchStrategy[Written]) -> None:
    """Workflows are drawn until one of them is told wrongly."""

    @DRAWN
    @given(workflows)
    def drawn(written: Written) -> None:
        judged(written, (criterion,))

    drawn()
