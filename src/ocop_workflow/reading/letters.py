"""What properties speak of, and the part of a case's run on which they are judged."""

from attrs import evolve

from ..model.definition import CLOCK, Letter
from ..model.expression import Expression
from . import scalars
from .context import Context
from .expressions import read_expression
from .fields import Fields
from .nodes import Node, ScalarNode

DOING = ("by", "from", "to")


def read_letter(node: Node, context: Context) -> Letter | None:
    """An event's name, or `{event, where, changes, by, from, to}`, where several events may be meant."""
    if isinstance(node, ScalarNode):
        if scalars.name(node, context.problems) is None:
            return None
        return Letter(context.refer("act", node)[0])
    fields = Fields(node, context.problems)
    found = what_of(fields, context)
    done = doing_of(fields, context)
    if not any(key in fields for key in ("event", "where", "changes", *DOING)):
        context.problems.add("empty_letter", fields.node)
    fields.done()
    return evolve(found, by=done.by, from_=done.from_, to=done.to)


def read_consequence(fields: Fields, context: Context) -> tuple[Letter, Letter, Expression | None]:
    """Of `at`: what is spoken of; by whom, from and to where it is done then, and what holds of the data after it."""
    spoken = what_of(fields, context)
    if not any(key in fields for key in ("event", "where", "changes")):
        context.problems.add("empty_letter", fields.node)
    done = doing_of(fields, context)
    holds = fields.take("holds") if done != Letter(None) else fields.need("holds", *DOING)
    return spoken, done, read_expression(holds, context)


def what_of(fields: Fields, context: Context) -> Letter:
    """The events, any of which may be meant, and what they find and change."""
    names = context.refer("act", *scalars.names(fields.take("event"), context.problems))
    where = read_expression(fields.take("where"), context)
    changes = read_expression(fields.take("changes"), context)
    return Letter(names[0] if names else None, where, changes, names[1:])


def doing_of(fields: Fields, context: Context) -> Letter:
    """In which roles it is done, from and to which states."""
    by = scalars.names(fields.take("by"), context.problems)
    roles = [role for role in by if role.text != CLOCK]
    context.refer("role", *roles)
    from_, to = (scalars.names(fields.take(key), context.problems) for key in ("from", "to"))
    return Letter(
        None,
        by=tuple(role.text for role in by),
        from_=context.refer("state", *from_),
        to=context.refer("state", *to),
    )


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
