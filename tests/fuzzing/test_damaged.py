"""Damaged files, plans and guards are refused by the library's own errors or are sound; `make fuzz`: the long form."""

from collections.abc import Iterator
from functools import cache

import pytest
from fuzzing import trying
from hypothesis import given, settings
from hypothesis import strategies as st

from ocop_workflow.reading import load_definition


def test_a_damaged_file_is_refused_or_loads() -> None:
    assert {trying.file(seed) for seed in range(400)} == {"refused", "loaded"}


@pytest.fixture(scope="module")
def versions() -> Iterator[None]:
    """Sound versions of a workflow are read once, however many plans name them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ocop_workflow.migration.reading.load_definition", cache(load_definition))
        yield


@pytest.mark.usefixtures("versions")
@given(seed=st.integers(0, 2**32))
@settings(max_examples=300, deadline=None)
def test_a_damaged_plan_is_refused_or_put_together(seed: int) -> None:
    assert trying.plan(seed) in {"refused", "loaded"}


@pytest.mark.usefixtures("versions")
def test_some_damaged_plans_are_refused_and_some_are_not() -> None:
    assert {trying.plan(seed) for seed in range(60)} == {"refused", "loaded"}


def test_a_damaged_guard_is_refused_or_evaluated() -> None:
    assert {trying.guard(seed) for seed in range(3_000)} == {"refused", "loaded"}
