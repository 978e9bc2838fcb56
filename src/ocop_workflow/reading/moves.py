"""`moves:`: from where, over which ordered branches, to where."""

from ..model.definition import Branch, Move
from . import scalars
from .context import Context
from .expressions import read_guard, read_sets
from .fields import Fields, entries
from .nodes import ListNode, Node, ScalarNode

STAY = "stay"


def read_moves(node: Node | None, context: Context, stay: str = STAY) -> tuple[Move, ...]:
    """`{SOURCE: TARGET}` or `{SOURCE: [{when, to, sets}, …, {else: TARGET, sets}]}`; `stay` says None of a target."""
    found: list[Move] = []
    for key, value in entries(node, context.problems):
        if scalars.name(key, context.problems) is None:
            continue
        context.refer("state", key)
        position = key.position
        context.keys[position] = key
        found.append(Move(key.text, _read_branches(value, context, stay), position))
    return tuple(found)


def _read_branches(node: Node, context: Context, stay: str) -> tuple[Branch, ...]:
    if isinstance(node, ScalarNode):
        target = _target(node, context, stay)
        return () if target is None else (Branch(target[0], position=node.position),)
    if not isinstance(node, ListNode):
        context.problems.add("branches_wanted", node)
        return ()
    if not node.items:
        context.problems.add("empty_list", node)
    read = [_read_branch(item, context, stay, last=item is node.items[-1]) for item in node.items]
    return tuple(branch for branch in read if branch is not None)


def _read_branch(node: Node, context: Context, stay: str, *, last: bool) -> Branch | None:
    fields = Fields(node, context.problems)
    when = to = otherwise = None
    if "else" not in fields and "when" not in fields:
        fields.offer("else", "when", "to", "sets")
        told = len(context.problems)
        fields.done()
        if len(context.problems) == told:
            context.problems.add("branch_without_when", node)
        return None
    if "else" in fields:
        otherwise = fields.take("else")
        if "to" in fields or "when" in fields:
            fields.take("to")
            fields.take("when")
            context.problems.add("else_with_when", node)
        if not last:
            context.problems.add("else_not_last", fields.key("else"))
        to = otherwise
    else:
        when, to = fields.take("when"), fields.need("to")
    sets = read_sets(fields.take("sets"), context)
    fields.done()
    guard = None if when is None else read_guard(when, context)
    target = None if to is None else _target(to, context, stay)
    if target is None or (when is not None and guard is None):
        return None
    return Branch(target[0], guard, sets, node.position)


def _target(node: Node, context: Context, stay: str) -> tuple[str | None] | None:
    """A leaf's name, or (None,) for the word that says `stay`."""
    if (name := scalars.name(node, context.problems)) is None or not isinstance(node, ScalarNode):
        return None
    if name == stay:
        return (None,)
    context.refer("leaf", node)
    context.keys[node.position] = node
    return (name,)
