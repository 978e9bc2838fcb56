"""`states:` to the tree of states."""

from ..model.definition import State
from . import scalars
from .basis import read_basis
from .context import Context
from .fields import Fields, as_scalar, entries
from .nodes import Node, ScalarNode

FINALS = ("completed", "aborted")


def read_states(node: Node | None, context: Context) -> tuple[State, ...]:
    """The states of a mapping, in its order."""
    found: list[State] = []
    for key, value in entries(node, context.problems):
        if (name := scalars.name(key, context.problems)) is None:
            continue
        context.keys[key.position] = key
        found.append(_read_state(name, key, value, context))
    return tuple(found)


def _read_state(name: str, key: ScalarNode, node: Node, context: Context) -> State:
    problems = context.problems
    fields = Fields(node, problems)
    title = scalars.bilingual(fields.take("title"), problems)
    below = fields.take("states")
    states = read_states(below, context)
    if below is not None and not states:
        problems.add("empty_composite", key, {"state": name})
    at, initial = fields.take("at"), fields.take("initial")
    tags = scalars.names(fields.take("tag"), problems)
    for tag in tags:
        context.refer("tag", tag)
    goal = scalars.boolean(fields.take("goal"), problems)
    final = _read_final(fields.take("final"), context)
    basis = read_basis(fields.take("basis"), context)
    fields.done()
    if at is not None and scalars.name(at, problems) and isinstance(at, ScalarNode):
        context.refer("level", at)
    first = _read_initial(initial, name, states, context)
    if final and states:
        problems.add("final_composite", fields.key("final"), {"state": name})
    level = at.text if isinstance(at, ScalarNode) and not at.empty else None
    return State(
        name, states, first, level, tuple(t.text for t in tags), goal, final, title, basis, key.position
    )


def _read_initial(node: Node | None, name: str, states: tuple[State, ...], context: Context) -> str | None:
    if node is None or (word := scalars.name(node, context.problems)) is None:
        return None
    inside = [state.name for state in states]
    if word not in inside:
        values = {"state": name, "initial": word}
        context.problems.add("initial_not_inside", node, values, wrong=word, among=inside)
        return inside[0] if inside else None
    return word


def _read_final(node: Node | None, context: Context) -> str | None:
    if node is None or (scalar := as_scalar(node, context.problems)) is None:
        return None
    if scalar.text not in FINALS:
        context.problems.add(
            "final_word", scalar, {"given": scalar.text[:80]}, wrong=scalar.text, among=FINALS
        )
        return None
    return scalar.text
