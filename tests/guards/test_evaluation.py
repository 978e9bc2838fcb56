"""What expressions mean: absorbed errors, unset values, lists, dates, and which errors there are."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from guards.world import CALENDAR, SCOPE, environment, sheets, value

from ocop_workflow.calendar import Calendar
from ocop_workflow.guards import Environment, EvaluationError, compile_expression, parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("score > 3 && false", False),
        ("false && score > 3", False),
        ("score > 3 || true", True),
        ("true || score > 3", True),
        ("marks.all(m, m.remark == 'no')", False),
        ("marks.exists(m, m.remark == 'yes')", True),
        ("title in [title] || true", True),
        ("has(score) && score > 3", False),
        ("!has(score) || score > 3", True),
        ("has(score) ? score > 3 : true", True),
    ],
)
def test_an_error_is_absorbed_where_the_rest_settles_it_in_whichever_order(
    text: str, expected: object
) -> None:
    marks = {"a": {"A": Decimal(1), "ok": True}, "b": {"A": Decimal(2), "ok": True, "remark": "yes"}}
    assert value(text, marks=marks) is expected


@pytest.mark.parametrize(
    "text",
    [
        "score > 3 && true",
        "true && score > 3",
        "score > 3 || false",
        "!(score > 3)",
        "score > 3 ? true : true",
    ],
)
def test_an_error_that_nothing_settles_stays_an_error(text: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        value(text)
    assert (caught.value.code, caught.value.values) == ("unset", {"name": "score"})


@pytest.mark.parametrize("left", [True, False])
@pytest.mark.parametrize("right", [True, False])
def test_connectives_have_their_truth_tables(*, left: bool, right: bool) -> None:
    data = {"sheet": {"ok": left}, "marks": {"h1": {"ok": right}}}
    one, other = "sheet.ok", "marks.exists(m, m.ok)"
    assert value(f"{one} && {other}", env=environment(**data)) is (left and right)
    assert value(f"{one} || {other}", env=environment(**data)) is (left or right)
    assert value(f"{one} == {other}", env=environment(**data)) is (left == right)
    assert value(f"{one} != {other}", env=environment(**data)) is (left != right)
    assert value(f"{one} ? {other} : !{other}", env=environment(**data)) is (right if left else not right)


@pytest.mark.parametrize("score", ["49.99", "50", "50.01"])
def test_comparisons_have_their_lines(score: str) -> None:
    exact = Decimal(score)
    assert value("score >= 50", score=exact) is (exact >= 50)
    assert value("score > 50", score=exact) is (exact > 50)
    assert value("score <= 50", score=exact) is (exact <= 50)
    assert value("score < 50", score=exact) is (exact < 50)
    assert value("score == 50", score=exact) is (exact == 50)
    assert value("score != 50", score=exact) is (exact != 50)


def test_words_are_compared_in_their_composed_form() -> None:
    assert value("title == 'Tho\u0302n Hu\u031b\u0300'", title="Th\u00f4n H\u1eeb") is True


def test_a_let_is_computed_once_for_an_environment() -> None:
    env = environment(marks=sheets("50"))
    assert value("points >= 50 && points <= 90", env=env) is True
    assert list(env.lets) == ["marks m: m.A", "points"]


def test_what_is_reckoned_of_each_item_is_reckoned_once_for_an_environment() -> None:
    class Counted(dict[str, object]):
        times = 0

        def values(self) -> Any:
            self.times += 1
            return super().values()

    marks, text = Counted(sheets("50", "60")), "points >= 50 && marks.max(m, m.A) - marks.min(m, m.A) > 5"
    assert compile_expression(parse(text), SCOPE)(environment(marks=marks)) is True
    assert marks.times == 1


def test_a_field_that_a_record_lacks_is_unset() -> None:
    with pytest.raises(EvaluationError) as caught:
        value("marks.sum(m, m.A) == 0", marks={"h1": {"ok": True}})
    assert (caught.value.code, caught.value.values) == ("unset", {"name": "m.A"})


def test_of_two_errors_the_first_is_told() -> None:
    with pytest.raises(EvaluationError) as caught:
        value("stars > 3 || score > 3")
    assert caught.value.values == {"name": "stars"}
    assert caught.value.text.vi == "“stars” chưa có giá trị."


def test_a_payload_and_an_optional_parameter_may_be_missing() -> None:
    for text, name in [
        ("taken.reason == 'x'", "taken.reason"),
        ("spread > 3", "spread"),
        ("sheet.A > 1", "sheet"),
    ]:
        with pytest.raises(EvaluationError) as caught:
            value(text)
        assert caught.value.values == {"name": name}
    env = Environment(taken={"reason": "x"}, parameters={"spread": Decimal(4)})
    assert value("taken.reason == 'x' && spread > 3", env=env) is True


def test_a_collection_that_nobody_wrote_to_is_empty() -> None:
    assert value("size(marks)") == 0
    assert value("marks.all(m, m.ok)") is True
    assert value("marks.exists(m, m.ok)") is False
    assert value("marks.sum(m, m.A)") == 0
    assert value("'h1' in marks") is False


@pytest.mark.parametrize("function", ["mean", "min", "max"])
def test_an_empty_list_has_no_mean_no_least_and_no_greatest(function: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        value(f"marks.{function}(m, m.A) >= 50")
    assert caught.value.code == "empty_walk"
    assert caught.value.text.en == f"The list is empty, so `marks.{function}(m, m.A)` has no value."


def test_in_asks_for_a_key_of_a_collection_and_for_a_value_of_a_list() -> None:
    marks = sheets("40", "60")
    assert value("'h2' in marks", marks=marks) is True
    assert value("'h3' in marks", marks=marks) is False
    assert value("'fire' in asked", asked=("fire", "water")) is True
    assert value("asked.all(a, a in marks)", asked=("h1", "h2"), marks=marks) is True
    assert value("group in ['food', 'drink']", group="drink") is True
    assert value("score in [49.5, 50]", score=Decimal("50.00")) is True


def test_list_functions_walk_the_records() -> None:
    marks = sheets("40", "60.5", "50")
    assert value("marks.max(m, m.A) - marks.min(m, m.A)", marks=marks) == Decimal("20.5")
    assert value("marks.all(a, marks.all(b, a.A - b.A <= 20.5))", marks=marks) is True
    assert value("marks.all(a, marks.all(b, a.A - b.A < 20.5))", marks=marks) is False
    assert value("size(marks) * 2 == 6", marks=marks) is True


def test_a_longer_list_than_16_is_not_walked() -> None:
    with pytest.raises(EvaluationError) as caught:
        value("'x' in asked", asked=("x",) * 17)
    assert caught.value.code == "too_many_items"
    assert value("size(asked)", asked=("x",) * 17) == 17


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("months(date('2020-02-04'), term)", date(2023, 2, 4)),
        ("months(date('2020-01-31'), 1)", date(2020, 2, 29)),
        ("days(today, -30)", date(2020, 1, 5)),
        ("days_between(today, date('2020-03-04'))", 29),
        ("working_days(date('2019-12-31'), date('2020-01-06'))", 3),
        ("add_working_days(date('2019-12-31'), 1)", date(2020, 1, 2)),
        ("today < date('2020-02-05')", True),
        ("today == date('2020-02-04')", True),
    ],
)
def test_dates_are_reckoned_in_days_months_and_working_days(text: str, expected: object) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("days(date('9999-12-31'), 1)", "date_out_of_range"),
        ("months(date('0001-01-01'), -1)", "date_out_of_range"),
        ("months(today, 999999999999999)", "date_out_of_range"),
        ("days(today, -999999999999999)", "date_out_of_range"),
        ("add_working_days(date('2021-12-31'), 1)", "outside_calendar"),
        ("working_days(date('2018-12-30'), today)", "outside_calendar"),
    ],
)
def test_a_date_beyond_what_is_known_is_an_error(text: str, code: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        value(text)
    assert caught.value.code == code
    assert caught.value.text.vi


def test_without_a_day_or_a_calendar_nothing_is_guessed() -> None:
    with pytest.raises(EvaluationError, match="no_today"):
        value("today == today", env=Environment())
    with pytest.raises(EvaluationError, match="no_calendar"):
        value("working_days(today, today) == 0", env=Environment(today=date(2020, 1, 1)))


class Broken(Calendar):
    def working_days(self, start: date, end: date) -> int:
        raise ZeroDivisionError(start, end)


def test_whatever_a_host_hands_in_only_the_library_s_own_error_comes_out() -> None:
    broken = Broken("broken", CALENDAR.start, CALENDAR.end)
    with pytest.raises(EvaluationError, match="failed"):
        value(
            "working_days(today, days(today, 1)) == 0",
            env=Environment(today=date(2020, 1, 1), calendar=broken),
        )
    odd: list[tuple[str, object]] = [
        ("score > 1", "7"),
        ("score > 1", 1.5),
        ("score > 1", True),
        ("stars > 1", Decimal("1.5E+50")),
        ("title == 'x'", 1),
        ("valid_until > today", datetime(2020, 1, 1)),  # noqa: DTZ001  # a naive one, on purpose
        ("sheet.ok", {"ok": 1}),
        ("sheet.ok", [1]),
        ("marks.all(m, m.ok)", [1]),
        ("'h1' in marks", "h1"),
        ("'a' in asked", (1,)),
    ]
    for text, raw in odd:
        with pytest.raises(EvaluationError, match="bad_value"):
            value(text, env=environment(**{text.split(".")[0].split(" ")[-1 if " in " in text else 0]: raw}))


def test_a_tree_with_faults_is_never_evaluated() -> None:
    for text in ("name == 'x'", "taken.address == 'x'", "score > 'x'", "round(score, 999999999)", "1 / 0"):
        with pytest.raises(EvaluationError, match="unsound"):
            value(text, name="x", score=Decimal(1))
