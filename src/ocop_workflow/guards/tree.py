"""Walking trees without recursion, so that no depth can break the walker."""

from collections.abc import Callable, Iterator
from typing import Any

from attrs import evolve

from ..model.expression import Binary, Call, Conditional, Items, Literal, Macro, Member, Name, Node, Unary

_CHILDREN: dict[type, Callable[[Any], tuple[Node, ...]]] = {
    Literal: lambda _: (),
    Name: lambda _: (),
    Member: lambda node: (node.of,),
    Unary: lambda node: (node.operand,),
    Binary: lambda node: (node.left, node.right),
    Conditional: lambda node: (node.condition, node.then, node.otherwise),
    Call: lambda node: node.arguments,
    Macro: lambda node: (node.of, node.body),
    Items: lambda node: node.items,
}


def children(node: Node) -> tuple[Node, ...]:
    """The nodes right below, in the order of the text."""
    return _CHILDREN[type(node)](node)


def mapped(node: Node, change: Callable[[Node], Node]) -> Node:
    """The node with each of those right below it changed; what has none is itself."""
    match node:
        case Member():
            return evolve(node, of=change(node.of))
        case Macro():
            return evolve(node, of=change(node.of), body=change(node.body))
        case Unary():
            return evolve(node, operand=change(node.operand))
        case Binary():
            return evolve(node, left=change(node.left), right=change(node.right))
        case Conditional():
            condition, then, otherwise = map(change, children(node))
            return evolve(node, condition=condition, then=then, otherwise=otherwise)
        case Call():
            return evolve(node, arguments=tuple(map(change, node.arguments)))
        case Items():
            return evolve(node, items=tuple(map(change, node.items)))
        case _:
            return node


def nodes(tree: Node) -> Iterator[Node]:
    """Every node, parents before their children."""
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(children(node)))


def depth(tree: Node) -> int:
    """How many nodes lie on the longest way down."""
    deepest, level = 0, [tree]
    while level:
        deepest += 1
        level = [child for node in level for child in children(node)]
    return deepest


def free_names(tree: Node) -> Iterator[Name]:
    """Every name that is no variable of a list function."""
    stack: list[tuple[Node, frozenset[str]]] = [(tree, frozenset())]
    while stack:
        node, bound = stack.pop()
        match node:
            case Name(name=name):
                if name not in bound:
                    yield node
            case Macro(of=of, variable=variable, body=body):
                stack += [(body, bound | {variable}), (of, bound)]
            case _:
                stack.extend((child, bound) for child in reversed(children(node)))
