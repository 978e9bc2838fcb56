"""A definition relaxed for proving: it can do all that the original can, and its data are small.

Actors, units and clocks are let go: anybody may act, a clock event may happen whenever it could be armed. Lists,
the day, what linked cases say and relations between wide values become free: an event takes their value as payload,
one value for each distinct term, so that guards, `sets` and properties of one step agree about it. So does an open
parameter, unless all that reads it can be followed; then it is steady. Data that nothing reads are dropped. What is
proved of the relaxed definition holds of the original; what is refuted must be replayed on the original before it is
told.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import chain

from attrs import evolve, field, frozen

from ..guards import Scope, scope_of
from ..guards.tree import nodes
from ..model.definition import (
    Branch,
    Definition,
    Event,
    Guard,
    Letter,
    Property,
    Role,
    Start,
    State,
    Taken,
)
from ..model.expression import (
    Call,
    Conditional,
    Expression,
    Literal,
    Member,
    Name,
    Node,
)
from ..model.types import (
    NumberType,
    RoleType,
)
from ..properties import data_name, letter_scope, whole_change
from .act import Act
from .foreseen import foreseen
from .freed import Freeing, is_list, small
from .live import all_sets, claims, conditions, only_live
from .steady import as_names, steadies, taken_parameter, with_steady
from .terms import given, inlined, terms
from .tracked import Focus, Keeping, Kept, related, with_related

__all__ = ["ANYONE", "Relaxed", "relax", "small"]

ANYONE = "anyone"
_FINE = 6  # at least so many digits for a free number that may have no last one


@frozen
class Relaxed:
    """`free` has, by event, the payload fields made up for terms, with what each stands for.

    `undecided` has, by number, the properties that speak of what is let go, with the terms that can't be followed.
    `roles` has, by act, those in which it can be done, CLOCK among them: of one that is open, all that it may be.
    With a solver, `kept` are the conditions that are fields of their own, and `stands` has by event what each made-up
    payload field stands for that it is asked about.
    """

    definition: Definition
    free: Mapping[str, Mapping[str, str]]
    undecided: Mapping[int, tuple[str, ...]]
    roles: Mapping[str, tuple[str, ...]]
    kept: tuple[Kept, ...] = ()
    stands: Mapping[str, Mapping[str, Node]] = field(factory=dict)


def relax(
    definition: Definition,
    properties: Iterable[Property],
    *,
    without_requires: bool = False,
    closed: bool = False,
    keep: Focus | None = None,
) -> Relaxed:
    """Relax a checked definition; its `properties` become those given, in the relaxed definition's own terms.

    `closed`: parameters that are open stay unset, so that what is found is said of these values alone.
    `keep`: what cannot be split and is in this focus is kept along a run, for a search that asks a solver.
    """
    claimed = tuple(foreseen(definition, claim) for claim in properties)
    steady = frozenset() if closed else steadies(definition)
    while True:
        relaxing = _Relaxing(
            with_steady(definition, steady),
            steady,
            without_requires=without_requires,
            closed=closed,
            keep=keep,
        )
        relaxed = relaxing.run(claimed)
        if not relaxing.freed:
            return relaxed
        steady -= relaxing.freed


class _Relaxing:
    def __init__(
        self,
        definition: Definition,
        steady: frozenset[str],
        *,
        without_requires: bool,
        closed: bool,
        keep: Focus | None,
    ) -> None:
        self.definition = definition
        self.closed = closed
        self.steady = steady
        self.freed: set[str] = set()  # steady parameters in terms that can't be followed: let them go
        self.without_requires = without_requires
        plain = scope_of(definition)
        acts: dict[str, Start | Event] = {**definition.start, **definition.events}
        self.plain = plain
        fine = _digits(definition) + 2  # between any two values that are told apart there are others
        self.freeing = Freeing(definition, fine, closed=closed)
        self.known = {**definition.let, **given(definition)}
        self.known_at_start = {**self.known, **as_names(steady, taken_parameter)}
        self.known_across = {**self.known, **as_names(steady, lambda name: Name(f"after.{name}"))}
        self.undecided: dict[int, tuple[str, ...]] = {}
        self.keeping = None if keep is None else Keeping(definition, keep)
        self.acts = {
            name: Act(name, act.takes, plain.with_taken(act.takes), keeping=self.keeping)
            for name, act in acts.items()
        }

    def run(self, properties: tuple[Property, ...]) -> Relaxed:
        definition = self.definition
        starts = [self._start(start) for start in definition.start.values()]
        events = [self._event(event) for event in definition.events.values()]
        claims = tuple(self._property(claim, number) for number, claim in enumerate(properties))
        relaxed = evolve(
            definition,
            start={each.name: evolve(each, takes=self._takes(self.acts[each.name])) for each in starts},
            events={each.name: evolve(each, takes=self._takes(self.acts[each.name])) for each in events},
            states=_without_levels(definition.states),
            roles={ANYONE: Role(ANYONE)},
            unit=None,
            let={},
            links={},
            parameters={},
            values={},
            data={name: f for name, f in definition.data.items() if not is_list(f.type)},
            properties=claims,
        )
        free = {name: act.meaning for name, act in self.acts.items()}
        for act in self.acts.values():
            self._free(act)
        roles = _roles(definition)
        if self.keeping is None:
            return Relaxed(only_live(relaxed), free, self.undecided, roles)
        stands = {
            name: {
                field: node
                for field, node in zip(act.free, act.stands_for, strict=True)
                if field in act.asked
            }
            for name, act in self.acts.items()
        }
        kept = tuple(self.keeping.kept.values())
        relaxed = self.keeping.into(relaxed)
        bearing = related(relaxed, kept, {name: tuple(each.values()) for name, each in stands.items()})
        return Relaxed(only_live(with_related(relaxed, bearing)), free, self.undecided, roles, kept, stands)

    def _start(self, start: Start) -> Start:
        act = self.acts[start.name]
        sets = self._sets(start.sets, act)
        when = tuple(self._guard(guard, act) for guard in start.when)
        return evolve(start, by=(ANYONE,), sets=sets, when=when)

    def _event(self, event: Event) -> Event:
        act = self.acts[event.name]
        when = tuple(self._guard(guard, act) for guard in event.when)
        if event.is_clock and event.at is not None:
            when += self._anchors(event.at)
        if self.closed and event.after and event.after.parameter in self._unset():
            when += (Guard(Expression(Literal(value=False), "false")),)
        moves = tuple(
            evolve(m, branches=tuple(self._branch(b, act) for b in m.branches)) for m in event.moves
        )
        return evolve(
            event,
            by=(ANYONE,),
            not_by=(),
            only_by=(),
            requires=() if self.without_requires else event.requires,
            sets=self._sets(event.sets, act),
            when=when,
            moves=moves,
            clears=tuple(name for name in event.clears if not is_list(self.definition.data[name].type)),
            collects=None,
            at=None,
            after=None,
            not_counting=(),
        )

    def _unset(self) -> set[str]:
        return {*self.definition.parameters} - {*self.definition.values}

    def _anchors(self, at: Expression) -> tuple[Guard, ...]:
        """A clock on data is armed only while the fields that it needs are set."""
        tree = inlined(at.tree, self.known)
        if any(isinstance(node, Conditional) for node in nodes(tree)):
            return ()  # it chooses what it needs
        fields = {
            term.name for term in terms(tree) if isinstance(term, Name) and term.name in self.definition.data
        }
        return tuple(Guard(Expression(Call("has", (Name(name),)), f"has({name})")) for name in sorted(fields))

    def _takes(self, act: Act) -> dict[str, Taken]:
        kept = {name: taken for name, taken in act.takes.items() if not is_list(taken.field.type)}
        return {**{name: _impersonal(taken) for name, taken in kept.items()}, **act.free}

    def _branch(self, branch: Branch, act: Act) -> Branch:
        when = self._guard(branch.when, act) if branch.when else None
        return evolve(branch, when=when, sets=self._sets(branch.sets, act))

    def _guard(self, guard: Guard, act: Act) -> Guard:
        tree = self.freeing.boolean(self._inlined(guard.test, act.name), act)
        return evolve(guard, test=evolve(guard.test, tree=tree))

    def _sets(self, sets: Mapping[str, Expression], act: Act) -> dict[str, Expression]:
        return {
            name: evolve(expression, tree=self.freeing.value(self._inlined(expression, act.name), name, act))
            for name, expression in sets.items()
        }

    def _property(self, claim: Property, number: int) -> Property:
        letters = tuple(self._letter(letter, number) for letter in claim.letters)
        return evolve(claim, letters=letters, holds=self._said(claim.holds, self.plain, number))

    def _letter(self, letter: Letter, number: int) -> Letter:
        act = self.acts.get(letter.events[0]) if len(letter.events) == 1 else None
        where, changes = letter.where, letter.changes
        if where is not None and act is not None:
            where = evolve(where, tree=self.freeing.boolean(self._inlined(where, letter.event), act))
        else:
            if where is not None:  # at a start, which this may be, a parameter is not among the data before
                self.freed |= self._reads(inlined(where.tree, self.known))
            where = self._said(where, self.plain, number)
        if changes is not None:
            changes = evolve(changes, tree=inlined(whole_change(changes.tree), self.known_across))
        _, scope = letter_scope(self.definition, letter, self.plain)
        by = [_meant(self.definition, name) for name in letter.by]
        if open_ones := [name for name, roles in zip(letter.by, by, strict=True) if len(roles) > 1]:
            self.undecided[number] = (*self.undecided.get(number, ()), *open_ones)
        names = tuple(role for roles in by for role in roles)
        return evolve(letter, where=where, changes=self._said(changes, scope, number), by=names)

    def _said(self, said: Expression | None, scope: Scope, number: int) -> Expression | None:
        """What a property says of data alone: nothing there can be free, for no step could say its value."""
        if said is None:
            return None
        nowhere = Act("", {}, scope, keeping=self.keeping)
        tree = self.freeing.boolean(inlined(said.tree, self.known), nowhere)
        self._free(nowhere)
        if nowhere.meaning:
            self.undecided[number] = (*self.undecided.get(number, ()), *nowhere.meaning.values())
        return evolve(said, tree=tree)

    def _inlined(self, said: Expression, event: str | None) -> Node:
        return inlined(said.tree, self.known_at_start if event in self.definition.start else self.known)

    def _free(self, act: Act) -> None:
        if self.keeping is not None:
            return  # a solver follows them
        for node in act.stands_for:
            self.freed |= self._reads(node)

    def _reads(self, node: Node) -> set[str]:
        """The steady parameters in a term."""
        return {data_name(n.name) for n in nodes(node) if isinstance(n, Name | Member)} & self.steady


def _roles(definition: Definition) -> dict[str, tuple[str, ...]]:
    acts: list[Start | Event] = [*definition.start.values(), *definition.events.values()]
    return {
        act.name: tuple(dict.fromkeys(role for name in act.by for role in _meant(definition, name)))
        for act in acts
    }


def _meant(definition: Definition, name: str) -> tuple[str, ...]:
    """The roles that a word after `by` may mean; several where it is a parameter that is open."""
    declared = definition.parameters.get(name)
    if declared is None or not isinstance(declared.type, RoleType):
        return (name,)
    value = definition.values.get(name)
    return declared.type.choices(definition.roles) if value is None else (str(value),)


def _impersonal(taken: Taken) -> Taken:
    return evolve(taken, field=evolve(taken.field, personal=False))


def _without_levels(states: tuple[State, ...]) -> tuple[State, ...]:
    return tuple(evolve(state, at=None, states=_without_levels(state.states)) for state in states)


def _digits(definition: Definition) -> int:
    """The most digits behind the point that a constant or a field of the definition has."""
    acts: list[Start | Event] = [*definition.start.values(), *definition.events.values()]
    trees = chain(
        (let.expression.tree for let in definition.let.values()),
        (tree for act in acts for tree in conditions(act)),
        (expression.tree for act in acts for _, expression in all_sets(act)),
        claims(definition),
    )
    found = [node.value for tree in trees for node in nodes(tree) if isinstance(node, Literal)]
    constants = [value for value in (*found, *definition.values.values()) if isinstance(value, Decimal)]
    fields = [one.type.scale for one in definition.data.values() if isinstance(one.type, NumberType)]
    return max([_FINE, *fields, *(-int(value.as_tuple().exponent) for value in constants)])
