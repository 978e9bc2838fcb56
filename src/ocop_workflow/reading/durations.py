"""Lengths of time: "10 working days", "30 days", "36 months", or the parameter that says how long."""

import re
from collections.abc import Mapping

from ..model.definition import Duration
from ..model.types import DurationType, Field
from .context import Context
from .fields import as_scalar
from .nodes import Node

LENGTH = re.compile(r"([1-9][0-9]{0,4}) (working day|day|month)s?")
UNITS = {"working day": "working_days", "day": "days", "month": "months"}


def read_duration(node: Node, context: Context, parameters: Mapping[str, Field]) -> Duration | None:
    """A duration of a fixed length, or of a parameter of type days, working_days or months."""
    if (scalar := as_scalar(node, context.problems)) is None:
        return None
    units = {
        name: field.type.unit for name, field in parameters.items() if isinstance(field.type, DurationType)
    }
    if scalar.text in units:
        return Duration(units[scalar.text], parameter=scalar.text)
    if matched := LENGTH.fullmatch(scalar.text):
        return Duration(UNITS[matched[2]], int(matched[1]))
    number, _, unit = scalar.text.partition(" ")
    lengths = [f"{number} {word}{plural}" for word in UNITS for plural in ("s", "") if unit]
    values = {"given": scalar.text[:80]}
    context.problems.add("duration_wanted", scalar, values, wrong=scalar.text, among=[*units, *lengths])
    return None
