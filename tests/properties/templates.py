"""A workflow in which the three letters can happen in any order, and claims of every template about it."""

from collections.abc import Sequence

from properties.formulas import FORMULAS, Trace

from ocop_workflow.model.definition import Definition, Letter, Property
from ocop_workflow.model.expression import Expression, Name
from ocop_workflow.properties import Step
from ocop_workflow.reading import read_definition

OPEN = """
workflow: letters
version: "1"
roles: {worker: {}}
data: {first: {type: boolean}, second: {type: boolean}}
start: {begin: {by: worker, to: open}}
states: {open: {goal: true}}
events:
  do: {by: worker, takes: [first, second], moves: {open: stay}}
"""
DEFINITION: Definition = read_definition("letters.yaml", OPEN)
FIRST = Expression(Name("first"), "first")
A = Letter(None, changes=Expression(Name("after.first"), "after.first"))
B = Letter(None, changes=Expression(Name("after.second"), "after.second"))
NAMES = tuple(FORMULAS)
AN = frozenset({"an"})  # who does everything


def claim(name: str, first: Letter = A, second: Letter = B, scope: tuple[str, ...] | None = None) -> Property:
    """The property of a template, as `exactly 2`, about these letters."""
    template, _, times = name.partition(" ")
    count = int(times) if times else None
    if template == "invariant":
        return Property(template, (), scope, holds=FIRST)
    if template == "at":
        return Property(template, (first,), scope, holds=Expression(Name("second"), "second"))
    letters = (
        (first,)
        if template in ("never", "init", "end", "existence", "absence", "exactly")
        else (first, second)
    )
    return Property(template, letters, scope, times=count)


def steps(trace: Trace) -> Sequence[Step]:
    """A history whose steps have these letters."""
    return [
        Step("do", {}, {}, {"first": first, "second": second}, source="open", target="open", people=AN)
        for first, second, _ in trace
    ]
