"""What an extension adds beside what the base has: names that the base does not use."""

from attrs import evolve

from ..fields import as_mapping
from ..nodes import MappingNode, Node, ScalarNode
from ..problems import Problems
from .base import told
from .trees import keys, states_below, value

# Sections that share their names: in the expressions, and among what happens.
EXPRESSIONS = ("parameters", "data", "let", "links")
ACTS = ("events", "start")
ADDED = ("sources", "types", "data", "levels", "let", "roles", "events")


def added(section: str, base: Node, extension: Node | None, problems: Problems) -> Node | None:
    """The section with the extension's entries behind the base's; names of the base are refused."""
    old = value(base, section)
    if extension is None or as_mapping(extension, problems) is None:
        return old
    assert isinstance(extension, MappingNode)  # just asked
    refuse_taken(section, base, extension, problems)
    if not isinstance(old, MappingNode):
        return extension
    return evolve(old, entries=(*old.entries, *extension.entries))


def refuse_taken(section: str, base: Node, extension: MappingNode, problems: Problems) -> None:
    """Tell every name that the base already gives a meaning, with both places."""
    known = names(section, base)
    for key in keys(extension):
        if key.text in known:
            problems.add("extension_redefines", key, {"name": key.text[:80], "base": told(known[key.text])})


def names(section: str, base: Node) -> dict[str, ScalarNode]:
    """The names of the base that one of this section may not have, and where they are declared."""
    together = next((group for group in (EXPRESSIONS, ACTS) if section in group), (section,))
    found = {key.text: key for each in together for key in keys(value(base, each))}
    return {**levels(base), **found} if together == EXPRESSIONS else found


def levels(base: Node) -> dict[str, ScalarNode]:
    """What `at` names in states and roles: data or a parameter of that name would say the level in its stead."""
    roles = value(base, "roles")
    parts = [*states_below(value(base, "states")), *(roles.entries if isinstance(roles, MappingNode) else ())]
    said = (value(inner, "at") for _, inner in parts)
    return {node.text: node for node in said if isinstance(node, ScalarNode)}
