"""A condition told with what its names stand for: names of data after a step, by what the step finds."""

from collections.abc import Iterable, Mapping

from attrs import frozen

from ..guards.tree import children, mapped, nodes
from ..model.expression import Binary, Call, Literal, Macro, Name, Node
from ..properties import data_name
from .terms import is_taken

_ALIKE = {"==": True, "<=": True, ">=": True, "!=": False, "<": False, ">": False}


@frozen
class Stand:
    """What the `meant` names stand for, where that is known.

    `computed` ones have a value whenever the step is taken; `unset` ones have none, `empty` ones are empty lists.
    """

    names: Mapping[str, Node]
    meant: frozenset[str] = frozenset()
    computed: frozenset[str] = frozenset()
    unset: frozenset[str] = frozenset()
    empty: frozenset[str] = frozenset()


def told_alike(said: Node, stands: Iterable[Stand]) -> Node | None:
    """What it comes to, where that is known and the same for all; for several nothing may be said of a payload."""
    each = tuple(stands)
    if not all(_is_known(said, stand) for stand in each):
        return None
    first, *others = (told(said, stand) for stand in each)
    if any(other != first for other in others) or (others and any(map(is_taken, nodes(first)))):
        return None
    return first


def told(said: Node, stand: Stand) -> Node:
    """The condition with every name replaced; what is computed is equal to what it is computed as."""
    match said:
        case Name(name=name):
            return stand.names.get(name, said)
        case Call(function="has", arguments=(Name(name=name),)) if name in stand.unset | stand.computed:
            return Literal(value=name in stand.computed)
        case Call(function="size", arguments=(Name(name=name),)) if name in stand.empty:
            return Literal(0)
    found = mapped(said, lambda below: told(below, stand))
    if isinstance(said, Binary) and isinstance(found, Binary) and said.operator in _ALIKE:
        sides = (said.left, said.right)
        computed = any(isinstance(side, Name) and side.name in stand.computed for side in sides)
        if computed and found.left == found.right:
            return Literal(value=_ALIKE[said.operator])
    return found


def _is_known(said: Node, stand: Stand) -> bool:
    match said:
        case Name(name=name):
            return name in stand.names or name not in stand.meant
        case Call(function="has", arguments=(Name(name=name),)) if name in stand.unset:
            return True
        case Call(function="size", arguments=(Name(name=name),)) if name in stand.empty:
            return True
        case Macro(variable=variable) if variable in {data_name(name) for name in stand.meant}:
            return False  # a field would be taken for it
    return all(_is_known(below, stand) for below in children(said))
