"""What an event takes as a JSON Schema: another program's judge lets pass what the event takes, and stops the rest."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ocop_workflow import Facts, Workflow, load
from ocop_workflow.engine.payload import take_payload
from ocop_workflow.interchange import payload_schema
from ocop_workflow.model.canonical import plain
from ocop_workflow.model.definition import Taken
from ocop_workflow.reading import catalogued
from ocop_workflow.testing.strategies import TODAY, payloads

KINDS = Path(__file__).with_name("kinds.yaml")  # an event takes a field of every type
ALL = [KINDS, *(f"{name}@{version}" for name, versions in catalogued().items() for version in versions)]


def takes_of(workflow: Workflow) -> dict[str, Mapping[str, Taken]]:
    definition = workflow.definition
    starts = {name: act.takes for name, act in definition.start.items()}
    return starts | {name: act.takes for name, act in definition.events.items()}


@cache
def acts(name: str | Path) -> list[tuple[str, Mapping[str, Taken], st.SearchStrategy[dict[str, object]]]]:
    """Each event that takes anything, with what can be handed in."""
    workflow = load(name)
    return [(event, takes, payloads(workflow, event)) for event, takes in takes_of(workflow).items() if takes]


def judged(takes: Mapping[str, Taken], payload: object) -> bool:
    schema = payload_schema(takes)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema).is_valid(payload)


@pytest.mark.parametrize("name", ALL, ids=str)
@settings(max_examples=20)
@given(data=st.data())
def test_whatever_an_event_takes_fits_its_schema(name: str | Path, data: st.DataObject) -> None:
    event, takes, drawn = data.draw(st.sampled_from(acts(name)))
    payload = plain(data.draw(drawn))
    assert judged(takes, payload), (event, payload)


RIGHT = {
    "whole": 3,
    "score": "7.50",
    "name": "Bưởi",
    "agreed": True,
    "day": "2026-03-02",
    "colour": "red",
    "paper": {"name": "a.pdf", "sha256": "0" * 64},
    "sheet": {"points": 1, "remark": "x"},
    "many": [1, 2],
    "place": "hp",
    "who": "htx-1",
}
WRONG: dict[str, list[object]] = {
    "whole": [0, 10, "3", 3.5, True],
    "score": ["7.505", "x", 7.5, "1,5", "", 11, -1],
    "name": [1, "x" * 11],
    "agreed": ["true", 1],
    "day": [20260302],
    "colour": ["green"],
    "paper": [{"name": "a.pdf"}, {"name": "a.pdf", "sha256": "0"}, "a.pdf"],
    "sheet": [{"remark": "x"}, {"points": 1, "more": 1}],
    "many": [[1, 2, 3, 4], ["x"], 1],
    "place": ["", 3],
    "who": ["", "x" * 201],
}


def test_what_can_be_told_without_the_case_is_refused_by_both() -> None:
    takes = takes_of(load(KINDS))["hand_in"]
    assert {*RIGHT} == {*WRONG} == {*takes} - {"note"}
    assert judged(takes, RIGHT)
    assert not refused(takes, RIGHT)
    wrong = [RIGHT | {name: value} for name, values in WRONG.items() for value in values]
    wrong += [RIGHT | {"unknown": 1}, *({k: v for k, v in RIGHT.items() if k != name} for name in RIGHT)]
    for payload in wrong:
        assert not judged(takes, payload), payload
        assert refused(takes, payload), payload


def refused(takes: Mapping[str, Taken], payload: Mapping[str, object]) -> bool:

    facts = Facts(now=datetime(2026, 3, 2, tzinfo=UTC))
    return bool(take_payload(takes, payload, facts, TODAY, {})[1])


def test_titles_are_said_in_both_languages() -> None:
    shape: Any = payload_schema(takes_of(load(KINDS))["hand_in"])["properties"]
    assert (shape["score"]["title"], shape["score"]["description"]) == ("Điểm", "Score")
