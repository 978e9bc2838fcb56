"""Mappings put together from nodes of two files; each node keeps its file and line."""

from collections.abc import Iterator

from attrs import evolve

from ..nodes import ListNode, MappingNode, Node, ScalarNode


def entry(node: Node | None, key: str) -> tuple[ScalarNode, Node] | None:
    """The key and the value of that name, None where it is not there."""
    entries = node.entries if isinstance(node, MappingNode) else ()
    return next((found for found in entries if found[0].text == key), None)


def value(node: Node | None, *path: str) -> Node | None:
    """What stands under these keys, None where one is not there."""
    for key in path:
        found = entry(node, key)
        node = None if found is None else found[1]
    return node


def keys(node: Node | None) -> Iterator[ScalarNode]:
    """The keys of a mapping."""
    if isinstance(node, MappingNode):
        yield from (key for key, _ in node.entries)


def states_below(node: Node | None) -> Iterator[tuple[ScalarNode, Node]]:
    """Every state below a `states:`, at any depth."""
    for key, inner in node.entries if isinstance(node, MappingNode) else ():
        yield key, inner
        yield from states_below(value(inner, "states"))


def put(node: MappingNode, key: ScalarNode, inner: Node) -> MappingNode:
    """The mapping with another value under the key, in the key's place or at the end."""
    if entry(node, key.text) is None:
        return evolve(node, entries=(*node.entries, (key, inner)))
    return evolve(node, entries=tuple((k, inner) if k.text == key.text else (k, v) for k, v in node.entries))


def items(node: Node | None) -> tuple[Node, ...]:
    """The items of a list, or what stands in the place of one."""
    return () if node is None else node.items if isinstance(node, ListNode) else (node,)


def joined(first: Node | None, second: Node) -> Node:
    """What both say, as one list."""
    if first is None:
        return second
    return ListNode((*items(first), *items(second)), second.line, second.column, second.source)
