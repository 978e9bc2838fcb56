"""Whether people are enough is what trying every choice of people finds, up to six steps and six people.

`HYPOTHESIS_PROFILE=long` compares twenty times as many procedures.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from random import Random

import pytest
from attrs import frozen
from explanation.everybody import Everybody
from explanation.test_staffing import DAY
from hypothesis import settings

from ocop_workflow.access import Actor
from ocop_workflow.engine import machine_of
from ocop_workflow.explanation import Finding, crowd, staffing
from ocop_workflow.reading import read_definition

OFTEN = 150 if settings().max_examples < 1000 else 3_000
ROLES = ("clerk", "chief", "expert")


@frozen
class Step:
    """The role of a step, and the numbers of earlier steps that it is apart from or bound to."""

    role: str
    apart: tuple[int, ...] = ()
    bound: tuple[int, ...] = ()


def drawn(random: Random) -> tuple[list[Step], dict[str, tuple[str, ...]]]:
    """Up to six steps, and up to six people with their roles."""
    steps: list[Step] = []
    for number in range(random.randint(2, 6)):
        earlier = list(range(number))
        apart = tuple(sorted(random.sample(earlier, random.randint(0, min(2, number)))))
        others = [n for n in earlier if n not in apart]
        bound = tuple(random.sample(others, 1)) if others and random.randrange(3) == 0 else ()
        steps.append(Step(random.choice(ROLES), apart, bound))
    people = {
        f"p{n}": tuple(random.sample(ROLES, random.choice((1, 1, 2, 3)))) for n in range(random.randint(1, 6))
    }
    return steps, people


def written(steps: Sequence[Step]) -> str:
    lines = [
        "workflow: steps\nversion: '1'\nroles: {clerk: {}, chief: {}, expert: {}, anybody: {is: owner}}\n"
    ]
    lines.append(
        "data: {owner: {type: party}}\nstart: {begin: {by: anybody, to: s0, takes: [owner]}}\nstates:\n"
    )
    lines += [f"  s{n}: {{}}\n" for n in range(len(steps))]
    lines.append(f"  s{len(steps)}: {{final: completed}}\nevents:\n")
    for n, step in enumerate(steps):
        duties = "".join(
            f", {word}: [{', '.join(f'e{other}' for other in others)}]"
            for word, others in (("not_by", step.apart), ("only_by", step.bound))
            if others
        )
        lines.append(f"  e{n}: {{by: {step.role}{duties}, moves: {{s{n}: s{n + 1}}}}}\n")
    return "".join(lines)


def found(steps: Sequence[Step], people: Mapping[str, tuple[str, ...]]) -> tuple[Finding, ...]:
    machine = machine_of(read_definition("steps.yaml", written(steps)))
    directory = Everybody({name: Actor(name, [(r, None) for r in roles]) for name, roles in people.items()})
    return staffing(machine, directory, None, DAY)


def farthest(
    steps: Sequence[Step], people: Mapping[str, tuple[str, ...]], chosen: tuple[str, ...] = ()
) -> int:
    """How many steps can be done at most, by trying everybody for each."""
    number = len(chosen)
    if number == len(steps):
        return number
    step = steps[number]
    ways = (
        farthest(steps, people, (*chosen, name))
        for name, roles in people.items()
        if step.role in roles
        and all(chosen[other] != name for other in step.apart)
        and all(chosen[other] == name for other in step.bound)
    )
    return max(ways, default=number)


def compare(steps: Sequence[Step], people: Mapping[str, tuple[str, ...]]) -> str:
    failing = {finding.event for finding in found(steps, people) if finding.fails}
    done = farthest(steps, people)
    if done == len(steps):
        assert not failing, "all can be done"
        return "satisfiable"
    assert f"e{done}" in failing, "the step that blocks is not told"
    return "blocked"


def test_what_blocks_is_what_trying_everybody_finds() -> None:
    seen = set()
    for seed in range(OFTEN):
        random = Random(seed)  # noqa: S311 - nothing secret
        seen.add(compare(*drawn(random)))
    assert seen == {"satisfiable", "blocked"}


def test_duties_that_only_together_leave_nobody_are_told() -> None:
    alone = {"an": ("clerk",), "chi": ("clerk", "chief")}
    three = [Step("clerk"), Step("clerk", (0,)), Step("clerk", (0, 1))]
    (blocked,) = [each for each in found(three, alone) if each.fails]
    assert (blocked.kind, blocked.event, blocked.before) == ("blocked", "e2", ("e0", "e1"))


def test_without_trying_all_duties_together_it_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    three = [Step("clerk"), Step("clerk", (0,)), Step("clerk", (0, 1))]
    people = {"an": ("clerk",), "chi": ("clerk",)}
    assert compare(three, people) == "blocked"
    module = import_module("ocop_workflow.explanation.staffing")
    monkeypatch.setattr(module, "crowd", lambda *_: crowd.Crowd({}))
    with pytest.raises(AssertionError, match="not told"):
        compare(three, people)


def test_too_many_ways_are_told_and_not_taken_for_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd, "MOST_NODES", 1)
    told = found([Step("clerk"), Step("clerk", (0,)), Step("clerk", (0, 1))], {"an": ("clerk",)})
    assert "uncounted" in {each.kind for each in told}
