"""Each check, removed, is caught: by the machine that judges histories, or by the matrix that judges decisions."""

from collections.abc import Callable
from importlib import import_module
from itertools import count
from typing import Any

import pytest
from duties.hall import Broken, Hall
from duties.oracle import HERE
from duties.test_matrix import Matrix
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from ocop_workflow import Workflow
from ocop_workflow.access.directory import Assignment, DatedDirectory, Delegation
from ocop_workflow.reading import read_definition

SEARCH = settings(
    max_examples=3000,  # until it is found; the examples depend on which modules are loaded
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)
Patch = tuple[Any, str, Callable[..., Any]]
ask, duties, fold, step = (  # functions of the room have the names of modules
    import_module(f"ocop_workflow.engine.{name}") for name in ("ask", "duties", "fold", "step")
)


def always(*_: object) -> bool:
    return True


def nothing(*_: object) -> list[str]:
    return []


def first_capacity(*given: Any) -> Any:
    """Whoever is barred in their own right does not try another place."""
    return FITTING(*given[:-1], given[-1][:1])


def in_the_order_of_the_file(*given: Any) -> Any:
    """Own right does not come first."""
    permission = PERMISSION(*given)
    return type(permission)(permission.capacities[::-1], permission.reasons)


def as_anybody(*given: Any) -> Any:
    """A place that could be taken counts although it was not."""
    actor, capacity = given
    whose = capacity.on_behalf or next((whose for _, _, whose in actor.posts if whose), None)
    return WHO(actor, type(capacity)(capacity.role, capacity.unit, whose))


FITTING, PERMISSION, WHO = ask.fitting, ask.permission, duties._who  # noqa: SLF001 - to be put back into others
DUTIES: dict[str, Patch] = {
    "separation": (duties, "_met", nothing),
    "binding": (duties, "_strange", nothing),
    "the place that somebody takes": (duties, "_who", lambda actor, _: {"actor": actor.id}),
    "the place that somebody took": (fold, "_people", lambda entry: (entry.actor,)),
    "the days of a delegation": (Delegation, "holds", always),
    "that the delegator holds the role": (DatedDirectory, "delegable", always),
    "the days of an assignment": (Assignment, "holds", always),
}
DECISIONS: dict[str, Patch] = {
    **DUTIES,
    "what must have happened": (ask, "required", nothing),
    "another place": (ask, "fitting", first_capacity),
    "own right first": (ask, "permission", in_the_order_of_the_file),
    "only the place that was taken": (duties, "_who", as_anybody),
}
GUARDS = ("quorum", "close_marks", "chair_present")


@pytest.mark.parametrize("check", DUTIES)
def test_the_machine_finds_what_happens_without(check: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*DUTIES[check])
    with pytest.raises(Broken):
        run_state_machine_as_test(Hall, settings=SEARCH)


@pytest.mark.parametrize("guard", GUARDS)
def test_the_machine_finds_what_happens_without_a_part_of_the_quorum(
    guard: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (HERE / "council.yaml").read_text("utf-8")
    left = ", ".join(each for each in GUARDS if each != guard)
    looser = text.replace(f"when: [{', '.join(GUARDS)}]", f"when: [{left}]")
    assert looser != text
    monkeypatch.setattr(Hall, "workflow", Workflow(read_definition("council.yaml", looser)))
    with pytest.raises(Broken):
        run_state_machine_as_test(Hall, settings=SEARCH)


def test_the_machine_finds_that_a_person_has_two_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = count()
    for module in (step, ask):
        monkeypatch.setattr(module, "collection_key", lambda *_: f"sheet {next(numbers)}")
    with pytest.raises(Broken, match="have scored"):
        run_state_machine_as_test(Hall, settings=SEARCH)


@pytest.mark.parametrize("check", DECISIONS)
def test_the_matrix_differs_without(check: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*DECISIONS[check])
    with pytest.raises(AssertionError, match=r"on 2020-\d\d-\d\d, in"):
        Matrix().all()
