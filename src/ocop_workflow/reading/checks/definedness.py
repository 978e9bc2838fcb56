"""Reading what may be unset is refused: a must-set fixpoint over the leaves, narrowed by what guards show.

`must[leaf]` are the data fields that are set whenever a case is in that leaf; None until it is found reachable.
Guards of one `when` are all evaluated, so none of them relies on another; branches rely on all of them.
"""

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from ...guards import Scope, names, narrowed, scope_of, unset_reads
from ...guards.tree import nodes
from ...model.definition import Branch, Definition, Event, Start
from ...model.expression import Conditional, Expression, Name, Node
from ...model.tree import StateTree, state_tree
from ...model.types import CollectionType
from ..context import Context
from .moves import applying

Paths = frozenset[str]


@frozen
class _Way:
    """One way through an event: where it ends, and the expressions read on it with what is set when they are."""

    target: str
    after: Paths
    reads: tuple[tuple[Expression, Paths], ...]


def check_definedness(definition: Definition, context: Context) -> None:
    """Tell every read that is not shown to be set, with a state in which it may be unset."""
    analysis = _Analysis(definition)
    must = analysis.fixpoint()
    for start in definition.start.values():
        _tell(analysis.ways_of_start(start), start.name, None, analysis.scopes[start.name], context)
    for event in definition.events.values():
        scope = analysis.scopes[event.name]
        for leaf, branches in analysis.sources[event.name]:
            if (known := must[leaf]) is not None:
                ways = list(analysis.ways(event, leaf, branches, known))
                _tell(ways, event.name, leaf, scope, context)
                _tell_empty(ways, leaf, analysis, scope, context)


def _tell(ways: Iterable[_Way], act: str, leaf: str | None, scope: Scope, context: Context) -> None:
    for way in ways:
        for expression, known in way.reads:
            for fault in unset_reads(expression.tree, scope, known):
                place = context.at(expression.position, fault.offset)
                if place is None:
                    continue
                values = {**fault.values, "event": act, "state": leaf}
                kind = "in_state" if leaf else "at_start"
                let = "_let" if "let" in fault.values else ""
                context.problems.add(f"maybe_unset_{kind}{let}", place, values)


def _tell_empty(
    ways: Iterable[_Way], leaf: str, analysis: "_Analysis", scope: Scope, context: Context
) -> None:
    """A collection that is kept for a visit is empty outside it, where `all` would hold of nothing."""
    data = analysis.definition.data
    for way in ways:
        for expression, _ in way.reads:
            for name in sorted(names(expression.tree, scope)):
                within = data[name].within
                if (
                    isinstance(data[name].type, CollectionType)
                    and within
                    and leaf not in analysis.tree.members[within]
                ):
                    values = {"name": name, "scope": within, "state": leaf}
                    if expression.position:
                        context.problems.add("always_empty", expression.position, values)


class _Analysis:
    """The definition with what the fixpoint asks for again and again."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.tree: StateTree = state_tree(definition)
        plain = scope_of(definition)
        acts: list[Start | Event] = [*definition.start.values(), *definition.events.values()]
        self.scopes = {act.name: plain.with_taken(act.takes) for act in acts}
        self.sources = {
            event.name: [(leaf, move.branches) for leaf, move in applying(event, self.tree)]
            for event in definition.events.values()
        }

    def fixpoint(self) -> dict[str, Paths | None]:
        """Sets only shrink, so it ends."""
        must: dict[str, Paths | None] = dict.fromkeys(self.tree.leaves)
        for start in self.definition.start.values():
            for way in self.ways_of_start(start):
                self._meet(must, way)
        changed = True
        while changed:
            changed = False
            for event in self.definition.events.values():
                for leaf, branches in self.sources[event.name]:
                    if (known := must[leaf]) is not None:
                        for way in self.ways(event, leaf, branches, known):
                            changed |= self._meet(must, way)
        return must

    def _meet(self, must: dict[str, Paths | None], way: _Way) -> bool:
        before = must[way.target]
        must[way.target] = way.after if before is None else before & way.after
        return must[way.target] != before

    def ways_of_start(self, start: Start) -> Iterator[_Way]:
        scope = self.scopes[start.name]
        guards = tuple((guard.test, frozenset[str]()) for guard in start.when)
        known = _all_true([test.tree for test, _ in guards], scope)
        sets = tuple((expression, known) for expression in start.sets.values())
        yield _Way(start.to, self._after(start, {}, known, start.to), guards + sets)

    def ways(self, event: Event, leaf: str, branches: tuple[Branch, ...], known: Paths) -> Iterator[_Way]:
        """Each branch, with what its own guard and the failure of the earlier ones show."""
        scope = self.scopes[event.name]
        guards = tuple((guard.test, known) for guard in event.when)
        known |= _all_true([test.tree for test, _ in guards], scope) | _armed(event, scope)
        for branch in branches:
            here = known
            reads = guards
            if branch.when is not None:
                true, false = narrowed(branch.when.test.tree, scope)
                reads += ((branch.when.test, known),)
                here, known = known | true, known | false
            reads += tuple((e, here) for sets in (event.sets, branch.sets) for e in sets.values())
            target = branch.to or leaf
            yield _Way(target, self._after(event, branch.sets, here, target), reads)

    def _after(self, act: Start | Event, sets: Mapping[str, Expression], known: Paths, leaf: str) -> Paths:
        """What is set behind a move: writes add, clearing removes, and so does leaving a scope."""
        data = self.definition.data
        stored = {n for n, taken in act.takes.items() if taken.stored and not taken.field.optional}
        cleared = set(act.clears) if isinstance(act, Event) else set()
        written = {name for name in known if name in data} - cleared | stored | set(act.sets) | set(sets)
        return frozenset(
            name
            for name in written
            if data[name].within is None or leaf in self.tree.members[data[name].within or ""]
        )


def _all_true(trees: list[Node], scope: Scope) -> Paths:
    return frozenset().union(*(narrowed(tree, scope)[0] for tree in trees))


def _armed(event: Event, scope: Scope) -> Paths:
    """A clock event has fired only if what its time reads was set, unless its expression chooses what to read."""
    if event.at is None:
        return frozenset()
    tree = event.at.tree
    if any(isinstance(n, Conditional) or (isinstance(n, Name) and n.name in scope.lets) for n in nodes(tree)):
        return frozenset()
    return names(tree, scope)
