"""`parameters` of an extension: a value for one of the base's, or a declaration of its own.

A value is put into the base's declaration as its `value`, which settles it: nobody gives another one.
"""

from attrs import evolve

from ..fields import as_mapping
from ..nodes import ListNode, MappingNode, Node, ScalarNode
from ..problems import Problems
from ..scalars import INTEGER
from .additions import names
from .base import told
from .trees import entry, keys, put, value

LESS, MORE = "authority", "waiting"  # whose time it is: the authority's may shrink, a waiting time may grow


def parameters(base: Node, extension: Node | None, problems: Problems) -> Node | None:
    """The base's parameters, with what the extension settles of them, and its own."""
    old = value(base, "parameters")
    if extension is None or as_mapping(extension, problems) is None:
        return old
    assert isinstance(extension, MappingNode)  # just asked
    known = names("parameters", base)
    whole = old if isinstance(old, MappingNode) else evolve(extension, entries=())
    for key, given in extension.entries:
        found = entry(whole, key.text)
        if found is None or found not in (old.entries if isinstance(old, MappingNode) else ()):
            if key.text in known:
                problems.add(
                    "extension_redefines", key, {"name": key.text[:80], "base": told(known[key.text])}
                )
            whole = evolve(whole, entries=(*whole.entries, (key, given)))
        elif entry(given, "type") or entry(given, "enum"):
            problems.add("extension_redefines", key, {"name": key.text[:80], "base": told(found[0])})
        elif isinstance(found[1], MappingNode):
            whole = put(whole, found[0], _settled(key, given, found[1], problems))
    return whole


def kept_to_roles(base: Node, extension: Node | None, whole: Node | None) -> Node | None:
    """A parameter of the base names none of the roles that the extension adds: who acts for the base acts in it."""
    roles = tuple(keys(value(base, "roles")))
    for key in keys(value(base, "parameters")) if roles and any(keys(extension)) else ():
        declared, kind = value(whole, key.text), value(whole, key.text, "type")
        free = isinstance(kind, ScalarNode) and kind.text == "role" and entry(declared, "among") is None
        if free and isinstance(whole, MappingNode) and isinstance(declared, MappingNode):
            listed = ListNode(roles, roles[0].line, roles[0].column, roles[0].source)
            whole = put(whole, key, put(declared, evolve(roles[0], text="among"), listed))
    return whole


def _settled(key: ScalarNode, given: Node, declared: MappingNode, problems: Problems) -> MappingNode:
    before = entry(declared, "value")
    if before is not None and not _same(given, before[1]) and not _stricter(given, before[1], declared):
        values = {"name": key.text, "value": getattr(before[1], "text", "…"), "base": told(before[1])}
        problems.add("parameter_settled", key, values)
    word = before[0] if before else evolve(key, text="value")
    return put(declared, word, given)


def _same(one: Node, other: Node) -> bool:
    return isinstance(one, ScalarNode) and isinstance(other, ScalarNode) and one.text == other.text


def _stricter(given: Node, before: Node, declared: MappingNode) -> bool:
    """Whether the time changes the way that whose time it is allows."""
    time = value(declared, "time")
    if not all(isinstance(each, ScalarNode) for each in (given, before, time)):
        return False
    new, old, whose = (each.text for each in (given, before, time) if isinstance(each, ScalarNode))
    if not INTEGER.fullmatch(new) or not INTEGER.fullmatch(old):
        return False
    return (whose == LESS and int(new) < int(old)) or (whose == MORE and int(new) > int(old))
