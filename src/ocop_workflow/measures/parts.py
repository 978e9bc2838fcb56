"""One measure, one split, one list of cases of a file of targets: YAML to what is declared."""

from collections.abc import Iterator

from ..model.position import Position
from ..reading import Fields, MappingNode, Node, ScalarNode, scalars
from ..reading.basis import read_basis
from ..reading.context import Context
from ..reading.expressions import read_expression
from ..reading.fields import as_nothing, items
from ..reading.numbers import whole
from .schema import MOST
from .targets import ROOM, Condition, Goal, Measure, Risk, Split

PERCENT = 100


def read_measure(key: ScalarNode, node: Node, context: Context) -> Measure | None:
    """`{of, in, requires, where, share, target, title, basis}`."""
    name = scalars.name(key, context.problems)
    fields = Fields(node, context.problems)
    title, basis = (
        scalars.bilingual(fields.take("title"), context.problems),
        read_basis(fields.take("basis"), context),
    )
    of, meant = _workflow(fields.need("of"), context), _condition(fields, context)
    share = fields.take("share")
    part = None if share is None else _share(share, context)
    goal = fields.take("target")
    target = None if goal is None else _goal(goal, context, PERCENT if share is not None else MOST)
    fields.done()
    if name is None or of is None:
        return None
    return Measure(name, of, meant, part, target, title, basis, key.position)


def read_split(key: ScalarNode, node: Node, context: Context) -> Split | None:
    """`{level}` or `{field}`, with a title."""
    problems = context.problems
    name = scalars.name(key, problems)
    fields = Fields(node, problems)
    title = scalars.bilingual(fields.take("title"), problems)
    level, field = fields.take("level"), fields.take("field")
    fields.done()
    if isinstance(node, MappingNode) and (level is None) == (field is None):
        problems.add("level_or_field", key, {"name": key.text[:80]}, room=ROOM)
        return None
    node = level or field or node
    word = scalars.name(node, problems) if level or field else None
    if name is None or word is None:
        return None
    return Split(name, word if level else None, word if field else None, title, node.position)


def read_risk(key: ScalarNode, node: Node, context: Context) -> Risk | None:
    """`{of, in, requires, where, title, basis, shows}` with `at`, or `event` and `reason`."""
    problems = context.problems
    name = scalars.name(key, problems)
    fields = Fields(node, problems)
    title, basis = (
        scalars.bilingual(fields.take("title"), problems),
        read_basis(fields.take("basis"), context),
    )
    of, meant = _workflow(fields.need("of"), context), _condition(fields, context)
    at = read_expression(fields.take("at"), context)
    events = scalars.names(fields.take("event"), problems)
    reason, shows = fields.take("reason"), scalars.names(fields.take("shows"), problems)
    fields.done()
    if "at" in fields and "event" in fields:
        problems.add("at_or_event", fields.key("at"), {"name": key.text[:80]}, room=ROOM)
    if reason is not None and "event" not in fields:
        problems.add("reason_alone", fields.key("reason"), room=ROOM)
    why = None if reason is None else scalars.name(reason, problems)
    if name is None or of is None:
        return None
    places = {each.text: each.position for each in (*events, *shows)}
    if reason is not None and why is not None:
        places["reason"] = reason.position
    return Risk(
        name,
        of,
        meant,
        at,
        tuple(each.text for each in events),
        why,
        tuple(each.text for each in shows),
        title,
        basis,
        key.position,
        places,
    )


def _workflow(node: Node | None, context: Context) -> str | None:
    word = None if node is None else scalars.quoted(node, context.problems)
    if node is not None and word is not None and not scalars.IDENTIFIER.fullmatch(word):
        context.problems.add("bad_identifier", node, {"name": word[:80]})
        return None
    return word


def _share(node: Node, context: Context) -> Condition:
    fields = Fields(node, context.problems)
    if isinstance(node, MappingNode) and not node.entries:
        context.problems.add("share_of_all", node, room=ROOM)
    found = _condition(fields, context)
    fields.done()
    return found


def _condition(fields: Fields, context: Context) -> Condition:
    """What `requires`, `in` and `where` say."""
    places: dict[str, Position] = {}
    required = tuple(_required(fields.take("requires"), places, context))
    states = scalars.names(fields.take("in"), context.problems)
    places |= {each.text: each.position for each in states}
    where = read_expression(fields.take("where"), context)
    return Condition(required, tuple(each.text for each in states), where, places)


def _required(node: Node | None, places: dict[str, Position], context: Context) -> Iterator[tuple[str, ...]]:
    """Names of events, and `{event: [a, b]}` for any of several."""
    if node is not None and not items(node, context.problems) and not as_nothing(node):
        context.problems.add("empty_list", node)
    for item in items(node, context.problems):
        if isinstance(item, MappingNode):
            fields = Fields(item, context.problems)
            either = scalars.names(fields.need("event"), context.problems)
            fields.done()
        elif scalars.name(item, context.problems) and isinstance(item, ScalarNode):
            either = (item,)
        else:
            continue
        places |= {each.text: each.position for each in either}
        if either:
            yield tuple(each.text for each in either)


def _goal(node: Node, context: Context, most: int) -> Goal:
    problems = context.problems
    fields = Fields(node, problems)
    low, high = (whole(fields.take(key), context, 0, most) for key in ("minimum", "maximum"))
    by = fields.take("by")
    fields.done()
    if isinstance(node, MappingNode) and "minimum" not in fields and "maximum" not in fields:
        problems.add("no_goal", node, room=ROOM)
    if low is not None and high is not None and low > high:
        problems.add("bounds_crossed", fields.key("minimum"), {"minimum": low, "maximum": high})
    return Goal(low, high, None if by is None else scalars.day(by, problems))
