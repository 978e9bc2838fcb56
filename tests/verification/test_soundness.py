"""Without data, control flow is what brute force finds, and nothing to report is soundness, by pm4py's judgement.

`HYPOTHESIS_PROFILE=long` compares 5,000 workflows.
"""

from collections import Counter
from random import Random

import pytest
from hypothesis import settings
from verification import oracle
from verification.files import small
from verification.nets import is_sound, ways

from ocop_workflow.engine import machine_of
from ocop_workflow.model.definition import Definition
from ocop_workflow.verification import Flow, prove

OFTEN = 80 if settings().max_examples < 1000 else 5_000


def drawn(seed: int) -> Definition:
    """Two to seven states, one of them an end, and events with one or two moves, a condition now and then."""
    random = Random(seed)  # noqa: S311 - nothing secret
    states = [f"s{n}" for n in range(random.randint(2, 7))]
    last = states[-1]
    forms = ", ".join(f"{name}: {{{'final: completed' if name == last else ''}}}" for name in states)
    events = []
    for number in range(random.randint(len(states) - 1, len(states) + 2)):
        moves = []
        for source in random.sample(states[:-1], random.randint(1, min(2, len(states) - 1))):
            ahead = states[states.index(source) + 1 :]
            target = random.choice([*ahead, random.choice(states), "stay"])
            when = random.choice(("", "", "", "false", "true"))
            other = random.choice(states)
            form = f"[{{when: {when}, to: {target}}}, {{else: {other}}}]" if when else target
            moves.append(f"{source}: {form}")
        events.append(f"  e{number}: {{by: worker, moves: {{{', '.join(moves)}}}}}\n")
    starts = f"start: {{begin: {{by: worker, to: {states[0]}}}}}\n"
    return small(f"{starts}states: {{{forms}}}\nevents:\n{''.join(events)}")


def compare(definition: Definition, flow: Flow) -> bool:
    """Whether there is nothing to report; brute force and pm4py say the same."""
    machine = machine_of(definition)
    control = oracle.control(oracle.explore(definition, 20_000))
    assert set(flow.unreachable) == control.unreachable
    assert set(flow.dead) == control.dead
    assert {leaf for leaf, _ in flow.stuck} == control.stuck
    assert {leaf for leaf, _ in flow.endless} <= control.lost - control.stuck
    assert bool(flow.endless or flow.stuck) == bool(control.lost)
    happen = {name for name, *_ in ways(machine)}
    clean = not (flow.unreachable or flow.stuck or flow.endless or happen & {*flow.dead})
    assert clean == is_sound(definition, machine), definition.events
    return clean


def test_control_flow_is_what_brute_force_and_pm4py_find() -> None:
    seen = Counter(compare(definition, prove(definition).flow) for definition in map(drawn, range(OFTEN)))
    assert seen[True] > OFTEN // 20, seen
    assert seen[False] > OFTEN // 20, seen


@pytest.mark.parametrize("seed", range(200, 210))
def test_a_report_that_leaves_everything_out_is_caught(seed: int) -> None:
    definition = drawn(seed)
    if prove(definition).flow == Flow():
        definition = small(
            "start: {begin: {by: worker, to: a}}\nstates: {a: {}, b: {}, c: {final: completed}}\n"
            "events: {go: {by: worker, moves: {a: b}}, end: {by: worker, moves: {a: c}}}\n"
        )
    with pytest.raises(AssertionError):
        compare(definition, Flow())
