"""A refusal shows the values that were seen."""

from datetime import date
from decimal import Decimal

from guards.world import SCOPE, environment, sheets

from ocop_workflow.guards import Environment, compile_explanation, explain, parse


def seen(text: str, env: Environment | None = None, /, **data: object) -> dict[str, object]:
    return explain(parse(text), SCOPE, env or environment(**data))


def test_both_sides_of_a_comparison_are_shown_but_what_is_written_out() -> None:
    assert seen("size(marks) >= quorum && score + 1 < 50", score=Decimal("49.50")) == {
        "size(marks)": 0,
        "quorum": 5,
        "score + 1": Decimal("50.5"),
    }


def test_a_let_that_is_a_condition_is_followed_by_what_it_saw() -> None:
    assert seen("passed", marks=sheets("49.99", "50.00")) == {
        "passed": False,
        "points": Decimal("49.995"),
        "marks.all(m, m.ok)": True,
    }


def test_conditions_and_questions_are_shown_and_what_has_no_value_is_empty() -> None:
    assert seen("!has(score) || score >= 50 || 'x' in asked") == {
        "has(score)": False,
        "score": None,
        "asked": None,
    }
    assert seen("sheet.ok && marks.exists(m, m.ok)", sheet={"ok": True}) == {
        "sheet.ok": True,
        "marks.exists(m, m.ok)": False,
    }


def test_dates_are_dates_collections_their_keys_and_a_value_without_end_a_quotient() -> None:
    assert seen("months(today, term) < valid_until", valid_until=date(2023, 1, 1)) == {
        "months(today, term)": date(2023, 2, 4),
        "valid_until": date(2023, 1, 1),
    }
    assert seen("'h9' in marks", marks=sheets("1", "2")) == {"marks": ("h1", "h2")}
    assert seen("points >= 50", marks=sheets("49", "50", "50")) == {"points": "149/3"}


def test_an_explanation_can_be_prepared() -> None:
    prepared = compile_explanation(parse("score >= 50"), SCOPE)
    assert prepared(environment(score=Decimal(3))) == {"score": Decimal(3)}
    assert prepared(environment()) == {"score": None}
