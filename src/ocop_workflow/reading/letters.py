"""What properties speak of, and the part of a case's run on which they are judged."""

from ..model.definition import Letter
from . import scalars
from .context import Context
from .expressions import read_expression
from .fields import Fields
from .nodes import Node, ScalarNode


def read_letter(node: Node, context: Context) -> Letter | None:
    """An event's name, or `{event, where, changes}`, where several events may be meant."""
    if isinstance(node, ScalarNode):
        if scalars.name(node, context.problems) is None:
            return None
        return Letter(context.refer("act", node)[0])
    fields = Fields(node, context.problems)
    letter = letter_of(fields, context, with_parts=True)
    fields.done()
    return letter


def letter_of(fields: Fields, context: Context, *, with_parts: bool) -> Letter | None:
    """The events, of which only one may be meant without parts, and what they must find and change."""
    event = fields.take("event") if with_parts else fields.need("event")
    where = read_expression(fields.take("where"), context) if with_parts else None
    changes = read_expression(fields.take("changes"), context) if with_parts else None
    names: tuple[str, ...] = ()
    if event is not None:
        named = scalars.names(event, context.problems) if with_parts else _one_name(event, context)
        if not named:
            return None
        names = context.refer("act", *named)
    elif with_parts and "where" not in fields and "changes" not in fields:
        context.problems.add("empty_letter", fields.node)
        return None
    return Letter(names[0] if names else None, where, changes, names[1:])


def _one_name(node: Node, context: Context) -> tuple[ScalarNode, ...]:
    if scalars.name(node, context.problems) is None or not isinstance(node, ScalarNode):
        return ()
    return (node,)


def read_scope(fields: Fields, context: Context, template: str) -> tuple[str, ...] | None:
    """`per_round: {starts}`, `within: STATE` or `between: {after, until}`, at most one; None is the whole case."""
    found: list[tuple[str, ...]] = []
    if (rounds := fields.take("per_round")) is not None:
        inner = Fields(rounds, context.problems)
        starts = scalars.names(inner.need("starts"), context.problems)
        inner.done()
        found.append(("per_round", *context.refer("act", *starts)))
    visit = fields.take("within") if template != "within" else None
    if visit is not None and scalars.name(visit, context.problems) and isinstance(visit, ScalarNode):
        found.append(("within", *context.refer("scope", visit)))
    if (between := fields.take("between")) is not None:
        inner = Fields(between, context.problems)
        after, until = inner.need("after"), inner.need("until")
        inner.done()
        begins = () if after is None else _one_name(after, context)
        ends = scalars.names(until, context.problems)
        found.append(("between", *context.refer("act", *begins, *ends)))
    if len(found) > 1:
        context.problems.add("two_scopes", fields.node, {"first": found[0][0], "second": found[1][0]})
    return found[0] if found else None
