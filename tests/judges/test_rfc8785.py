"""Our canonical form is the one of RFC 8785, as another implementation of it has it."""

import json
from collections.abc import Callable
from unicodedata import normalize

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ocop_workflow.model.canonical import canonical, canonical_json

LETTERS = st.text(
    st.characters(exclude_categories=["Cs"])
    | st.sampled_from('\x00\x1f\x7f"\\/\b\u2028\uffff\ue000\U0001f33e'),
    max_size=6,
).map(lambda text: normalize("NFC", text))
EXACT = 2**53 - 1  # of the numbers of RFC 8785, which are doubles; our whole numbers may be larger
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-EXACT, EXACT) | LETTERS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(LETTERS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_a_value_has_the_same_bytes(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]  # JSON


@given(st.dictionaries(LETTERS, VALUES, max_size=4))
def test_what_is_json_already_has_the_same_bytes(document: dict[str, object]) -> None:
    assert canonical_json(document) == rfc8785.dumps(document)  # type: ignore[arg-type]  # JSON


def by_code_points(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def escaped(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


@pytest.mark.parametrize("wrong", [by_code_points, escaped])
def test_the_judge_finds_what_is_nearly_right(wrong: Callable[[object], bytes]) -> None:
    value = {"\ue000": 1, "\U0001f33e": "Nguyễn"}
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]  # JSON
    assert wrong(value) != rfc8785.dumps(value)  # type: ignore[arg-type]  # JSON
