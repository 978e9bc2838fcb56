"""An extension and its base as one tree of nodes, which is read like any other file."""

from attrs import evolve

from ...model.definition import Definition
from ...model.tree import StateTree, state_tree
from ...model.types import CaseType
from .. import scalars
from ..context import Context
from ..fields import Fields
from ..nodes import MappingNode, Node, ScalarNode
from ..problems import Problems
from ..states import read_states
from .additions import ADDED, added
from .base import told
from .narrow import narrowed
from .parameters import kept_to_roles, parameters
from .split import split_states
from .trees import entry, joined, value

OWN = ("workflow", "version", "title", "from")  # what an extension says of itself, else the base's
BASE_ONLY = ("states", "start", "unit", "timezone", "links")
ORDER = (
    *("workflow", "version", "title", "timezone", "from", "sources", "parameters", "types", "data", "unit"),
    *("links", "levels", "let", "roles", "start", "states", "events", "properties"),
)


def merged(node: Node, base: Node, declared: Definition, problems: Problems) -> Node:
    """The nodes of the file `node` and of its base; what would not refine the base is a problem."""
    assert isinstance(node, MappingNode)  # it has a key `extends`
    fields = Fields(node, problems)
    fields.take("extends")
    said = {name: fields.need(name) if name in ("workflow", "version") else fields.take(name) for name in OWN}
    parts = {name: value(base, name) for name in ORDER}
    parts |= {name: inner for name, inner in said.items() if inner is not None}
    _check_from(said["from"], declared, base, problems)
    _check_name(said["workflow"], declared, problems)
    for section in ADDED:
        parts[section] = added(section, base, fields.take(section), problems)
    given = parameters(base, fields.take("parameters"), problems)
    parts["parameters"] = kept_to_roles(base, value(node, "roles"), given)
    if (claims := fields.take("properties")) is not None:
        scalars.plain_list(claims, problems)
        parts["properties"] = joined(value(base, "properties"), claims)
    parts["states"] = split_states(value(base, "states"), fields.take("split"), declared, problems)
    narrow, tree = fields.take("narrow"), _tree(parts["states"], declared)
    parts["start"] = narrowed(parts["start"], _of(narrow, declared, starts=True), declared, tree, problems)
    parts["events"] = narrowed(parts["events"], _of(narrow, declared, starts=False), declared, tree, problems)
    for word in BASE_ONLY:
        if fields.take(word) is not None:
            found = entry(base, word)
            place = told(found[0] if found else base)
            problems.add("extension_base_word", fields.key(word), {"key": word, "base": place})
    fields.done()
    problems.check()
    return _whole(node, base, {name: inner for name, inner in parts.items() if inner is not None})


def _whole(node: MappingNode, base: Node, parts: dict[str, Node]) -> Node:
    """The sections in their order, each under the key of the file that has it."""
    entries: list[tuple[ScalarNode, Node]] = []
    for name in ORDER:
        if name in parts:
            key = entry(node, name) if entry(base, name) is None or name in OWN else None
            found = key or entry(base, name)
            assert found is not None  # one of the two has the section
            entries.append((found[0], parts[name]))
    return evolve(node, entries=tuple(entries))


def _of(narrow: Node | None, declared: Definition, *, starts: bool) -> Node | None:
    """The part of `narrow:` that speaks of starts, or all the rest."""
    if not isinstance(narrow, MappingNode):
        return None if starts else narrow
    return evolve(
        narrow, entries=tuple((k, v) for k, v in narrow.entries if (k.text in declared.start) == starts)
    )


def _tree(states: Node | None, declared: Definition) -> StateTree | None:
    """The tree of the split states; None where they cannot be read, which reading tells."""
    scratch = Context()
    read = read_states(states, scratch)
    return None if len(scratch.problems) else state_tree(evolve(declared, states=read))


def _check_name(node: Node | None, declared: Definition, problems: Problems) -> None:
    """Cases that others count keep the name by which they are counted."""
    name = node.text if isinstance(node, ScalarNode) else None
    named = next((field for field in declared.data.values() if isinstance(field.type, CaseType)), None)
    if node is not None and name not in (None, declared.workflow) and named is not None and named.position:
        values = {"name": declared.workflow, "field": named.name}
        values["base"] = f"{named.position.file}:{named.position.line}"
        problems.add("extension_renamed", node, values)


def _check_from(node: Node | None, declared: Definition, base: Node, problems: Problems) -> None:
    """An extension is in force no earlier than what it extends."""
    first = None if node is None else scalars.day(node, problems)
    found = entry(base, "from")
    if node is not None and first and declared.from_ and first < declared.from_ and found:
        values = {"day": first, "base_day": declared.from_, "base": told(found[0])}
        problems.add("extension_before_base", node, values)
