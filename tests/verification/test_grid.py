"""A grid has a cell for each way in which conditions can turn out together, and none that cannot be."""

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies.dice import parts
from verification import oracle
from verification.files import small
from verification.small import Draft, Speech

from ocop_workflow.guards import Environment, EvaluationError, evaluate, parse, scope_of
from ocop_workflow.model.definition import Definition
from ocop_workflow.verification import spans
from ocop_workflow.verification.boxes import boxes
from ocop_workflow.verification.grid import Grid, Truths, grid

DATA: dict[str, dict[str, object]] = {
    "a": {"type": "number", "scale": 1, "minimum": "0.3", "maximum": "0.7"},
    "b": {"type": "number", "scale": 2, "minimum": 0, "maximum": "0.02"},
    "c": {"type": "integer", "minimum": 0, "maximum": 2},
    "t": {"type": "boolean"},
    "k": {"enum": ["red", "blue", "green"]},
}
SURE = ("a", "c", "t", "k")
FILE = """
data:
  a: {type: number, scale: 1, minimum: 0.3, maximum: 0.7}
  b: {type: number, scale: 2, minimum: 0, maximum: 0.02}
  c: {type: integer, minimum: 0, maximum: 2}
  t: {type: boolean}
  k: {enum: [red, blue, green]}
start: {begin: {by: worker, to: s0, takes: [a, c, t, k]}}
states: {s0: {}, s1: {final: completed}}
events: {go: {by: worker, moves: {s0: s1}}}
"""
WORKFLOW = small(FILE)


def situations(definition: Definition) -> Iterator[dict[str, object]]:
    """Every value of every field; what need not be set is also unset."""
    pools = [
        [*oracle.values(field, oracle.BEGINNING.date()), *([] if name in SURE else [None])]
        for name, field in definition.data.items()
    ]
    for values in product(*pools):
        yield {name: value for name, value in zip(definition.data, values, strict=True) if value is not None}


def truths(texts: list[str]) -> set[tuple[bool, ...]]:
    """How the conditions turn out, wherever a case may be."""
    scope = scope_of(WORKFLOW)
    trees = [parse(text) for text in texts]

    def holds(tree: object, data: dict[str, object]) -> bool:
        try:
            return evaluate(tree, scope, Environment(data=data)) is True  # type: ignore[arg-type]
        except EvaluationError:
            return False

    return {tuple(holds(tree, data) for tree in trees) for data in situations(WORKFLOW)}


def laid(texts: list[str]) -> Grid | None:
    return grid(WORKFLOW, scope_of(WORKFLOW), [parse(text) for text in texts])


@st.composite
def conditions(draw: st.DrawFn) -> list[str]:
    """One to three conditions of at most three atoms."""
    texts = []
    for dice in draw(parts(3)):
        if dice is not None:
            draft = Draft(dice, data={**DATA}, sure=SURE)
            texts.append(Speech(dice, draft.variables()).condition(1))
    return texts or ["true"]


def compare(texts: list[str]) -> None:
    found = laid(texts)
    if found is None:
        return
    cells = set(found.cells.values())
    real = truths(texts)
    assert real <= cells, "a way in which they turn out has no cell"
    read = [name for axis in found.axes for name in axis.reads]
    if len(read) == len(set(read)) and not any(axis.open for axis in found.axes):
        assert cells <= real, "a cell that no case can be in"
    for wanted in cells:
        chosen = [cell for cell, held in found.cells.items() if held == wanted]
        told = boxes(found, chosen)
        assert {cell for box in told for cell in box.cells()} == set(chosen)


@settings(max_examples=max(30, settings().max_examples // 3))
@given(conditions())
def test_cells_are_what_exhaustive_search_finds(texts: list[str]) -> None:
    compare(texts)


def test_a_grid_that_leaves_the_open_intervals_out_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    compare(["a <= 0.4", "a >= 0.6"])
    monkeypatch.setattr(spans, "_between", lambda *_: None)
    with pytest.raises(AssertionError, match="has no cell"):
        compare(["a <= 0.4", "a >= 0.6"])


def test_more_cells_than_can_be_compared_are_not_laid_out() -> None:
    texts = [f"a > 0.{m} && c != {n}" for n in range(2) for m in range(10)]
    assert laid(texts) is not None
    wide = "\n".join(f"  x{n}: {{type: boolean}}" for n in range(20))
    names = ", ".join(f"x{n}" for n in range(20))
    definition = small(
        f"data:\n{wide}\nstart: {{begin: {{by: worker, to: s0, takes: [{names}]}}}}\n"
        "states: {s0: {}, s1: {final: completed}}\nevents: {go: {by: worker, moves: {s0: s1}}}\n"
    )
    trees = [parse(f"x{n}") for n in range(20)]
    assert grid(definition, scope_of(definition), trees) is None


def test_a_condition_that_reads_an_axis_need_not_depend_on_it() -> None:
    read = Truths((0, 2), {(0, 0): True, (0, 1): True, (1, 0): False, (1, 1): False})
    assert [read.divides(axis) for axis in range(3)] == [True, False, False]
