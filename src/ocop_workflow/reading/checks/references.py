"""Every name that the file mentions is declared somewhere in it, as what it is used for."""

from collections.abc import Callable, Collection, Iterable, Mapping

from attrs import field, frozen

from ...model.definition import Definition
from ...model.tree import StateTree, state_tree
from ...model.types import CollectionType, EnumType, LevelType, RoleType
from ..context import Context, Reference


@frozen
class _Known:
    """What is declared, by what a reference may mean."""

    definition: Definition
    declared: Mapping[str, Collection[str]]
    tree: StateTree
    _found: dict[str, dict[str, None]] = field(factory=dict)

    def __getitem__(self, kind: str) -> Mapping[str, None]:
        """The names of a kind in the order of the file, gathered once."""
        if kind not in self._found:
            self._found[kind] = dict.fromkeys(self._names(kind))
        return self._found[kind]

    def _names(self, kind: str) -> Iterable[str]:
        begun = self.declared.get(kind, ())
        match kind:
            case "state":
                return self.tree.members
            case "role":
                roles = [n for n, p in self.definition.parameters.items() if isinstance(p.type, RoleType)]
                return (*self.definition.roles, *roles)
            case "event":
                return (*self.definition.events, *begun)
            case "act":
                return (*self["event"], *self.definition.start)
            case "source":
                return (*self.definition.sources, *begun)
            case _:
                return (*self.definition.data, *begun)


CODES = {
    "state": "unknown_state",
    "scope": "unknown_state",
    "leaf": "unknown_state",
    "event": "unknown_event",
    "act": "unknown_event",
    "role": "unknown_role",
    "data": "unknown_data",
    "collection": "unknown_data",
    "source": "unknown_source",
}


def check_references(definition: Definition, context: Context) -> None:
    """Tell every name that nothing declares, and targets and collections that are something else."""
    known = _Known(definition, context.declared, state_tree(definition))
    kinds = {"scope": "state", "leaf": "state", "collection": "data"}
    for reference in context.references:
        if reference.kind in ("level", "role_level"):
            _check_level(reference, definition, context)
        if reference.kind not in CODES:
            continue
        among = known[kinds.get(reference.kind, reference.kind)]
        if reference.name not in among:
            values = {"name": reference.name[:80]}
            code = CODES[reference.kind]
            context.problems.add(code, reference.node, values, wrong=reference.name, among=among)
        elif special := SPECIAL.get(reference.kind):
            special(reference, known, context)


def _check_target(reference: Reference, known: _Known, context: Context) -> None:
    """A target is a leaf, or a composite that says where it begins."""
    name, tree = reference.name, known.tree
    if name not in tree.states:
        context.problems.add("target_is_tag", reference.node, {"name": name})
        return
    state = tree.states[name]
    while state.states:
        if state.initial is None:
            inside = ", ".join(tree.members[name])
            values = {"name": name, "composite": state.name, "leaves": inside}
            context.problems.add("target_is_composite", reference.node, values)
            return
        state = tree.states[state.initial]


def _check_level(reference: Reference, definition: Definition, context: Context) -> None:
    """A parameter must be of type level; where `levels` are listed, another word must be one of them.

    The level of a role may also be a data field whose words are levels.
    """
    parameter, declared = definition.parameters.get(reference.name), definition.data.get(reference.name)
    if reference.kind == "role_level" and declared is not None and parameter is None:
        words = declared.type.values if isinstance(declared.type, EnumType) else ()
        if not words or (definition.levels and not set(words) <= set(definition.levels)):
            context.problems.add("not_levels", reference.node, {"name": reference.name})
    elif parameter is not None:
        if not isinstance(parameter.type, LevelType):
            context.problems.add("not_a_level", reference.node, {"name": reference.name})
    elif definition.levels and reference.name not in definition.levels:
        values = {"name": reference.name[:80]}
        among = tuple(definition.levels)
        context.problems.add("unknown_level", reference.node, values, wrong=reference.name, among=among)


def _check_collection(reference: Reference, known: _Known, context: Context) -> None:
    declared = known.definition.data.get(reference.name)
    if declared and not isinstance(declared.type, CollectionType):
        context.problems.add("not_a_collection", reference.node, {"name": reference.name})


SPECIAL: Mapping[str, Callable[[Reference, _Known, Context], None]] = {
    "leaf": _check_target,
    "collection": _check_collection,
}
