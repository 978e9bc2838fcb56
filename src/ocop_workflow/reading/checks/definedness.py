"""Reading what may be unset is refused: a must-set fixpoint over the leaves, narrowed by what guards show.

`must[leaf]` are the data fields that are set whenever a case is in that leaf, once it is found reachable.
Guards of one `when` are all evaluated, so none of them relies on another; branches rely on all of them.
"""

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from ...guards import Fault, Scope, names, narrowed, reads, scope_of, unset_reads
from ...guards.tree import nodes
from ...model.definition import Branch, Definition, Event, Start
from ...model.expression import Conditional, Expression, Name
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
    found = analysis.fixpoint()
    for start in definition.start.values():
        _tell(analysis.ways_of_start(start), start.name, None, analysis, context)
    for event in definition.events.values():
        for leaf, _ in analysis.sources[event.name]:
            if ways := found.get((event.name, leaf)):
                _tell(ways, event.name, leaf, analysis, context)
                _tell_empty(ways, leaf, analysis, context)


def _tell(ways: Iterable[_Way], act: str, leaf: str | None, analysis: "_Analysis", context: Context) -> None:
    scope = analysis.scopes[act]
    for way in ways:
        for expression, known in way.reads:
            for fault in analysis.faults(expression, scope, known):
                place = context.at(expression.position, fault.offset)
                if place is None:
                    continue
                values = {**fault.values, "event": act, "state": leaf}
                kind = "in_state" if leaf else "at_start"
                let = "_let" if "let" in fault.values else ""
                context.problems.add(f"maybe_unset_{kind}{let}", place, values)


def _tell_empty(ways: Iterable[_Way], leaf: str, analysis: "_Analysis", context: Context) -> None:
    """A collection that is kept for a visit is empty outside it, where `all` would hold of nothing."""
    fields, members = analysis.definition.data, analysis.tree.members
    absent = frozenset(
        name
        for name, within in analysis.within.items()
        if leaf not in members[within] and isinstance(fields[name].type, CollectionType)
    )
    for expression, _ in (read for way in ways if absent for read in way.reads):
        for name in sorted(analysis.reads(expression) & absent):
            values = {"name": name, "scope": fields[name].within, "state": leaf}
            if expression.position:
                context.problems.add("always_empty", expression.position, values)


class _Analysis:
    """The definition with what the fixpoint asks for again and again."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.tree: StateTree = state_tree(definition)
        plain = scope_of(definition)
        acts: list[Start | Event] = [*definition.start.values(), *definition.events.values()]
        self.within = {name: field.within for name, field in definition.data.items() if field.within}
        self._data = frozenset(definition.data)
        self._plain = plain
        self._narrows: dict[int, tuple[Paths, Paths]] = {}
        self._reads: dict[int, Paths] = {}
        self._faults: dict[tuple[int, Paths], list[Fault]] = {}
        bare = plain.with_taken({})
        self.scopes = {act.name: plain.with_taken(act.takes) if act.takes else bare for act in acts}
        self.sources = {
            event.name: [(leaf, move.branches) for leaf, move in applying(event, self.tree)]
            for event in definition.events.values()
        }

    def fixpoint(self) -> dict[tuple[str, str], list[_Way]]:
        """Event and leaf → the ways through, for leaves that can be reached; sets only shrink, so it ends."""
        must: dict[str, Paths] = {}
        changed: dict[str, None] = {}  # leaves, in the order in which they are looked at again
        found: dict[tuple[str, str], list[_Way]] = {}
        leaving: dict[str, list[tuple[Event, tuple[Branch, ...]]]] = {leaf: [] for leaf in self.tree.leaves}
        for event in self.definition.events.values():
            for leaf, branches in self.sources[event.name]:
                leaving[leaf].append((event, branches))
        for start in self.definition.start.values():
            for way in self.ways_of_start(start):
                _meet(must, changed, way)
        while changed:
            leaf = next(iter(changed))
            del changed[leaf]
            for event, branches in leaving[leaf]:
                found[event.name, leaf] = list(self.ways(event, leaf, branches, must[leaf]))
                for way in found[event.name, leaf]:
                    _meet(must, changed, way)
        return found

    def ways_of_start(self, start: Start) -> Iterator[_Way]:
        scope = self.scopes[start.name]
        guards = tuple((guard.test, frozenset[str]()) for guard in start.when)
        known = self._all_true([test for test, _ in guards], scope)
        sets = tuple((expression, known) for expression in start.sets.values())
        yield _Way(start.to, self._after(start, {}, known, start.to), guards + sets)

    def ways(self, event: Event, leaf: str, branches: tuple[Branch, ...], known: Paths) -> Iterator[_Way]:
        """Each branch, with what its own guard and the failure of the earlier ones show."""
        scope = self.scopes[event.name]
        guards = tuple((guard.test, known) for guard in event.when)
        known |= self._all_true([test for test, _ in guards], scope) | _armed(event, scope)
        for branch in branches:
            here = known
            read = guards
            if branch.when is not None:
                true, false = self._narrowed(branch.when.test, scope)
                read += ((branch.when.test, known),)
                here, known = known | true, known | false
            read += tuple((e, here) for sets in (event.sets, branch.sets) for e in sets.values())
            target = branch.to or leaf
            yield _Way(target, self._after(event, branch.sets, here, target), read)

    def _all_true(self, tests: list[Expression], scope: Scope) -> Paths:
        return frozenset[str]().union(*(self._narrowed(test, scope)[0] for test in tests))

    def _narrowed(self, test: Expression, scope: Scope) -> tuple[Paths, Paths]:
        key = id(test)
        if key not in self._narrows:
            self._narrows[key] = narrowed(test.tree, scope)
        return self._narrows[key]

    def reads(self, expression: Expression) -> Paths:
        """The data and parameters that are read."""
        if id(expression) not in self._reads:
            found = reads(expression.tree, self._plain)
            self._reads[id(expression)] = found.data | found.parameters
        return self._reads[id(expression)]

    def faults(self, expression: Expression, scope: Scope, known: Paths) -> list[Fault]:
        """Unset reads, judged once for all states that differ in nothing which the expression reads."""
        telling = known & self.reads(expression) | {path for path in known if "." in path}
        key = (id(expression), telling)
        if key not in self._faults:
            self._faults[key] = unset_reads(expression.tree, scope, telling)
        return self._faults[key]

    def _after(self, act: Start | Event, sets: Mapping[str, Expression], known: Paths, leaf: str) -> Paths:
        """What is set behind a move: writes add, clearing removes, and so does leaving a scope."""
        stored = (n for n, taken in act.takes.items() if taken.stored and not taken.field.optional)
        cleared = act.clears if isinstance(act, Event) else ()
        written = (known & self._data).difference(cleared).union(stored, act.sets, sets)
        left = (name for name, within in self.within.items() if leaf not in self.tree.members[within])
        return written.difference(left)


def _meet(must: dict[str, Paths], changed: dict[str, None], way: _Way) -> None:
    before = must.get(way.target)
    must[way.target] = after = way.after if before is None else before & way.after
    if after != before:
        changed[way.target] = None


def _armed(event: Event, scope: Scope) -> Paths:
    """A clock event has fired only if what its time reads was set, unless its expression chooses what to read."""
    if event.at is None:
        return frozenset()
    tree = event.at.tree
    if any(isinstance(n, Conditional) or (isinstance(n, Name) and n.name in scope.lets) for n in nodes(tree)):
        return frozenset()
    return names(tree, scope)
