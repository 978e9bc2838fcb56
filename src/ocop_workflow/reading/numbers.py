"""Types of numbers: scale and bounds, all exact."""

from decimal import Decimal

from ..model.types import DIGITS, IntegerType, NumberType, Type
from . import scalars
from .context import Context
from .fields import Fields
from .nodes import Node

LARGEST = 10**DIGITS - 1


def read_number(fields: Fields, context: Context) -> Type | None:
    """`{type: number, scale, minimum, maximum}`; without bounds as many digits as a number may have."""
    low, high = (_bound(fields, key, context) for key in ("minimum", "maximum"))
    scale = whole(fields.need("scale"), context, 0, DIGITS - 1)
    if scale is None:
        return None
    largest = Decimal(LARGEST).scaleb(-scale)
    low_value, high_value = (-largest if low is None else low[0]), (largest if high is None else high[0])
    for bound in filter(None, (low, high)):
        if abs(bound[0]) > largest or bound[0] != round(bound[0], scale):
            context.problems.add(
                "bound_unfit", bound[1], {"bound": bound[0], "scale": scale, "largest": largest}
            )
    if low_value > high_value:
        context.problems.add(
            "bounds_crossed", fields.key("minimum"), {"minimum": low_value, "maximum": high_value}
        )
    return NumberType(scale, low_value, high_value)


def read_integer(fields: Fields, context: Context) -> Type:
    """`{type: integer, minimum, maximum}`."""
    low, high = (whole(fields.take(key), context, -LARGEST, LARGEST) for key in ("minimum", "maximum"))
    low, high = (-LARGEST if low is None else low), (LARGEST if high is None else high)
    if low > high:
        context.problems.add("bounds_crossed", fields.key("minimum"), {"minimum": low, "maximum": high})
    return IntegerType(low, high)


def _bound(fields: Fields, key: str, context: Context) -> tuple[Decimal, Node] | None:
    node = fields.take(key)
    value = None if node is None else scalars.decimal(node, context.problems)
    return None if node is None or value is None else (value, node)


def whole(node: Node | None, context: Context, low: int, high: int) -> int | None:
    """A whole number between two bounds, None where nothing or something else is written."""
    value = None if node is None else scalars.integer(node, context.problems)
    if node is None or value is None:
        return None
    if not low <= value <= high:
        context.problems.add("number_out_of_range", node, {"given": value, "minimum": low, "maximum": high})
        return None
    return value
