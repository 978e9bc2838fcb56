"""Bands compare rationals: no digit is lost, whatever the thread's decimal context says."""

from collections.abc import Iterator
from decimal import Decimal, getcontext, localcontext
from fractions import Fraction

import pytest
from guards.world import environment, sheets, value
from hypothesis import given
from hypothesis import strategies as st

from ocop_workflow.guards import Environment


@pytest.fixture(autouse=True)
def _a_hostile_decimal_context() -> Iterator[None]:
    with localcontext() as context:
        context.prec = 3
        yield
        assert getcontext().prec == 3


HOSTILE = sheets("45.22", "42.41", "50.14", "55.58", "56.65")


def test_a_mean_of_exactly_50_passes() -> None:
    assert value("points == 50", marks=HOSTILE) is True
    assert value("passed", marks=HOSTILE) is True
    assert value("points", marks=HOSTILE) == Decimal(50)


def test_a_mean_a_hair_below_50_does_not_pass_although_it_rounds_to_50() -> None:
    marks = sheets("49.99", "50.00")
    assert value("points < 50", marks=marks) is True
    assert str(value("points", marks=marks)) == "49.995"
    assert value("round(points, 2) == 50", marks=marks) is True
    assert value("floor(points, 2) == 49.99", marks=marks) is True


def test_the_open_interval_between_89_and_90_belongs_to_the_lower_band() -> None:
    assert value("score >= 90", score=Decimal("89.5")) is False
    assert value("score > 89", score=Decimal("89.5")) is True
    assert value("score >= 90", score=Decimal("90.00")) is True
    assert value("points >= 90", marks=sheets("89.99", "90.00")) is False


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("round(49.995, 2)", "50"),
        ("round(-49.995, 2)", "-50"),
        ("round(49.994, 2)", "49.99"),
        ("round(-49.994, 2)", "-49.99"),
        ("round(0.5, 0)", "1"),
        ("round(-0.5, 0)", "-1"),
        ("round(2.5, 0)", "3"),
        ("round(66.36 / 3, 2)", "22.12"),
        ("round(1 / 3, 3)", "0.333"),
        ("round(-2 / 3, 3)", "-0.667"),
        ("floor(49.995, 2)", "49.99"),
        ("floor(-49.995, 2)", "-50"),
        ("floor(-1 / 3, 0)", "-1"),
    ],
)
def test_rounding_takes_a_half_away_from_zero_and_floor_goes_down(text: str, expected: str) -> None:
    assert value(text) == Decimal(expected)


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        (["49.99", "50.00"], "50"),
        (["49.99", "49.99", "50.00"], "49.99"),
        (["66.35", "66.36", "66.36"], "66.36"),
    ],
)
def test_a_mean_is_rounded_once(points: list[str], expected: str) -> None:
    assert value("round(points, 2)", marks=sheets(*points)) == Decimal(expected)


def test_numbers_without_end_are_fractions_and_the_others_decimals_or_whole() -> None:
    assert value("1 / 3") == Fraction(1, 3)
    assert value("1 / 8") == Decimal("0.125")
    assert type(value("stars + 1", stars=3)) is int
    assert type(value("round(score, 0)", score=Decimal("3.50"))) is int
    assert str(value("score", score=Decimal("89.50"))) == "89.5"


def test_every_digit_of_a_large_sum_counts() -> None:
    assert value("999999999999999 + 0.00000000000001 > 999999999999999") is True
    assert str(value("999999999999999 + 0.00000000000001")) == "999999999999999.00000000000001"


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=9))
def test_the_mean_is_that_of_rationals(hundredths: list[int]) -> None:
    marks = sheets(*(f"{n // 100}.{n % 100:02}" for n in hundredths))
    exact = Fraction(sum(hundredths), 100 * len(hundredths))
    assert value("points >= 50", marks=marks) is (exact >= 50)
    found = value("points", marks=marks)
    assert isinstance(found, Decimal | Fraction)
    assert Fraction(found) == exact


@pytest.mark.parametrize("odd", ["NaN", "Infinity", "1E+999999", "1E-999999"])
def test_a_number_that_no_data_hold_is_an_error_at_once(odd: str) -> None:
    env = Environment(data={"score": Decimal(odd)})
    with pytest.raises(Exception, match="bad_value"):
        value("score > 1", env=env)


def test_a_number_finer_than_declared_still_counts_exactly() -> None:
    assert value("score < 50", score=Decimal("49.9999999")) is True
    assert value("score > 49.99", score=Decimal("49.9999999")) is True


def test_thirds_and_hundredths_are_brought_over_one_denominator() -> None:
    assert value("score / 3 + 0.25 == 1.25", score=Decimal(3)) is True
    assert value("1 / 3 + 1 / 7 == 10 / 21") is True
    assert value("score / 3 + score / 7 == 10", score=Decimal(21)) is True
    assert value("score / 7 < score / 3", score=Decimal("0.01")) is True


def test_a_whole_number_is_a_number() -> None:
    assert value("score", env=environment(score=50)) == Decimal(50)
