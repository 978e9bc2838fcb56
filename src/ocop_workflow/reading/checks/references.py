"""Every name that the file mentions is declared somewhere in it, as what it is used for."""

from collections.abc import Callable, Collection, Iterable, Mapping

from attrs import field, frozen

from ...model.definition import CLOCK, Definition
from ...model.tree import StateTree, state_tree
from ...model.types import CollectionType, EnumType, LevelType, RoleType
from ..basis import MARKS
from ..context import Context, Reference
from ..moves import STAY
from ..problems import listed


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
WORDS = {
    "leaf": (STAY,),
    "role": (CLOCK,),
    "source": MARKS,
}  # that mean something where such a name may stand


def check_references(
    definition: Definition, context: Context, words: Mapping[str, Collection[str]] = WORDS
) -> None:
    """Tell every name that nothing declares, and targets and collections that are something else.

    `words` mean something where a name of their kind may stand.
    """
    known = _Known(definition, context.declared, state_tree(definition))
    kinds = {"scope": "state", "leaf": "state", "collection": "data"}
    for reference in context.references:
        if reference.kind in ("level", "role_level", "unit_level"):
            _check_level(reference, definition, context)
        if reference.kind not in CODES:
            continue
        among = known[kinds.get(reference.kind, reference.kind)]
        if reference.name not in among:
            values = {"name": reference.name[:80], "known": listed(list(dict.fromkeys(among)))}
            meant = [*among, *words.get(reference.kind, ())]
            code = CODES[reference.kind]
            context.problems.add(code, reference.node, values, wrong=reference.name, among=meant)
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
    elif parameter is not None and reference.kind != "unit_level":
        if not isinstance(parameter.type, LevelType):
            context.problems.add("not_a_level", reference.node, {"name": reference.name})
    elif definition.levels and reference.name not in definition.levels:
        values = {"name": reference.name[:80]}
        values["known"] = listed(tuple(definition.levels))
        among = [*definition.levels, *_saying_levels(reference, definition)]
        context.problems.add("unknown_level", reference.node, values, wrong=reference.name, among=among)


def _saying_levels(reference: Reference, definition: Definition) -> list[str]:
    """What may say a level in its place: parameters, and data fields where a role asks for one."""
    if reference.kind == "unit_level":
        return []
    found = [name for name, field in definition.parameters.items() if isinstance(field.type, LevelType)]
    if reference.kind == "role_level":
        found += [name for name, field in definition.data.items() if isinstance(field.type, EnumType)]
    return found


def _check_collection(reference: Reference, known: _Known, context: Context) -> None:
    declared = known.definition.data.get(reference.name)
    if declared and not isinstance(declared.type, CollectionType):
        context.problems.add("not_a_collection", reference.node, {"name": reference.name})


SPECIAL: Mapping[str, Callable[[Reference, _Known, Context], None]] = {
    "leaf": _check_target,
    "collection": _check_collection,
}
