"""Text becomes a tree, or an error that says what to write instead; nothing else ever happens."""

from datetime import date
from decimal import Decimal

import pytest
from fuzzing.guards import PIECES
from hypothesis import given
from hypothesis import strategies as st

from ocop_workflow.guards import GuardSyntaxError, parse, unparse
from ocop_workflow.model.expression import (
    Binary,
    Call,
    Conditional,
    Items,
    Literal,
    Macro,
    Member,
    Name,
    Unary,
)


def test_the_tree_of_a_condition_keeps_what_was_written_and_where() -> None:
    tree = parse("marks.mean(m, m.A + 1.50) >= 50")
    assert tree == Binary(
        ">=",
        Macro(Name("marks"), "mean", "m", Binary("+", Member(Name("m"), "A"), Literal(Decimal("1.50")))),
        Literal(50),
    )
    assert isinstance(tree, Binary)
    assert (tree.offset, tree.left.offset, tree.right.offset) == (26, 6, 29)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("true", Literal(value=True)),
        ("007", Literal(7)),
        ("'đ\\'ặc'", Literal("đ'ặc")),
        ('"a b"', Literal("a b")),
        ("date('2019-08-21')", Literal(date(2019, 8, 21))),
        ("!a", Unary("!", Name("a"))),
        ("inside", Name("inside")),
        ("a in [1, 2]", Binary("in", Name("a"), Items((Literal(1), Literal(2))))),
        ("taken.reason", Member(Name("taken"), "reason")),
        ("has(a.b)", Call("has", (Member(Name("a"), "b"),))),
        (
            "a ? b : c ? d : e",
            Conditional(Name("a"), Name("b"), Conditional(Name("c"), Name("d"), Name("e"))),
        ),
    ],
)
def test_every_form_has_its_node(text: str, tree: object) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "bracketed"),
    [
        ("a || b && c", "a || (b && c)"),
        ("!a && b", "(!a) && b"),
        ("a == b && c", "(a == b) && c"),
        ("1 + 2 * 3 < 4", "(1 + (2 * 3)) < 4"),
        ("1 - 2 - 3", "(1 - 2) - 3"),
        ("-a.b", "-(a.b)"),
        ("a || b ? c : d", "(a || b) ? c : d"),
        ("x in y || z", "(x in y) || z"),
    ],
)
def test_operators_bind_as_in_cel(text: str, bracketed: str) -> None:
    assert parse(text) == parse(bracketed)
    assert unparse(parse(bracketed)) == text.replace("(", "").replace(")", "")


@pytest.mark.parametrize(
    "text",
    [
        "a - (b - c)",
        "a / (2 / 3)",
        "(a || b) && c",
        "!(a && b)",
        "-(a + b)",
        "(a ? b : c) ? d : e",
        "(a == b) == c",
    ],
)
def test_brackets_that_matter_are_kept(text: str) -> None:
    assert unparse(parse(text)) == text


SLIPS = [
    ("", 0, "empty"),
    ("not x", 0, "use_not"),
    ("a && not(b)", 5, "use_not"),
    ("a and b", 2, "use_and"),
    ("a & b", 2, "use_and"),
    ("a or b", 2, "use_or"),
    ("a | b", 2, "use_or"),
    ("a = 1", 2, "use_equals"),
    ("a === 1", 2, "use_equals"),
    ("a is b", 2, "use_equals"),
    ("a <> b", 2, "use_unequal"),
    ("a ≠ b", 2, "use_unequal"),
    ("a => b", 2, "use_order"),
    ("a ≥ 50", 2, "use_order"),
    ("a < b < c", 6, "chained"),
    ("a if b else c", 2, "use_conditional"),
    ("a == null", 5, "use_has"),
    ("a == None", 5, "use_has"),
    ("a == True", 5, "use_true"),
    ("a >= 49,5", 7, "decimal_comma"),
    ("a >= .5", 5, "plain_number"),
    ("a >= 5.", 6, "plain_number"),
    ("1e5", 1, "plain_number"),
    ("1_000", 1, "plain_number"),
    ("1234567890123456", 0, "too_many_digits"),
    ("a >= 50%", 7, "no_remainder"),
    ("9**9**9", 1, "no_powers"),
    ("2 ^ 3", 2, "no_powers"),
    ("x.__class__", 2, "no_underscore"),
    ("_private", 0, "no_underscore"),
    ("a == “food”", 5, "use_quotes"),
    ("a == 'food", 5, "open_string"),
    ("a == 'fo\\od'", 5, "open_string"),
    ("a × 2", 2, "use_times"),
    ("a : b", 2, "use_over"),
    ("a – b", 2, "use_minus"),
    ("a; b", 1, "one_expression"),
    ("điểm > 3", 0, "plain_letters"),
    ("a >=", 4, "unfinished"),
    ("(a", 2, "unfinished"),
    ("a b", 2, "unexpected"),
    ("a[0]", 1, "unexpected"),
    ("{a: 1}", 0, "unexpected"),
    ("lambda x: x", 7, "unexpected"),
    ("a in []", 5, "empty_list"),
    ("a in [" + "1, " * 16 + "1]", 5, "long_list"),
    ("marks.mean()", 6, "macro_form"),
    ("marks.mean(m.A, m)", 6, "macro_form"),
    ("marks.size()", 6, "size_form"),
    ("date('21/8/2019')", 0, "bad_date"),
    ("date('2019-02-30')", 0, "bad_date"),
    ("date(x)", 0, "date_form"),
    ("(" * 61 + "a" + ")" * 61 + "b", 123, "unexpected"),
    ("!" * 60 + "a", 0, "too_deep"),
    ("a" * 1001, 1000, "too_long_text"),
]


@pytest.mark.parametrize(("text", "offset", "code"), SLIPS)
def test_a_slip_is_told_with_its_place_and_with_advice(text: str, offset: int, code: str) -> None:
    with pytest.raises(GuardSyntaxError) as caught:
        parse(text)
    assert (caught.value.code, caught.value.offset) == (code, offset)
    assert caught.value.text.vi
    assert caught.value.text.en


def test_the_advice_says_what_to_write() -> None:
    with pytest.raises(GuardSyntaxError) as caught:
        parse("a and b")
    assert caught.value.text.en == "Write `&&` for “and”, not `and`."
    assert caught.value.text.vi == "“Và” viết bằng `&&`, không viết `and`."
    assert str(caught.value) == "column 3: use_and: Write `&&` for “and”, not `and`."


def test_brackets_alone_make_nothing_deep() -> None:
    assert parse("(" * 490 + "a" + ")" * 490) == Name("a")


def parses_or_says_why(text: str) -> None:
    refused: GuardSyntaxError | None = None
    try:
        tree = parse(text)
    except GuardSyntaxError as error:
        refused = error
    else:
        assert parse(unparse(tree)) == tree
    if refused:
        assert 0 <= refused.offset <= len(text)
        assert refused.text.vi
        assert refused.text.en


@given(st.text())
def test_random_text_is_read_or_refused_and_raises_nothing_else(text: str) -> None:
    parses_or_says_why(text)


@given(st.lists(st.sampled_from(PIECES), max_size=30), st.sampled_from(["", " "]))
def test_random_tokens_are_read_or_refused_and_raise_nothing_else(tokens: list[str], between: str) -> None:
    parses_or_says_why(between.join(tokens))
