"""`events:` and `start:`: who acts, what they hand in, under which conditions, where it leads."""

from collections.abc import Mapping

from ..model.definition import CLOCK, Event, Start
from ..model.types import Field
from . import scalars
from .basis import read_basis
from .context import Context, Kind
from .durations import read_duration
from .expressions import read_expression, read_guards, read_sets
from .fields import Fields, entries
from .moves import read_moves
from .nodes import MappingNode, Node, ScalarNode
from .takes import read_takes

CLOCK_ONLY = ("at", "after", "not_counting")
NOT_FOR_CLOCKS = ("not_by", "only_by", "requires", "takes", "collects", "when", "within")


def read_starts(node: Node | None, context: Context, data: Mapping[str, Field]) -> dict[str, Start]:
    """`{register: {by, to, takes, sets, when, attests, title, basis}}`."""
    found: dict[str, Start] = {}
    for key, value in entries(node, context.problems):
        if (name := scalars.name(key, context.problems)) is None:
            continue
        context.declare("start", name)
        context.keys[key.position] = key
        fields = Fields(value, context.problems)
        by = _roles(fields.need("by"), context)
        to = fields.need("to")
        target = None if to is None else scalars.name(to, context.problems)
        if isinstance(to, ScalarNode) and target is not None:
            context.refer("leaf", to)
        start = Start(
            name,
            by,
            target or "",
            takes=read_takes(fields.take("takes"), context, data),
            sets=read_sets(fields.take("sets"), context),
            when=read_guards(fields.take("when"), context),
            attests=context.refer("event", *scalars.names(fields.take("attests"), context.problems)),
            title=scalars.bilingual(fields.take("title"), context.problems),
            basis=read_basis(fields.take("basis"), context),
            position=key.position,
        )
        fields.done()
        if CLOCK in by:
            context.problems.add("clock_cannot_start", fields.key("by"))
        found[name] = start
    return found


def read_events(
    node: Node | None, context: Context, data: Mapping[str, Field], parameters: Mapping[str, Field]
) -> dict[str, Event]:
    """`{close: {by, when, sets, moves, …}}`."""
    found: dict[str, Event] = {}
    for key, value in entries(node, context.problems):
        if (name := scalars.name(key, context.problems)) is None:
            continue
        context.declare("event", name)
        found[name] = _read_event(name, key, value, context, data, parameters)
    return found


def _read_event(
    name: str,
    key: ScalarNode,
    node: Node,
    context: Context,
    data: Mapping[str, Field],
    parameters: Mapping[str, Field],
) -> Event:
    problems, position = context.problems, key.position
    context.keys[position] = key
    fields = Fields(node, problems)
    by = _roles(fields.need("by"), context)
    scope, collects = fields.take("within"), fields.take("collects")
    after = fields.take("after")
    moves = fields.need("moves")
    if isinstance(moves, MappingNode) and not moves.entries:
        problems.add("no_moves", key, {"event": name})
    event = Event(
        name,
        by,
        read_moves(moves, context),
        not_by=context.refer("act", *scalars.names(fields.take("not_by"), problems)),
        only_by=context.refer("act", *scalars.names(fields.take("only_by"), problems)),
        requires=context.refer("act", *scalars.names(fields.take("requires"), problems)),
        within=_refer(scope, "scope", context),
        takes=read_takes(fields.take("takes"), context, data),
        sets=read_sets(fields.take("sets"), context),
        clears=context.refer("data", *scalars.names(fields.take("clears"), problems)),
        collects=_refer(collects, "collection", context),
        when=read_guards(fields.take("when"), context),
        at=read_expression(fields.take("at"), context),
        after=None if after is None else read_duration(after, context, parameters),
        not_counting=context.refer("state", *scalars.names(fields.take("not_counting"), problems)),
        must=scalars.boolean(fields.take("must"), problems),
        title=scalars.bilingual(fields.take("title"), problems),
        basis=read_basis(fields.take("basis"), context),
        position=position,
    )
    fields.done()
    _check_clock_words(event, fields, context)
    if scope is not None and not (event.requires or event.not_by or event.only_by):
        problems.add("within_for_nothing", fields.key("within"))
    for other in event.only_by:
        if other in event.not_by:
            problems.add("barred_and_bound", fields.key("only_by"), {"event": name, "other": other})
    return event


def _check_clock_words(event: Event, fields: Fields, context: Context) -> None:
    """What only clock events may say, and what they may not."""
    if CLOCK not in event.by:
        for word in CLOCK_ONLY:
            if word in fields:
                context.problems.add("only_for_clocks", fields.key(word), {"key": word})
        return
    if len(event.by) > 1:
        context.problems.add("clock_and_roles", fields.key("by"))
    for word in NOT_FOR_CLOCKS:
        if word in fields:
            context.problems.add("not_for_clocks", fields.key(word), {"key": word})
    if ("at" in fields) == ("after" in fields):
        context.problems.add("at_or_after", fields.node, {"event": event.name})
    if "not_counting" in fields and "after" not in fields:
        context.problems.add("not_counting_needs_after", fields.key("not_counting"))
    elif event.not_counting and event.after and event.after.unit == "months":
        context.problems.add("not_counting_months", fields.key("not_counting"))


def _roles(node: Node | None, context: Context) -> tuple[str, ...]:
    found = scalars.names(node, context.problems)
    for role in found:
        if role.text != CLOCK:
            context.refer("role", role)
    return tuple(role.text for role in found)


def _refer(node: Node | None, kind: Kind, context: Context) -> str | None:
    if node is None or scalars.name(node, context.problems) is None or not isinstance(node, ScalarNode):
        return None
    return context.refer(kind, node)[0]
