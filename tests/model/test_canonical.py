import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal, localcontext
from http import HTTPStatus
from types import MappingProxyType
from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ocop_workflow.model.canonical import (
    canonical,
    canonical_json,
    decimal_text,
    instant,
    instant_text,
    sha256_of,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [("89.50", "89.5"), ("-0", "0"), ("-0.00", "0"), ("1E+2", "100"), ("0.10", "0.1"), ("100", "100")],
)
def test_a_decimal_has_one_text(value: str, text: str) -> None:
    assert decimal_text(Decimal(value)) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6))
def test_the_text_of_a_decimal_keeps_every_digit_whatever_the_context(value: Decimal) -> None:
    with localcontext() as context:
        context.prec = 3
        text = decimal_text(value)
    assert Decimal(text) == value
    assert decimal_text(Decimal(text)) == text


def test_the_same_name_in_either_normal_form_hashes_alike() -> None:
    assert sha256_of({"name": normalize("NFC", "Nguyễn")}) == sha256_of({"name": normalize("NFD", "Nguyễn")})


def test_keys_are_sorted_and_nothing_is_spaced() -> None:
    assert canonical({"b": (1, True, None), "a": date(2020, 2, 4)}) == b'{"a":"2020-02-04","b":[1,true,null]}'


def test_a_float_has_no_canonical_form() -> None:
    with pytest.raises(TypeError, match="float"):
        canonical({"score": 89.5})


def test_an_instant_is_told_in_utc_with_microseconds() -> None:
    hanoi = timezone(timedelta(hours=7))
    text = instant_text(datetime(2020, 2, 4, 7, 30, tzinfo=hanoi))
    assert text == "2020-02-04T00:30:00.000000Z"
    assert instant(text) == datetime(2020, 2, 4, 0, 30, tzinfo=UTC)


def test_a_naive_datetime_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="time zone"):
        instant_text(datetime(2020, 2, 4))  # noqa: DTZ001 - the point of the test


class Word(str):
    __slots__ = ()


class Amount(Decimal):
    pass


def test_a_class_derived_from_a_known_one_has_its_form() -> None:
    value = {Word("b"): Word("x"), "a": Amount("1.50"), "m": MappingProxyType({"k": HTTPStatus.OK})}
    assert canonical(value) == b'{"a":"1.5","b":"x","m":{"k":200}}'
    assert canonical({"s": {"b", "a"}, "f": frozenset({"c"})}) == b'{"f":["c"],"s":["a","b"]}'


@pytest.mark.parametrize("value", [object(), b"x", 1j, iter(())])
def test_other_classes_have_no_canonical_form(value: object) -> None:
    with pytest.raises(TypeError, match="canonical form"):
        canonical([value])


LETTERS = 'aen"\\\n\x1f\u0301\u0302\u0303\u0338\u0323éế<=>\u1100\u1161'
TEXTS = st.text(LETTERS, max_size=6) | st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
DOCUMENTS = st.dictionaries(
    TEXTS,
    st.recursive(
        st.none() | st.booleans() | st.integers() | TEXTS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
        max_leaves=8,
    ),
    max_size=4,
)


@given(DOCUMENTS)
@example({"e\u0301": "\n\u0303", "b": ["\u0301", "<\u0338"]})
@example({"a": {"e\u0301": 1, "f": "\u1100\u1161"}})
def test_what_is_json_already_has_the_same_canonical_form(document: dict[str, object]) -> None:
    assert canonical_json(document) == canonical(document)


@pytest.mark.parametrize("text", ["e\u0301", "a\u0323\u0302", "\u1100\u1161"])
def test_of_what_is_json_already_strings_are_brought_into_the_normal_form(text: str) -> None:
    as_it_is = json.dumps({"name": text}, ensure_ascii=False, separators=(",", ":")).encode()
    assert canonical_json({"name": text}) == canonical_json({"name": normalize("NFC", text)}) != as_it_is
