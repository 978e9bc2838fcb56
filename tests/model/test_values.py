from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop_workflow.messages import sentences
from ocop_workflow.model.types import (
    BooleanType,
    DateType,
    DocumentType,
    EnumType,
    Field,
    IntegerType,
    ListType,
    NumberType,
    PartyType,
    RecordType,
    StringType,
    Type,
)
from ocop_workflow.model.values import Misfit, decode, encode, take, take_exact, take_fields

SCORE = NumberType(2, Decimal(0), Decimal(100))
SHA = "a" * 64


@pytest.mark.parametrize("raw", [50, Decimal("49.99"), "49.99", "0", Decimal("1E+1")])
def test_a_number_comes_as_an_integer_a_decimal_or_its_text(raw: object) -> None:
    assert take(SCORE, raw) == Decimal(str(raw))


@pytest.mark.parametrize(
    ("type_", "raw", "key"),
    [
        (SCORE, 49.5, "float_refused"),
        (SCORE, True, "float_refused"),
        (SCORE, "1e2", "number_wanted"),
        (SCORE, "NaN", "number_wanted"),
        (SCORE, Decimal("Infinity"), "number_wanted"),
        (SCORE, Decimal("1E+999999"), "out_of_range"),
        (SCORE, "100.01", "out_of_range"),
        (SCORE, "49.995", "too_many_digits"),
        (SCORE, None, "number_wanted"),
        (IntegerType(1, 5), 6, "out_of_range"),
        (IntegerType(1, 5), True, "integer_wanted"),
        (IntegerType(1, 5), "3", "integer_wanted"),
        (BooleanType(), 1, "boolean_wanted"),
        (DateType(), "2020-02-30", "date_wanted"),
        (DateType(), "4/2/2020", "date_wanted"),
        (EnumType(("food", "drinks")), "foods", "one_of"),
        (StringType(3), "abcd", "too_long"),
        (StringType(), "a\0", "string_wanted"),
        (StringType(), "\ud800", "string_wanted"),
        (PartyType(), "  ", "string_wanted"),
        (DocumentType(), {"name": "plan.pdf", "sha256": "A" * 64}, "document_wanted"),
        (DocumentType(), {"name": "plan.pdf"}, "document_wanted"),
        (ListType(SCORE, 2), [1, 2, 3], "too_long"),
        (ListType(SCORE, 2), "12", "list_wanted"),
        (RecordType({}), [], "mapping_wanted"),
    ],
)
def test_what_does_not_fit_is_refused_and_never_bent(type_: Type, raw: object, key: str) -> None:
    with pytest.raises(Misfit) as caught:
        take(type_, raw)
    assert caught.value.key == key
    assert key in sentences("values")


def test_a_misfit_tells_the_path_to_the_place() -> None:
    sheet = RecordType({"parts": Field("parts", ListType(SCORE, 3))})
    with pytest.raises(Misfit) as caught:
        take(sheet, {"parts": [1, 2, "many"]})
    assert caught.value.path == ("parts", "3")


def test_a_record_is_closed() -> None:
    with pytest.raises(Misfit) as caught:
        take_fields({"A": Field("A", SCORE)}, {"A": 1, "a": 2})
    assert caught.value.key == "unknown_field"


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (Fraction(99, 2), "49.5"),
        (50, "50"),
        (Fraction(-1, 4), None),
        (Fraction(9999, 200), None),
        (101, None),
    ],
)
def test_what_an_expression_gives_is_stored_exactly_or_not_at_all(value: object, stored: str | None) -> None:
    if stored is None:
        with pytest.raises(Misfit):
            take_exact(SCORE, value)
    else:
        assert take_exact(SCORE, value) == Decimal(stored)


VALUES: dict[Any, Any] = {
    SCORE: st.decimals(0, 100, places=2),
    IntegerType(-5, 5): st.integers(-5, 5),
    BooleanType(): st.booleans(),
    DateType(): st.dates(),
    StringType(): st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
    DocumentType(): st.just({"name": "plan.pdf", "sha256": SHA}),
}


@given(st.sampled_from(list(VALUES)).flatmap(lambda kind: st.tuples(st.just(kind), VALUES[kind])))
def test_every_value_comes_back_from_its_stored_form(pair: tuple[Type, object]) -> None:
    kind, raw = pair
    value = take(kind, raw)
    assert decode(kind, encode(value)) == value
    assert take(kind, value) == value


@given(
    st.sampled_from(list(VALUES)),
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text() | st.dates() | st.decimals() | st.integers(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    ),
)
def test_anything_at_all_is_taken_or_is_a_misfit(kind: Type, raw: object) -> None:
    try:
        take(kind, raw)
    except Misfit as misfit:
        key = misfit.key
    else:
        return
    assert key in sentences("values")


def test_a_date_is_not_a_moment() -> None:
    assert take(DateType(), date(2020, 2, 4)) == date(2020, 2, 4)
