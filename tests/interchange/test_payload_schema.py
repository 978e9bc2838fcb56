"""A payload's schema accepts what the store takes, and refuses what it refuses but for what no schema can say."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from ocop_workflow import StoreError, Workflow, load
from ocop_workflow.cli import main
from ocop_workflow.engine import Facts
from ocop_workflow.engine.payload import take_payload
from ocop_workflow.interchange import payload_schema
from ocop_workflow.model.canonical import plain
from ocop_workflow.model.definition import Taken
from ocop_workflow.model.types import (
    BooleanType,
    CaseType,
    DateType,
    DocumentType,
    EnumType,
    IntegerType,
    ListType,
    NumberType,
    PartyType,
    RecordType,
    StringType,
    Type,
    UnitType,
)
from ocop_workflow.testing import payloads, workflows

ROOT = Path(__file__).parents[2]
EXCHANGED = load(Path(__file__).parent / "exchanged.yaml")
TYPES = load(Path(__file__).parent / "types.yaml")
SHIPPED = [
    load(name)
    for name in ("ocop-product@1048", "ocop-product@148-1489", "ocop-round@2021", "ocop-programme@2021")
]
EVENTS = [
    (workflow, event) for workflow in (EXCHANGED, *SHIPPED) for event in payload_schema(workflow)["$defs"]
]
TODAY = date(2026, 3, 2)
FACTS = Facts(now=datetime(2026, 3, 2, tzinfo=UTC))


def takes_of(workflow: Workflow, event: str) -> Mapping[str, Taken]:
    definition = workflow.definition
    return (definition.events.get(event) or definition.start[event]).takes


def taken(takes: Mapping[str, Taken], payload: object) -> bool:
    """Whether the store's own check has nothing against it, units and cases apart."""
    return not take_payload(takes, payload, FACTS, TODAY, {})[1]


def accepted(schema: dict[str, Any], payload: object) -> bool:
    return Draft202012Validator(schema, format_checker=FormatChecker()).is_valid(payload)


def unsaid(type_: Type, value: Any) -> bool:
    """Whether this is one of the things that the module says no schema tells of a value of the type."""
    match type_:
        case NumberType():
            outside = (
                isinstance(value, str)
                and not type_.minimum <= Decimal(value.removesuffix("\n")) <= type_.maximum
            )
            return outside or is_whole_float(value) or ends_in_break(value)
        case IntegerType():
            return is_whole_float(value)
        case StringType():
            return isinstance(value, str) and (
                len(normalize("NFC", value)) > type_.max_length or halved(value)
            )
        case UnitType() | PartyType() | CaseType():
            return unsaid_id(value)
        case DocumentType():
            return isinstance(value, dict) and (
                unsaid_id(value.get("name")) or ends_in_break(value.get("sha256"))
            )
        case DateType():
            return ends_in_break(value)
        case RecordType():
            return isinstance(value, dict) and any(
                unsaid(f.type, value.get(n)) for n, f in type_.fields.items()
            )
        case ListType():
            return isinstance(value, list) and any(unsaid(type_.items, item) for item in value)
    return False


def unsaid_id(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    blank = (
        bool(value.strip("\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f ")) and not value.strip()
    )  # of others than ASCII's
    return blank or len(normalize("NFC", value)) > 200 or halved(value)


def is_whole_float(value: Any) -> bool:
    return isinstance(value, float) and value.is_integer()


def ends_in_break(value: Any) -> bool:
    return isinstance(value, str) and value.endswith("\n")


def halved(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text)


def agree(workflow: Workflow, event: str, payload: Any) -> bool:
    """Whether both accept it; raises AssertionError where they differ in what a schema can say."""
    takes = takes_of(workflow, event)
    by_schema, by_store = accepted(payload_schema(workflow, event), payload), taken(takes, payload)
    assert by_schema or not by_store, ("the schema refuses what the store takes", payload)
    if by_schema and not by_store:
        assert any(unsaid(takes[name].field.type, value) for name, value in payload.items()), payload
    return by_store


ODD = ["", " ", "\xa0", "1.0", "1.50", "-0", "007", "1e3", "2026-02-30", "2026-3-1", "a\0b", "5\n"]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**16), 10**16)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.sampled_from(ODD)
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)


def near(type_: Type) -> list[Any]:
    """Values that are almost of a type, or just so."""
    match type_:
        case NumberType():
            return [
                *numbers_near(type_),
                *range(-3, 12),
                *ODD,
                "1" * 31,
                "0." + "0" * 30,
                "0." + "0" * 31,
                0.5,
                1.0,
            ]
        case IntegerType():
            edges = (type_.minimum, type_.maximum)
            return [*(edge + step for edge in edges for step in (-1, 0, 1)), "1", 1.0, True]
        case StringType():
            most = type_.max_length
            return [
                "x" * most,
                "x" * (most + 1),
                "ê\u0323"[:2] * most,
                "e\u0323\u0302" * most,
                "\ud800",
                "\n" * most,
                "a\0",
            ]
        case EnumType():
            return [*type_.values, type_.values[0] + " ", type_.values[0].upper()]
        case DateType():
            days = ["2023-02-28", "2024-02-29", "0001-01-01", "9999-12-31"]
            return [*days, "2023-02-29", "20230201", "2023-W01-1", "2023-02-01\n", "0000-01-01", "٢٠٢٣-01-01"]
        case DocumentType():
            digests = ["ab" * 32, "AB" * 32, "ab" * 31, "ab" * 32 + "\n", 3]
            names = ["a.pdf", " ", "\u3000", "", "x" * 201, "\u0301", 1]
            whole = [{"name": name, "sha256": digest} for name in names for digest in digests]
            return [*whole, {"name": "a"}, {**whole[0], "size": 1}]
        case UnitType() | PartyType() | CaseType():
            blanks = ["", " ", "\t\n", "\u3000", "\xa0 ", "\x1c", "\x01"]
            return ["a", *blanks, "x" * 200, "x" * 201, "x" * 801, "ệ" * 200, "e\u0323\u0302" * 200, "a\0"]
        case ListType():
            items = near(type_.items)
            good = "1"
            return [[], [good] * type_.maximum, [good] * (type_.maximum + 1), *([item] for item in items)]
        case RecordType():
            right = {name: fitting(each.type) for name, each in type_.fields.items()}
            spoilt = [{**right, name: v} for name, each in type_.fields.items() for v in near(each.type)]
            return [right, {}, {**right, "more": 1}, *spoilt]
    return ["true", 1, 0]


def numbers_near(type_: NumberType) -> list[str]:
    """Around the bounds, with digits one too many, and with zeros that say nothing."""
    edges = [type_.minimum, type_.maximum, Decimal(0), Decimal("0.5")]
    steps = [Decimal(0), Decimal(1).scaleb(-type_.scale), Decimal(1).scaleb(-type_.scale - 1), Decimal(1)]
    texts = [format(edge + sign * step, "f") for edge in edges for step in steps for sign in (1, -1)]
    zeros = [f"{text}{'' if '.' in text else '.'}{'0' * more}" for text in texts for more in (2, 20)]
    return [*texts, *zeros, *(text.replace("-", "-000") for text in texts)]


def fitting(type_: Type) -> Any:
    return True if isinstance(type_, BooleanType) else "1"


def one_changed() -> Iterator[tuple[str, str, Any]]:
    """Every field of every type, with every value that is nearly right: all others as they should be."""
    for event in ("fill", "may"):
        for name, each in takes_of(TYPES, event).items():
            others: list[Any] = [None, True, 0, 1.5, "x", [], {}]
            yield from ((event, name, value) for value in [*near(each.field.type), *others])


RIGHT: dict[str, Any] = {
    "number": "1.5", "whole_number": 3, "small": "0.5", "integer": 1, "text": "a", "agreed": True, "day": "2026-01-01",
    "word": "a", "party": "p", "paper": {"name": "a", "sha256": "ab" * 32}, "sheet": {"points": 1, "ok": True},
    "many": [], "case": "c", "unit": "u",
}  # fmt: skip


def test_every_value_that_is_nearly_right_is_judged_alike() -> None:
    accepted_ones = refused_ones = 0
    for event, name, value in one_changed():
        payload = {field: right for field, right in RIGHT.items() if field in takes_of(TYPES, event)}
        assert agree(TYPES, event, payload)
        kept = agree(TYPES, event, {**payload, name: value})
        accepted_ones, refused_ones = accepted_ones + kept, refused_ones + (not kept)
        del payload[name]
        agree(TYPES, event, payload)
    assert accepted_ones > 150
    assert refused_ones > 300


def test_what_only_a_store_knows_is_what_the_module_says() -> None:
    """Each of these a schema lets through; were it to learn one, the list in the module would be too long."""
    for name, value in (
        ("number", "100.26"), ("number", 1.0), ("integer", 1.0), ("text", "x" * 6), ("text", "\ud800"),
        ("party", "\xa0"), ("party", "x" * 201), ("number", "1\n"), ("unit", "nowhere"), ("case", "none"),
    ):  # fmt: skip
        assert accepted(payload_schema(TYPES, "fill"), {**RIGHT, name: value}), (name, value)
    assert not accepted(payload_schema(TYPES, "fill"), {**RIGHT, "day": "2026-02-30"})
    unchecked = Draft202012Validator(payload_schema(TYPES, "fill"))
    assert unchecked.is_valid({**RIGHT, "day": "2026-02-30"})


@st.composite
def handed_in(draw: Any, workflow: Workflow, event: str) -> Any:
    """What fits, with mostly one field made wrong."""
    takes = takes_of(workflow, event)
    payload: Any = plain(draw(payloads(workflow, event)))
    spoilt = draw(st.lists(st.sampled_from([*takes]), max_size=2)) if takes else []
    for name in spoilt:
        how = draw(st.sampled_from(["near", "near", "anything", "left out"]))
        if how == "near":
            payload[name] = draw(st.sampled_from(near(takes[name].field.type)))
        elif how == "anything":
            payload[name] = draw(ANYTHING)
        else:
            payload.pop(name, None)
    if draw(st.integers(0, 9)) == 0:
        payload[draw(st.text(min_size=1, max_size=3))] = draw(ANYTHING)
    return payload


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_it_accepts_what_the_store_takes_and_refuses_what_can_be_said(data: st.DataObject) -> None:
    workflow, event = data.draw(st.sampled_from(EVENTS))
    agree(workflow, event, data.draw(handed_in(workflow, event)))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_and_for_any_workflow_that_can_be_made(data: st.DataObject) -> None:
    workflow = data.draw(workflows())
    events = [*payload_schema(workflow)["$defs"]]
    event = data.draw(st.sampled_from(events))
    agree(workflow, event, data.draw(handed_in(workflow, event)))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_what_fits_is_accepted_by_both(data: st.DataObject) -> None:
    workflow, event = data.draw(st.sampled_from(EVENTS))
    payload = plain(data.draw(payloads(workflow, event)))
    assume(taken(takes_of(workflow, event), payload))
    assert agree(workflow, event, payload)


@pytest.mark.parametrize("payload", [None, [], "text", 3])
def test_a_payload_is_an_object(payload: object) -> None:
    assert not accepted(payload_schema(EXCHANGED, "fill"), payload)
    assert not taken(takes_of(EXCHANGED, "fill"), payload)


def test_every_schema_is_one_and_speaks_both_languages() -> None:
    for workflow in (EXCHANGED, *SHIPPED):
        whole = payload_schema(workflow)
        Draft202012Validator.check_schema(whole)
        for event, schema in whole["$defs"].items():
            assert payload_schema(workflow, event) == {"$schema": whole["$schema"], **schema}
            Draft202012Validator.check_schema(schema)
    recognise = payload_schema(SHIPPED[0], "recognise")
    assert recognise["title"] == "Công nhận và cấp giấy chứng nhận · Recognise and certify"
    register = payload_schema(SHIPPED[0], "register")["properties"]
    assert register["producer"]["x-personal"] is True
    assert "food: Thực phẩm" in register["group"]["description"]
    assert "food: Food" in register["group"]["description"]
    assert "commune" in register["place"]["description"]


def test_an_event_that_takes_nothing_accepts_nothing() -> None:
    schema = payload_schema(EXCHANGED, "close")
    assert accepted(schema, {})
    assert not accepted(schema, {"a": 1})


@pytest.mark.parametrize("event", ["recognize", "expire"])
def test_an_event_without_a_payload_is_told(event: str) -> None:
    with pytest.raises(StoreError) as error:
        payload_schema(SHIPPED[0], event)
    assert error.value.code == "no_payload"
    assert error.value.text("vi") != error.value.text("en")


def test_the_command_prints_one_or_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "ocop-product@1048", "recognise"]) == 0
    assert json.loads(capsys.readouterr().out) == payload_schema(SHIPPED[0], "recognise")
    assert main(["schema", str(Path(__file__).parent / "exchanged.yaml")]) == 0
    assert json.loads(capsys.readouterr().out) == payload_schema(EXCHANGED)
    assert main(["schema", "ocop-product@1048", "recognize", "--lang", "en"]) == 1
    assert "nearest: recognise" in " ".join(capsys.readouterr().err.split())
    assert main(["schema", "ocop-product@9"]) == 1
