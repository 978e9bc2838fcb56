"""The scope of a definition: its lets in the order in which they need each other, each judged once."""

from collections.abc import Iterable, Mapping

from ..model.definition import Definition, Let, Taken
from ..model.expression import Node
from ..model.types import BooleanType, DateType, IntegerType
from .bound import COST_LIMIT, DEPTH_LIMIT, cost, whole_depth
from .definedness import narrowed
from .reads import reads
from .scope import TODAY, Known, LetFacts, Scope, may_be_unset
from .tree import free_names
from .typing import infer


def scope_of(definition: Definition, takes: Mapping[str, Taken] | None = None) -> Scope:
    """What names mean in the guards of a definition, and, with `takes`, in those of an event that takes them."""
    names: dict[str, Known] = {TODAY: Known("today", DateType())}
    for field in definition.parameters.values():
        names[field.name] = Known("parameter", field.type, unset=field.optional)
    for field in definition.data.values():
        names[field.name] = Known("data", field.type, unset=may_be_unset(field.type), personal=field.personal)
    for link in definition.links.values():
        type_ = BooleanType() if link.count is None else IntegerType(0, link.maximum)
        names[link.name] = Known("link", type_, through=link.of)
    lets: dict[str, LetFacts] = {}
    scope = Scope({**names, **{name: Known("let", None) for name in definition.let}}, None, lets)
    order, circular = _order(definition.let)
    for name in circular:
        tree = definition.let[name].expression.tree
        lets[name] = _unfit(tree, "let_cycle")
    for name in order:
        tree = definition.let[name].expression.tree
        lets[name] = _facts(tree, scope)
        found = None if lets[name].fault else infer(tree, scope)[0]
        scope = Scope({**scope.names, name: Known("let", found)}, None, lets)
    return scope.with_taken(takes)


def _facts(tree: Node, scope: Scope) -> LetFacts:
    if whole_depth(tree, scope) > DEPTH_LIMIT:
        return _unfit(tree, "let_too_deep")
    steps = cost(tree, scope)
    if steps > COST_LIMIT:
        return _unfit(tree, "let_too_costly")
    read = reads(tree, scope)
    narrows = narrowed(tree, scope)
    deep = whole_depth(tree, scope)
    return LetFacts(tree, deep, steps, read.data, read.parameters, read.today, read.links, narrows)


def _unfit(tree: Node, fault: str) -> LetFacts:
    return LetFacts(tree, 1, 1, frozenset(), frozenset(), fault=fault)


def _order(lets: Mapping[str, Let]) -> tuple[list[str], frozenset[str]]:
    """The lets, each after those it reads; and, left out of these, those that read themselves in a circle."""
    needs = {name: _needs(let.expression.tree, lets) for name, let in lets.items()}
    circular = frozenset(name for name in lets if _reads_itself(name, needs))
    order: list[str] = []
    done = set(circular)
    while len(done) < len(lets):
        ready = [name for name, read in needs.items() if name not in done and read <= done]
        order += ready
        done.update(ready)
    return order, circular


def _reads_itself(name: str, needs: Mapping[str, set[str]]) -> bool:
    reached: set[str] = set()
    stack = [*needs[name]]
    while stack:
        read = stack.pop()
        if read not in reached:
            reached.add(read)
            stack.extend(needs[read])
    return name in reached


def _needs(tree: Node, lets: Iterable[str]) -> set[str]:
    known = set(lets)
    return {node.name for node in free_names(tree) if node.name in known}
