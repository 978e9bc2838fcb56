"""Frozen objects that are made quickly are made as attrs makes them, and are frozen."""

from inspect import signature
from typing import Any

import attrs
import pytest
from attrs import evolve, field, frozen
from hypothesis import given
from hypothesis import strategies as st

from ocop_workflow.case import Case, Decision, Due, Entry
from ocop_workflow.engine import Facts
from ocop_workflow.model.swift import swift


@frozen
class Usual:
    """As attrs makes it."""

    first: object
    second: object = field(default=2, converter=str)
    third: dict[str, int] = field(factory=dict)
    fourth: str = field(default="", init=False, eq=False)
    fifth: object = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "fifth", (self.first, self.second))


@swift
@frozen
class Quick:
    """The same, made quickly."""

    first: object
    second: object = field(default=2, converter=str)
    third: dict[str, int] = field(factory=dict)
    fourth: str = field(default="", init=False, eq=False)
    fifth: object = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "fifth", (self.first, self.second))


@given(
    given=st.lists(st.integers(), max_size=3),
    named=st.dictionaries(st.sampled_from(["first", "second", "third", "fourth", "fifth"]), st.integers()),
)
def test_whatever_is_given_both_take_or_refuse_it(given: list[int], named: dict[str, int]) -> None:
    made: list[object] = []
    for kind in (Usual, Quick):
        try:
            made.append(attrs.astuple(kind(*given, **named)))  # type: ignore[arg-type]
        except TypeError:
            made.append(None)
    assert made[0] == made[1]


def test_it_is_of_its_class_and_frozen() -> None:
    quick: Any = Quick(1)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        quick.first = 2
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        del quick.first
    assert type(quick) is Quick


def test_what_is_made_for_each_object_is_not_shared() -> None:
    assert Quick(1).third is not Quick(1).third


def test_it_can_be_compared_copied_and_hashed() -> None:
    assert Quick(1) == evolve(Quick(5, "2"), first=1)
    assert Quick(1) != Quick(2)
    assert hash(Due(left=1)) == hash(Due(left=1))


def test_a_name_that_must_be_said_is_refused() -> None:
    @frozen
    class Named:
        first: int = field(kw_only=True)

    with pytest.raises(TypeError):
        swift(Named)


@pytest.mark.parametrize("kind", [Case, Decision, Due, Entry, Facts])
def test_the_arguments_are_the_fields_in_their_order(kind: type) -> None:
    names = [each.name for each in attrs.fields(kind) if each.init]
    assert list(signature(kind).parameters) == names
