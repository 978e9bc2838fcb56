"""`roles:` and `let:`: who may act, and what is computed or said under a name."""

from ..model.definition import CLOCK, Let, Role
from . import scalars
from .basis import read_basis
from .context import Context
from .expressions import read_expression
from .fields import Fields, entries
from .nodes import Node, ScalarNode


def read_roles(node: Node | None, context: Context) -> dict[str, Role]:
    """`{officer: {title, is, at}}`."""
    found: dict[str, Role] = {}
    for key, value in entries(node, context.problems):
        if (name := scalars.name(key, context.problems)) is None:
            continue
        if name == CLOCK:
            context.problems.add("reserved_name", key, {"name": name})
            continue
        fields = Fields(value, context.problems)
        title = scalars.bilingual(fields.take("title"), context.problems)
        party, level = fields.take("is"), fields.take("at")
        fields.done()
        word = None if party is None else scalars.name(party, context.problems)
        if word is not None and isinstance(party, ScalarNode):
            context.refer("data", party)
        at = None if level is None else scalars.name(level, context.problems)
        if at is not None and isinstance(level, ScalarNode):
            context.refer("role_level", level)
            if word is not None:
                context.problems.add("party_at_level", level, {"name": name})
        found[name] = Role(name, word, at, title, key.position)
    return found


def read_lets(node: Node | None, context: Context) -> None:
    """`{name: {is: EXPR, title, else, basis}}`, into the context."""
    for key, value in entries(node, context.problems):
        if (name := scalars.name(key, context.problems)) is None:
            continue
        context.declare("let", name)
        fields = Fields(value, context.problems)
        expression = read_expression(fields.need("is"), context)
        title = scalars.bilingual(fields.take("title"), context.problems)
        otherwise = scalars.bilingual(fields.take("else"), context.problems)
        basis = read_basis(fields.take("basis"), context)
        fields.done()
        if expression is not None:
            context.lets[name] = Let(name, expression, title, otherwise, basis, key.position)
            context.keys[key.position] = key
