"""Our parser against lark's of the grammar as it is published: trees, places, and what is told of an error."""

import attrs
import pytest
from fuzzing.guards import ESCAPES, text
from hypothesis import given, settings
from hypothesis import strategies as st
from judges.lark_parser import parse as judged

from ocop_workflow.guards import GuardSyntaxError, parse


def shape(tree: object) -> object:
    """All that a tree says, places included, which take no part in equality."""
    if attrs.has(type(tree)):
        return type(tree).__name__, *(shape(getattr(tree, field.name)) for field in attrs.fields(type(tree)))  # type: ignore[arg-type]
    return tuple(map(shape, tree)) if isinstance(tree, tuple) else (type(tree).__name__, tree)


def answer(parser: object, given: str) -> object:
    try:
        return shape(parser(given))  # type: ignore[operator]
    except GuardSyntaxError as error:
        return error.code, error.offset, dict(error.values)


@given(st.integers(0, 2**32).map(text) | st.text(max_size=40))
@settings(max_examples=10 * settings().max_examples)
def test_both_parsers_give_the_same_tree_or_the_same_error(given: str) -> None:
    assert answer(parse, given) == answer(judged, given)


@pytest.mark.parametrize("depth", [59, 60, 61, 490])
@pytest.mark.parametrize(
    ("opening", "closing"), [("(", ")"), ("!", ""), ("-", ""), ("a?b:", ""), ("f(", ")")]
)
def test_both_bound_depth_alike(opening: str, closing: str, depth: int) -> None:
    given = (opening * depth + "a" + closing * depth)[:1_001]
    assert answer(parse, given) == answer(judged, given)


@pytest.mark.parametrize("given", ESCAPES)
def test_both_judge_alike_what_breaks_out_elsewhere(given: str) -> None:
    assert answer(parse, given) == answer(judged, given)
