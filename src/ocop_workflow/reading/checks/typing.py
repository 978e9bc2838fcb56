"""Types: every expression has one, guards are boolean, what is stored fits its field."""

from ...guards import Fault, fits, infer
from ...model.definition import Definition
from ...model.expression import Expression
from ...model.types import BooleanType, DateType, Type
from ..context import Context
from .expressions import Placed, placed


def check_types(definition: Definition, context: Context) -> None:
    """All faults that typing finds, located to the character."""
    for each in placed(definition):
        found, faults = infer(each.expression.tree, each.scope)
        for fault in faults:
            tell(fault, each.expression, context)
        if found is not None and not faults:
            _check_use(each, found, context)


def _check_use(each: Placed, found: Type, context: Context) -> None:
    if each.field is not None:
        for fault in fits(found, each.field.type):
            tell(fault, each.expression, context)
    code = None
    if each.use == "guard" and not isinstance(found, BooleanType):
        code = "guard_not_boolean"
    elif each.use == "time" and not isinstance(found, DateType):
        code = "time_not_date"
    if code and each.expression.position:
        context.problems.add(code, each.expression.position, {"text": each.expression.text[:80]})


def tell(fault: Fault, expression: Expression, context: Context) -> None:
    """A fault of the guard language as a problem at its place in the file."""
    if (place := context.at(expression.position, fault.offset)) is not None:
        context.problems.add(
            fault.code, place, fault.values, among=fault.among, wrong=fault.wrong, room="guards"
        )
