"""The transition table: every expression compiled, every source resolved to leaves, once a definition."""

from collections.abc import Callable, Mapping

from attrs import field, frozen

from ..guards import (
    Environment,
    Scope,
    compile_explanation,
    compile_expression,
    names,
    reads_taken,
    scope_of,
)
from ..model.definition import Definition, Event, Guard, Start, Taken
from ..model.expression import Expression
from ..model.tree import StateTree, state_tree
from ..model.types import CaseType, CollectionType
from .passage import Passages
from .sources import Region, innermost, regions

Compiled = Callable[[Environment], object]


@frozen
class CompiledGuard:
    """A guard, what computes it, and what tells the values that it saw."""

    guard: Guard
    test: Compiled = field(eq=False)
    seen: Callable[[Environment], dict[str, object]] = field(eq=False, repr=False)
    reads_taken: bool
    label: str = field(init=False)  # its name, or what was written

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "label", self.guard.name or self.guard.test.text)


@frozen
class CompiledBranch:
    """Where a branch leads (None: stay) and what it sets besides the event."""

    to: str | None
    when: CompiledGuard | None
    sets: Mapping[str, Compiled]


@frozen
class CompiledEvent:
    """An event or a start: guards, setters and, by leaf, the branches of the innermost source.

    `sources` are the leaves with a move in the order of the file. A clock event has `due` (a callable that gives
    a date, with the data fields it reads) or, by leaf, `regions`; in `paused` leaves its time is not counted.
    """

    declared: Event | Start
    takes: Mapping[str, Taken]
    roles: tuple[str, ...]  # those of `by`, parameters replaced
    when: tuple[CompiledGuard, ...]
    sets: Mapping[str, Compiled]
    branches: Mapping[str, tuple[CompiledBranch, ...]]
    due: Compiled | None = None
    due_reads: frozenset[str] = frozenset()
    regions: Mapping[str, Region] = field(factory=dict)
    paused: frozenset[str] = frozenset()
    collection: CollectionType | None = None  # what it adds a record to
    name: str = field(init=False)
    personal: bool = field(init=False)  # whether a value of its payload is
    passing: frozenset[str] = field(init=False)  # what it takes and does not store
    plain: frozenset[str] = field(
        init=False
    )  # the leaves where nothing is asked or reckoned of data and payload

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "name", self.declared.name)
        object.__setattr__(self, "personal", any(each.field.personal for each in self.takes.values()))
        object.__setattr__(self, "passing", frozenset(n for n, each in self.takes.items() if not each.stored))
        branches = {} if self.when or self.sets else self.branches
        plain = frozenset(leaf for leaf, (first, *_) in branches.items() if not first.when and not first.sets)
        object.__setattr__(self, "plain", plain)

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(self.branches)


@frozen
class Table:
    """What `decide` reads. `evidence` maps a scope ("" is the case) to the events whose actors are remembered."""

    tree: StateTree
    passages: Passages = field(eq=False, repr=False)
    starts: Mapping[str, CompiledEvent]
    events: Mapping[str, CompiledEvent]
    clocks: tuple[CompiledEvent, ...]
    dating: frozenset[str]  # the data fields that due dates are reckoned from
    counting: bool  # whether a clock counts from when a case comes somewhere
    evidence: Mapping[str, frozenset[str]]
    remembered: Mapping[str, frozenset[str]]  # event → the scopes in which its actors are
    counted: Mapping[str, str]  # event → the name under which they are, where that is another
    scoped: Mapping[str, str]  # data field → the composite or tag it lives in
    references: tuple[str, ...]  # the data fields that refer to other cases
    collections: frozenset[str]  # the data fields that records are added to
    personal: frozenset[str]  # those whose values stand beside the history
    alone: bool  # whether its cases neither refer to others nor ask about any


def compile_table(definition: Definition) -> Table:
    """Compile a definition that loading has checked."""
    tree, plain = state_tree(definition), scope_of(definition)
    events = {name: _event(definition, tree, plain, event) for name, event in definition.events.items()}
    evidence: dict[str, frozenset[str]] = {}
    for event in definition.events.values():
        scope = event.within or ""
        asked = frozenset((*event.requires, *event.not_by, *event.only_by))
        if asked:
            evidence[scope] = evidence.get(scope, frozenset()) | asked
    scoped = {name: declared.within for name, declared in definition.data.items() if declared.within}
    references = tuple(name for name, each in definition.data.items() if isinstance(each.type, CaseType))
    clocks = tuple(
        event for event in events.values() if isinstance(event.declared, Event) and event.declared.is_clock
    )
    return Table(
        tree=tree,
        passages=Passages(tree, scoped),
        starts={name: _start(definition, plain, start) for name, start in definition.start.items()},
        events=events,
        clocks=clocks,
        dating=frozenset().union(*(clock.due_reads for clock in clocks)),
        counting=any(clock.due is None for clock in clocks),
        evidence=evidence,
        scoped=scoped,
        remembered=_remembered(definition, evidence),
        counted={name: event.counts_as for name, event in definition.events.items() if event.counts_as},
        references=references,
        collections=frozenset(
            name for name, declared in definition.data.items() if isinstance(declared.type, CollectionType)
        ),
        alone=not references and not definition.links,
        personal=frozenset(name for name, declared in definition.data.items() if declared.personal),
    )


def _remembered(definition: Definition, evidence: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    asked = frozenset().union(*evidence.values())
    under = {name: (event.counts_as or name) for name, event in definition.events.items()}
    acts = [*under, *(name for name in sorted(asked) if name not in under)]
    return {
        act: frozenset(scope for scope, names in evidence.items() if under.get(act, act) in names)
        for act in acts
        if under.get(act, act) in asked
    }


def role_names(definition: Definition, declared: Event | Start) -> tuple[str, ...]:
    """`by`, with parameters of type role replaced by the role that they name; one that is open permits nobody."""
    names = (definition.values.get(name) if name in definition.parameters else name for name in declared.by)
    return tuple(name for name in names if isinstance(name, str) and name in definition.roles)


def _guard(guard: Guard, scope: Scope) -> CompiledGuard:
    tree = guard.test.tree
    test, seen = compile_expression(tree, scope), compile_explanation(tree, scope)
    return CompiledGuard(guard, test, seen, reads_taken(tree, scope))


def _sets(sets: Mapping[str, Expression], scope: Scope) -> dict[str, Compiled]:
    return {name: compile_expression(expression.tree, scope) for name, expression in sets.items()}


def _start(definition: Definition, plain: Scope, start: Start) -> CompiledEvent:
    scope = plain.with_taken(start.takes)
    return CompiledEvent(
        declared=start,
        takes=start.takes,
        roles=role_names(definition, start),
        when=tuple(_guard(guard, scope) for guard in start.when),
        sets=_sets(start.sets, scope),
        branches={"": (CompiledBranch(start.to, None, {}),)},
    )


def _event(definition: Definition, tree: StateTree, plain: Scope, event: Event) -> CompiledEvent:
    scope = plain.with_taken(event.takes)
    moves = innermost(tree, event)
    compiled = {
        move.source: tuple(
            CompiledBranch(each.to, _guard(each.when, scope) if each.when else None, _sets(each.sets, scope))
            for each in move.branches
        )
        for move in event.moves
    }
    uncounted = frozenset(leaf for name in event.not_counting for leaf in tree.members[name])
    due = compile_expression(event.at.tree, scope) if event.at else None
    collection = definition.data[event.collects].type if event.collects else None
    assert collection is None or isinstance(collection, CollectionType)  # checked at load
    return CompiledEvent(
        declared=event,
        takes=event.takes,
        roles=role_names(definition, event),
        when=tuple(_guard(guard, scope) for guard in event.when),
        sets=_sets(event.sets, scope),
        branches={leaf: compiled[move.source] for leaf, move in moves.items()},
        due=due,
        due_reads=names(event.at.tree, scope) if event.at else frozenset(),
        regions=regions(tree, moves, uncounted) if event.after else {},
        paused=uncounted,
        collection=collection,
    )
