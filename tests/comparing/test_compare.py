"""Nothing that two definitions hold differently goes untold, and nothing is told of what is the same."""

from pathlib import Path

import pytest
from attrs import evolve
from comparing.mutations import Mutation, attributes, mutations
from hypothesis import given
from hypothesis import strategies as st
from strategies import definitions

from ocop_workflow.comparing import GROUPS, KINDS, compare
from ocop_workflow.comparing.same import whole
from ocop_workflow.model.definition import Definition, State
from ocop_workflow.model.document import digest
from ocop_workflow.reading import bind, load_definition, read_definition

HERE = Path(__file__).parent
FULL = bind(load_definition(HERE / "full.yaml"), {"wait": 9, "judge": "officer"})
LAW = load_definition("ocop-product@1048")


def agrees(old: Definition, new: Definition) -> None:
    """There is a change exactly where something differs, one of behaviour exactly where the digests differ."""
    found = compare(old, new)
    assert bool(found) == (
        whole(old) != whole(new) or digest(old) != digest(new)
    )  # which knows the clocks' order
    assert any(change.behaviour for change in found) == (digest(old) != digest(new))
    assert all(change.group in GROUPS and change.kind in KINDS for change in found)
    assert len({(change.kind, change.path) for change in found}) == len(found)


def test_the_sample_has_every_attribute_of_every_part() -> None:
    assert {mutation.attribute for mutation in mutations(FULL)} == attributes()


@pytest.mark.parametrize("which", range(8))
def test_whatever_one_attribute_changes_is_reported_both_ways(which: int) -> None:
    for mutation in list(mutations(FULL))[which::8]:
        assert whole(mutation.definition) != whole(FULL), mutation.attribute
        agrees(FULL, mutation.definition)
        agrees(mutation.definition, FULL)


@given(definitions())
def test_a_definition_does_not_differ_from_itself(definition: Definition) -> None:
    assert compare(definition, definition) == ()
    backwards = evolve(
        definition,
        events=dict(sorted(definition.events.items(), key=lambda item: (item[1].is_clock, item[0]))),
        data=dict(reversed(list(definition.data.items()))),
    )
    if digest(backwards) == digest(definition):  # the order of clock events counts, no other
        assert compare(definition, backwards) == ()


@given(definitions(), definitions())
def test_two_definitions_differ_exactly_where_they_hold_something_else(
    old: Definition, new: Definition
) -> None:
    agrees(old, new)
    agrees(new, old)


@given(st.sampled_from(list(mutations(LAW))))
def test_whatever_is_changed_in_a_shipped_rule_set_is_reported(mutation: Mutation) -> None:
    agrees(LAW, mutation.definition)


@given(definitions(), st.data())
def test_random_definitions_with_two_attributes_changed_are_reported(
    definition: Definition, data: st.DataObject
) -> None:
    once = data.draw(st.sampled_from(list(mutations(definition)))).definition
    agrees(definition, once)
    twice = data.draw(st.sampled_from(list(mutations(once)))).definition
    agrees(definition, twice)


def test_the_order_of_clock_events_counts_and_no_other_order_of_names() -> None:
    clocks = [name for name, event in FULL.events.items() if event.is_clock]
    swapped = evolve(FULL, events=dict(reversed(list(FULL.events.items()))))
    (change,) = compare(FULL, swapped)
    assert (change.kind, change.path, change.group) == ("reordered", ("clocks",), "deadlines")
    assert (change.old, change.new) == (tuple(clocks), tuple(reversed(clocks)))
    assert change.behaviour
    agrees(FULL, swapped)


def test_a_state_that_lies_elsewhere_is_told_by_what_it_is_part_of() -> None:
    work, *others = FULL.states
    *kept, moved = work.states
    new = evolve(FULL, states=(evolve(work, states=tuple(kept)), *others, moved))
    change = next(each for each in compare(FULL, new) if each.path[0] == "states")
    assert (change.path, change.old, change.new) == (("states", "judging", "parent"), "work", None)
    agrees(FULL, new)
    agrees(new, FULL)


def test_of_a_new_stage_only_the_stage_is_told_with_all_that_lies_in_it() -> None:
    added = State("archive", (State("shelved", (State("kept"),)),))
    (change,) = compare(FULL, evolve(FULL, states=(*FULL.states, added)))
    assert (change.kind, change.path, change.new) == ("added", ("states", "archive"), added)


def test_what_two_parts_share_is_told_once_where_it_is_declared() -> None:
    """The record is that of the collection and of the payload too; the field of the data is taken by the start."""
    text = (HERE / "full.yaml").read_text("utf-8")
    for before, after, path in (
        ("maximum: 35", "maximum: 40", ("types", "sheet", "fields", "A", "type", "maximum")),
        ("personal: true, max: 50", "personal: true, max: 60", ("data", "name", "type", "max_length")),
        ("Chưa đủ phiếu", "Thiếu phiếu", ("let", "enough", "otherwise")),
    ):
        assert text.count(before) == 1
        (change,) = compare(
            read_definition("full.yaml", text), read_definition("full.yaml", text.replace(before, after))
        )
        assert change.path == path
