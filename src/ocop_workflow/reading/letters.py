"""What properties speak of, and the part of a case's run on which they are judged."""

from ..model.definition import Letter
from . import scalars
from .context import Context
from .expressions import read_expression
from .fields import Fields, items
from .nodes import Node, ScalarNode


def read_letter(node: Node, context: Context) -> Letter | None:
    """An event's name, or `{event, where, changes}`."""
    if isinstance(node, ScalarNode):
        if scalars.name(node, context.problems) is None:
            return None
        return Letter(context.refer("act", node)[0])
    fields = Fields(node, context.problems)
    letter = letter_of(fields, context, with_parts=True)
    fields.done()
    return letter


def letter_of(fields: Fields, context: Context, *, with_parts: bool) -> Letter | None:
    """The event and, with parts, what it must find and change."""
    event = fields.take("event") if with_parts else fields.need("event")
    where = read_expression(fields.take("where"), context) if with_parts else None
    changes = read_expression(fields.take("changes"), context) if with_parts else None
    name: str | None = None
    if event is not None:
        if scalars.name(event, context.problems) is None or not isinstance(event, ScalarNode):
            return None
        (name,) = context.refer("act", event)
    elif with_parts and "where" not in fields and "changes" not in fields:
        context.problems.add("empty_letter", fields.node)
        return None
    return Letter(name, where, changes)


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
        ends = [items(inner.need(key), context.problems)[:1] for key in ("after", "until")]
        inner.done()
        nodes = [node for end in ends for node in end if scalars.name(node, context.problems)]
        found.append(("between", *context.refer("act", *(n for n in nodes if isinstance(n, ScalarNode)))))
    if len(found) > 1:
        context.problems.add("two_scopes", fields.node, {"first": found[0][0], "second": found[1][0]})
    return found[0] if found else None
