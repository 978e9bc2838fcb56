"""The steps that the exact walk really takes, counted from outside by Python's own tracing."""

import sys
from pathlib import Path
from types import FrameType
from typing import Any

import ocop_workflow.calendar
from ocop_workflow.guards import Environment, EvaluationError, Scope, evaluate, meaning, walk
from ocop_workflow.model.expression import Node

CALENDAR = str(Path(ocop_workflow.calendar.__file__).parent)
NODE, MACRO = (step.__code__ for step in (walk._Walk.value, walk._Walk.macro))  # noqa: SLF001
COMPARED, ELEMENTS = meaning.same.__code__, meaning.elements.__code__
MONTHS = ocop_workflow.calendar.add_months.__code__  # one step, like every operation of fixed length


def steps_of(node: Node, scope: Scope, env: Environment) -> int:
    """Nodes visited, items walked over, items compared by `in`, and lines run inside a calendar."""
    counted = 0

    def inside(frame: FrameType, event: str, given: Any) -> Any:
        nonlocal counted
        if frame.f_code is not ELEMENTS:
            counted += event == "line"
        elif event == "return" and frame.f_back and frame.f_back.f_code is MACRO:
            counted += len(given or ())
        return inside

    def called(frame: FrameType, _: str, __: Any) -> Any:
        nonlocal counted
        code = frame.f_code
        counted += code in (NODE, COMPARED)
        looked_at = code.co_filename.startswith(CALENDAR) and code is not MONTHS
        return inside if looked_at or code is ELEMENTS else None

    before = sys.gettrace()
    sys.settrace(called)
    try:
        evaluate(node, scope, env)
    except EvaluationError:
        pass
    finally:
        sys.settrace(before)
    return counted
