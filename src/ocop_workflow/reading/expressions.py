"""Expressions and guards: the text of a scalar to a located tree."""

from attrs import evolve

from ..guards import GuardSyntaxError, parse
from ..model.definition import Guard
from ..model.expression import Expression, Name
from ..model.position import Position
from . import scalars
from .basis import read_basis
from .context import Context
from .fields import Fields, as_scalar
from .nodes import ListNode, Node, ScalarNode


def read_expression(node: Node | None, context: Context) -> Expression | None:
    """The expression that a scalar holds; its position is that of its first character."""
    if node is None or (scalar := as_scalar(node, context.problems)) is None:
        return None
    try:
        tree = parse(scalar.text)
    except GuardSyntaxError as error:
        place, word = scalar.at(error.offset), error.values.get("word")
        wrong = str(word) if error.code == "unexpected" else None
        context.problems.add(error.code, place, error.values, among=("in",), wrong=wrong, room="guards")
        return None
    position = scalar.at(0)
    context.expressions[position] = scalar
    return Expression(tree, scalar.text, position)


def read_guard(node: Node, context: Context) -> Guard | None:
    """`EXPR` or `{is: EXPR, else: …, basis: …}`; a bare name of a `let` brings that let's words along."""
    if isinstance(node, ScalarNode):
        test = read_expression(node, context)
        if test is None:
            return None
        guard = Guard(test, position=test.position)
        let = context.lets.get(test.tree.name) if isinstance(test.tree, Name) else None
        return (
            guard if let is None else evolve(guard, name=let.name, otherwise=let.otherwise, basis=let.basis)
        )
    fields = Fields(node, context.problems)
    test = read_expression(fields.need("is"), context)
    otherwise = scalars.bilingual(fields.take("else"), context.problems)
    basis = read_basis(fields.take("basis"), context)
    fields.done()
    if test is None:
        return None
    let = context.lets.get(test.tree.name) if isinstance(test.tree, Name) else None
    if let is None:
        return Guard(test, None, otherwise, basis, test.position)
    return Guard(test, let.name, otherwise or let.otherwise, basis or let.basis, test.position)


def read_guards(node: Node | None, context: Context) -> tuple[Guard, ...]:
    """`when:` of an event or a start: one guard or a list of them, all of which must hold."""
    if node is None:
        return ()
    nodes = node.items if isinstance(node, ListNode) else (node,)
    return tuple(guard for item in nodes if (guard := read_guard(item, context)) is not None)


def read_sets(node: Node | None, context: Context) -> dict[str, Expression]:
    """`sets: {field: EXPR}`."""
    if node is None:
        return {}
    fields = Fields(node, context.problems)
    found: dict[str, Expression] = {}
    for name in fields.names():
        key, value = fields.key(name), fields.take(name)
        if scalars.name(key, context.problems) is None:
            continue
        context.refer("data", key)
        if (expression := read_expression(value, context)) is not None:
            found[name] = expression
            context.keys[_known(expression)] = key
    return found


def _known(expression: Expression) -> Position:
    assert expression.position is not None
    return expression.position
