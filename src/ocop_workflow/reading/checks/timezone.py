"""Where dates matter, the file must say whose midnight is meant."""

from ...guards import reads
from ...guards.tree import nodes
from ...model.definition import Definition
from ...model.expression import Call, Node
from ..context import Context
from .expressions import placed

BY_CALENDAR = ("working_days", "add_working_days")


def check_timezone(definition: Definition, context: Context) -> None:
    """One problem, at the first place in the file that needs a time zone."""
    if definition.timezone is not None:
        return
    clocks = [event for event in definition.events.values() if event.is_clock]
    needing = [(clock.position, clock.name) for clock in clocks if clock.position]
    for each in placed(definition):
        used = (
            "today" if reads(each.expression.tree, each.scope).today else _calendar_call(each.expression.tree)
        )
        if used and each.expression.position:
            needing.append((each.expression.position, used))
    if needing:
        position, used = min(needing)
        context.problems.add("timezone_missing", position, {"used": used})


def _calendar_call(tree: Node) -> str | None:
    return next((n.function for n in nodes(tree) if isinstance(n, Call) and n.function in BY_CALENDAR), None)
