"""Conditions on data that no search can split, kept along a run: each is a field of its own, true, false or an error.

`paid <= fine` is no comparison of representatives; but while nothing writes what it reads, it stays what it was. Every
act that may change it takes its new value as payload, and a solver says which values can go together.
"""

from collections.abc import Iterable, Mapping, Sequence

from attrs import define, evolve, field, frozen

from ..guards import unparse
from ..guards.tree import free_names, nodes
from ..model.definition import Definition, Event, Guard, Start, Taken
from ..model.expression import Binary, Call, Conditional, Expression, Literal, Member, Name, Node, Unary
from ..model.types import BooleanType, CollectionType, EnumType, Field
from ..properties import data_name
from .live import all_sets, claims, conditions
from .terms import is_taken, of_data

TRUE, FALSE, ERROR = "true", "false", "error"
UNSET = "?unset"  # a field that nothing sets: to read it is an error
_CONTRARY = {">=": "<", "<=": ">", "!=": "=="}
ANSWERS = (TRUE, FALSE, ERROR)


@frozen
class Focus:
    """What a solver is asked about: terms that read these fields.

    `votes`: conditions on collections are kept along a run, vote by vote, and not only within a step. `derived`: so is
    what a condition on a payload says of the data afterwards.
    """

    fields: frozenset[str]
    votes: bool = False
    derived: bool = False


@frozen
class Kept:
    """A condition on data under a name of its own; `across` speaks of `before.x` and `after.x` of one step."""

    name: str
    node: Node
    across: bool = False

    @property
    def reads(self) -> frozenset[str]:
        return frozenset(data_name(name.name) for name in free_names(self.node))


@define
class Keeping:
    """The conditions that are kept of one definition, by their text; of others than those that read the `focus`, none.

    What does not read it stays free: more may happen then, so that what is proved holds all the same.
    """

    definition: Definition
    focus: Focus
    kept: dict[str, Kept] = field(factory=dict)

    def concerns(self, node: Node, act: str, takes: Mapping[str, Taken]) -> bool:
        """Whether a term of an act reads something of the focus."""
        return not self.focus.fields.isdisjoint(read_by(node, act, takes))

    def can_keep(self, node: Node) -> bool:
        """Whether nothing but data and parameters decides it."""
        known = {*self.definition.data, *self.definition.parameters}
        names = [data_name(name.name) for name in free_names(node)]
        if not names or not known.issuperset(names):
            return False
        return self.focus.votes or not any(self._is_collection(name) for name in names)

    def _is_collection(self, name: str) -> bool:
        return name in self.definition.data and isinstance(self.definition.data[name].type, CollectionType)

    def derive(self, node: Node, takes: Mapping[str, Taken]) -> None:
        """Keep what a condition on a payload says of the data once it is stored."""
        stored = {name for name, taken in takes.items() if taken.stored}
        if self.focus.derived and all(each.name in stored for each in nodes(node) if is_taken(each)):  # type: ignore[union-attr]  # a member
            said = of_data(node)
            if self.can_keep(said):
                self.reading(said)

    def reading(self, node: Node) -> Node:
        """What stands for the condition where it is read; of a comparison and its contrary one is kept."""
        if isinstance(node, Binary) and node.operator in _CONTRARY:
            return Unary("!", self.reading(evolve(node, operator=_CONTRARY[node.operator])))
        if isinstance(node, Binary) and node.operator == ">":
            node = Binary("<", node.right, node.left)
        sides = {
            name.name.partition(".")[0] for name in free_names(node) if name.name != data_name(name.name)
        }
        across = len(sides) > 1  # of one step; what is said of one side of it is said of data
        side = "after." if across else "".join(f"{each}." for each in sides)
        if sides and not across:
            node = of_data(node)
        text = unparse(node)
        one = self.kept.setdefault(text, Kept(f"?{len(self.kept) + 1}: {text}", node, across))
        name, error = Name(f"{side}{one.name}"), Name(f"{side}{UNSET}")
        return Conditional(_is(name, ERROR), error, _is(name, TRUE))

    def into(self, definition: Definition) -> Definition:
        """The relaxed definition with a field for each condition, and with its new value in what may change it."""
        if not self.kept:
            return definition
        data = {**definition.data, UNSET: Field(UNSET, BooleanType(), optional=True)}
        data |= {each.name: Field(each.name, EnumType(ANSWERS)) for each in self.kept.values()}
        return evolve(
            definition,
            data=data,
            start={name: self._start(start) for name, start in definition.start.items()},
            events={name: self._event(event) for name, event in definition.events.items()},
        )

    def _start(self, start: Start) -> Start:
        return evolve(start, takes={**start.takes, **self._answers(self.kept.values())})

    def _event(self, event: Event) -> Event:
        return evolve(
            event, takes={**event.takes, **self._answers(self.changed_by(self.definition.events[event.name]))}
        )

    def _answers(self, kept: Iterable[Kept]) -> dict[str, Taken]:
        return {
            each.name: Taken(Field(each.name, EnumType(ANSWERS), optional=True), stored=True) for each in kept
        }

    def changed_by(self, event: Event) -> Sequence[Kept]:
        """What the event may change: it writes something of it, or ends a visit to which something belongs."""
        written = {*event.clears, *(name for name, _ in all_sets(event)), event.collects}
        written |= {name for name, taken in event.takes.items() if taken.stored}
        scoped = {name for name, each in self.definition.data.items() if each.within}
        return [each for each in self.kept.values() if each.across or each.reads & (written | scoped)]


def read_by(node: Node, act: str, takes: Mapping[str, Taken]) -> set[str]:
    """The data that a term reads; what is taken to be stored is one with its field, other payload is its act's own."""
    found = {data_name(name.name) for name in free_names(node)} - {"taken"}
    for each in nodes(node):
        if isinstance(each, Member) and is_taken(each):
            stored = each.name in takes and takes[each.name].stored
            found.add(each.name if stored else f"{act}.{each.name}")
    return found


def _is(name: Name, answer: str) -> Node:
    return Binary("==", name, Literal(answer))


def with_related(definition: Definition, related: Mapping[str, frozenset[str]]) -> Definition:
    """Each act with a guard that always holds and reads what a solver is told, so that a search keeps it."""
    return evolve(
        definition,
        events={
            name: evolve(
                event,
                when=(*event.when, *_reading(sorted(related.get(name, frozenset()) & {*definition.data}))),
            )
            for name, event in definition.events.items()
        },
    )


def _reading(names: Sequence[str]) -> tuple[Guard, ...]:
    always: Node = Literal(value=True)
    return tuple(
        Guard(Expression(Binary("||", always, Call("has", (Name(name),))), f"has({name})")) for name in names
    )


def related(
    definition: Definition, kept: Iterable[Kept], acts: Mapping[str, Iterable[Node]]
) -> dict[str, frozenset[str]]:
    """For each event the fields that bear on what its conditions and answers can be together, step by step.

    `acts` are the terms that stand free in it. Conditions that share a field bear on each other.
    """
    groups = list(kept)
    found: dict[str, frozenset[str]] = {}
    for name, event in definition.events.items():
        read = {
            data_name(n.name)
            for tree in (*conditions(event), *claims(definition))
            for n in nodes(tree)
            if isinstance(n, Name)
        }
        read |= {data_name(n.name) for _, e in all_sets(event) for n in nodes(e.tree) if isinstance(n, Name)}
        read |= {data_name(n.name) for tree in acts.get(name, ()) for n in free_names(tree)}
        read |= {*event.takes}
        fields: set[str] = set()
        for node in acts.get(name, ()):
            fields |= {data_name(n.name) for n in free_names(node)}
        for each in groups:
            if each.name in read:
                fields |= each.reads
        joined = {each.name for each in groups if each.reads & fields and not each.across}
        for each in groups:
            fields |= each.reads if each.name in joined else frozenset()
        found[name] = frozenset(fields | joined)
    return found
