"""Numbers that the text itself fixes: what a product and a quotient need on one side."""

from decimal import Decimal
from fractions import Fraction

from ..model.expression import Binary, Literal, Node, Unary
from .exact import fraction


def constant(node: Node) -> Fraction | None:
    """The value of an expression of numbers only; None for any other, and for a division by zero."""
    match node:
        case Literal(value=bool()):
            return None
        case Literal(value=int() | Decimal() as number):
            return fraction(number)
        case Unary(operator="-", operand=operand):
            value = constant(operand)
            return None if value is None else -value
        case Binary(operator="+" | "-" | "*" | "/" as operator, left=left, right=right):
            return _arithmetic(operator, constant(left), constant(right))
        case _:
            return None


def _arithmetic(operator: str, left: Fraction | None, right: Fraction | None) -> Fraction | None:
    if left is None or right is None:
        return None
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case _:
            return left / right if right else None
