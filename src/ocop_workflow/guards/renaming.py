"""A definition with other names: those of its states, its acts, its roles, and what its expressions read."""

from collections.abc import Callable, Mapping
from typing import Any

import attrs
from attrs import evolve, field, frozen

from ..model.definition import (
    Branch,
    Definition,
    Duration,
    Event,
    Letter,
    Link,
    Move,
    Property,
    Role,
    Start,
    State,
    Taken,
)
from ..model.expression import Expression, Macro, Member, Name, Node
from ..model.types import Field, RoleType
from .scope import TAKEN
from .tree import mapped

STATES, ACTS, ROLES, NAMES = "states", "acts", "roles", "names"
# Where names stand alone.
_PLACES: Mapping[tuple[type, str], str] = {
    (State, "name"): STATES,
    (State, "initial"): STATES,
    (State, "tags"): STATES,
    (Move, "source"): STATES,
    (Branch, "to"): STATES,
    (Start, "to"): STATES,
    (Event, "within"): STATES,
    (Event, "not_counting"): STATES,
    (Field, "within"): STATES,
    (Letter, "from_"): STATES,
    (Letter, "to"): STATES,
    (Event, "name"): ACTS,
    (Event, "requires"): ACTS,
    (Event, "not_by"): ACTS,
    (Event, "only_by"): ACTS,
    (Event, "counts_as"): ACTS,
    (Start, "name"): ACTS,
    (Start, "attests"): ACTS,
    (Letter, "event"): ACTS,
    (Letter, "also"): ACTS,
    (Role, "name"): ROLES,
    (RoleType, "among"): ROLES,
    (Letter, "by"): ROLES,
    (Start, "by"): ROLES,
    (Event, "by"): ROLES,
    (Event, "clears"): NAMES,
    (Event, "collects"): NAMES,
    (Definition, "unit"): NAMES,
    (Role, "party"): NAMES,
    (Role, "at"): NAMES,
    (State, "at"): NAMES,
    (Link, "name"): NAMES,
    (Link, "of"): NAMES,
    (Duration, "parameter"): NAMES,
}
_SCOPES = {"within": STATES, "state": STATES, "per_round": ACTS, "between": ACTS}
_KEYED = {  # by what the keys of a mapping are
    (Definition, "start"): ACTS,
    (Definition, "events"): ACTS,
    (Definition, "roles"): ROLES,
    (Definition, "data"): NAMES,
    (Definition, "parameters"): NAMES,
    (Definition, "values"): NAMES,
    (Definition, "let"): NAMES,
    (Definition, "links"): NAMES,
    (Start, "sets"): NAMES,
    (Event, "sets"): NAMES,
    (Branch, "sets"): NAMES,
}


@frozen
class Renaming:
    """Old name → new name; a name that is not there stays. `names` are data, parameters, links and lets.

    A payload field that is written to the data has the name of its data field, and takes its new one.
    """

    states: Mapping[str, str] = field(factory=dict)
    acts: Mapping[str, str] = field(factory=dict)
    roles: Mapping[str, str] = field(factory=dict)
    names: Mapping[str, str] = field(factory=dict)

    def __bool__(self) -> bool:
        return bool(self.states or self.acts or self.roles or self.names)

    def of(self, kind: str) -> Mapping[str, str]:
        found: Mapping[str, str] = getattr(self, kind)
        return found

    def tree(self, node: Node, stored: frozenset[str] = frozenset()) -> Node:
        """An expression's tree; `stored` are the payload fields that are written to the data."""
        return self._tree(node, stored, frozenset())

    def _tree(self, node: Node, stored: frozenset[str], bound: frozenset[str]) -> Node:
        match node:
            case Name(name=name):
                return (
                    node if name in bound or name not in self.names else evolve(node, name=self.names[name])
                )
            case Member(of=Name(name="taken"), name=name):
                return evolve(node, name=self.names[name]) if name in stored & self.names.keys() else node
            case Macro():
                inner = bound | {node.variable}
                of, body = self._tree(node.of, stored, bound), self._tree(node.body, stored, inner)
                return evolve(node, of=of, body=body)
        return mapped(node, lambda each: self._tree(each, stored, bound))


def renamed(definition: Definition, renaming: Renaming) -> Definition:
    """The definition under its new names; texts, titles and places stay as they are."""
    if not renaming:
        return definition
    said = _part(definition, renaming, frozenset())
    assert isinstance(said, Definition)
    return said


def _part(part: Any, renaming: Renaming, stored: frozenset[str]) -> Any:  # any part of a definition
    if isinstance(part, Expression):
        return evolve(part, tree=renaming.tree(part.tree, stored)) if renaming.names else part
    if isinstance(part, tuple):
        return tuple(_part(each, renaming, stored) for each in part)
    if isinstance(part, Mapping):
        return {key: _part(each, renaming, stored) for key, each in part.items()}
    if not attrs.has(type(part)):
        return part
    if isinstance(part, Start | Event):
        stored = frozenset(name for name, taken in part.takes.items() if taken.stored)
    changes = {}
    for attribute in attrs.fields(type(part)):
        value = getattr(part, attribute.name)
        changed = _attribute(part, attribute.name, value, renaming, stored)
        if changed is not value:
            changes[attribute.name] = changed
    return evolve(part, **changes) if changes else part


def _attribute(part: Any, name: str, value: Any, renaming: Renaming, stored: frozenset[str]) -> Any:
    kind = _PLACES.get((type(part), name))
    if isinstance(part, Property) and name == "scope" and value:
        return (value[0], *_named(value[1:], renaming.of(_SCOPES[value[0]]).get))
    if kind == ROLES:  # or a parameter that says which
        return _named(_named(value, renaming.roles.get), renaming.names.get)
    if kind:
        return _named(value, renaming.of(kind).get)
    if (keys := _KEYED.get((type(part), name))) is not None:
        get = renaming.of(keys).get
        return {get(key, key): _declared(_part(each, renaming, stored), get) for key, each in value.items()}
    if name == "takes":
        get = renaming.names.get
        return {
            get(key, key) if each.stored else key: _declared(each, get) if each.stored else each
            for key, each in value.items()
        }
    return _part(value, renaming, stored)


def _declared(part: Any, get: Callable[[str, str], str]) -> Any:
    """A field or a let under its new name."""
    if isinstance(part, Taken):
        return evolve(part, field=_declared(part.field, get))
    name = getattr(part, "name", None)
    return evolve(part, name=get(name, name)) if name is not None and get(name, name) != name else part


def _named(value: Any, get: Callable[[str, str], str]) -> Any:
    if isinstance(value, str):
        return get(value, value)
    return tuple(get(each, each) for each in value) if value else value


__all__ = ["TAKEN", "Renaming", "renamed"]
