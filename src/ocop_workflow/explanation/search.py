"""Searching for the smallest change with which a guard holds, or a branch is taken: of data, payload, links or day.

One value is changed first, then two, then three; what is found was tried, on the case itself. A guard that holds now
still holds after the change. The values tried are finitely many: that nothing was found does not say that nothing is.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import combinations, islice, product

from attrs import frozen

from ..guards import Environment, reads, taken_fields
from ..guards.tree import nodes
from ..model.expression import Binary, Literal, Node
from ..model.types import CollectionType, Field
from .answer import Change
from .atoms import COMPARISONS, Atom, atoms, is_has, value_of
from .needs import needs
from .records import collections
from .trial import Trial, Tweak, Verdict
from .variables import Difference, Tried, as_number, days, values

MOST_CHANGES = 3  # that are told beside each other
MOST_FOUND = 6  # for each choice of variables, that are looked at for being told otherwise
WIDTH = {1: 4_000, 2: 60, 3: 14}  # values of each variable, where so many are changed together
Accepts = Callable[[Verdict], bool]


@frozen
class Variable:
    """A data field, a field of the payload (kind "taken"), what linked cases say (kind "link"), or the day."""

    kind: str
    name: str

    def tweak(self, value: object) -> Tweak:
        match self.kind:
            case "data":
                return Tweak(data={self.name: value})
            case "taken":
                return Tweak(taken={self.name: value})
            case "link":
                return Tweak(links={self.name: value})
        assert isinstance(value, date)
        return Tweak(day=value)


def changes(
    trial: Trial, told: Sequence[Node], beside: Sequence[Node], accepts: Accepts
) -> tuple[Change, ...]:
    """Up to three changes that `accepts`, told by the conditions of `told`.

    Those that some event can write in the case's state come first, then those that touch the fewest values. Variables
    are those of `told`; where these alone don't do, those of the trees `beside` as well.
    """
    for trees in ([*told], [*told, *beside]):
        searched = _Search(trial, trees)
        for size in WIDTH:
            found: list[tuple[int, Tweak]] = []
            for tweaks in searched.tweaks(size):
                fitting = (
                    (touched, tweak)
                    for touched, tweak in tweaks
                    if accepts(trial.verdict(tweak)) and trial.waits_well(tweak)
                )
                found += islice(fitting, MOST_FOUND)
            if found:
                return _different(trial, told, found)
    return ()


def _different(trial: Trial, told: Sequence[Node], found: list[tuple[int, Tweak]]) -> tuple[Change, ...]:
    """The first of each kind: what has to turn, and where it would be written."""
    kinds: dict[object, Change] = {}
    for _, tweak in sorted(found, key=lambda each: (not trial.writable(each[1].data), each[0])):
        change = _change(trial, told, tweak)
        turned = frozenset((need.what, need.relation) for need in change.needs if not need.kept)
        kinds.setdefault((turned, frozenset(tweak.data)), change)
    return tuple(kinds.values())[:MOST_CHANGES]


class _Search:
    def __init__(self, trial: Trial, trees: Iterable[Node]) -> None:
        self.trial = trial
        self.scope = trial.scope
        self.atoms = [atom for tree in trees for atom in atoms(tree, self.scope)]
        self.pools = {variable: self._pool(variable) for variable in self._variables()}

    def tweaks(self, size: int) -> Iterator[Iterator[tuple[int, Tweak]]]:
        """For so many variables at once, their changes, the smallest first, with how many values each touches."""
        for variables in combinations(self.pools, size):
            yield self._together(variables, WIDTH[size])

    def _together(self, variables: Sequence[Variable], width: int) -> Iterator[tuple[int, Tweak]]:
        pools = [self.pools[variable][:width] for variable in variables]
        for tried in sorted(product(*pools), key=lambda each: sum(t.touched for t in each)):
            whole = Tweak()
            for variable, each in zip(variables, tried, strict=True):
                whole = whole.both(variable.tweak(each.value))
            yield sum(each.touched for each in tried), whole

    def _variables(self) -> list[Variable]:
        found: dict[Variable, None] = {}
        for atom in self.atoms:
            read = reads(atom.node, self.scope)
            found |= dict.fromkeys(Variable("taken", name) for name in sorted(taken_fields(atom.node)))
            found |= dict.fromkeys(Variable("data", name) for name in sorted(read.data))
            found |= dict.fromkeys(Variable("link", name) for name in sorted(read.links))
            if read.today:
                found[Variable("day", "today")] = None
        return list(found)

    def _pool(self, variable: Variable) -> list[Tried]:
        trial, today = self.trial, self.trial.today
        differences = [
            found for atom in self.atoms if (found := self._difference(atom, variable)) is not None
        ]
        if variable.kind == "day":
            later = [day for day in days(today, differences, later=True) if day > today]
            return [Tried(day, 1, Fraction((day - today).days)) for day in sorted(later)]
        declared = self._field(variable)
        given = {"data": trial.case.data, "link": trial.facts.links}.get(variable.kind, trial.payload or {})
        current = given.get(variable.name)
        if isinstance(declared.type, CollectionType):
            records = current if isinstance(current, dict) else {}
            return collections(declared.type, records, differences, today, self._named())
        tried = values(declared, current, differences, self._words(), today)
        if current is not None and self._asked_for(variable):
            tried.append(Tried(None, 1, Fraction(0)))
        return tried

    def _named(self) -> list[str]:
        """The texts in the lists of the case and of what is handed in."""
        lists = (*self.trial.case.data.values(), *(self.trial.payload or {}).values())
        return [
            text for each in lists if isinstance(each, list | tuple) for text in each if isinstance(text, str)
        ]

    def _field(self, variable: Variable) -> Field:
        if variable.kind == "taken":
            return self.trial.event.takes[variable.name].field
        if variable.kind == "link":
            kind = self.scope.names[variable.name].type
            assert kind is not None  # links have one
            return Field(variable.name, kind)
        return self.trial.machine.definition.data[variable.name]

    def _words(self) -> list[object]:
        """Literals that something is compared with, and values of the data beside them."""
        found: dict[object, None] = {}
        environment = self.trial.before()
        for atom in self.atoms:
            for node in nodes(atom.node):
                if isinstance(node, Literal):
                    found[node.value] = None
            if isinstance(atom.node, Binary):
                sides = (
                    value_of(side, self.scope)(environment) for side in (atom.node.left, atom.node.right)
                )
                found |= dict.fromkeys(side for side in sides if isinstance(side, str))
        return list(found)

    def _asked_for(self, variable: Variable) -> bool:
        """Whether `has` is asked of a field of the data: then clearing it is a change as well."""
        return variable.kind == "data" and any(
            is_has(atom.node) and variable.name in reads(atom.node, self.scope).data for atom in self.atoms
        )

    def _difference(self, atom: Atom, variable: Variable) -> Difference | None:
        """How the sides of a comparison lie to each other, by the value of the variable."""
        node = atom.node
        if not isinstance(node, Binary) or node.operator not in COMPARISONS:
            return None
        if not self._reads(node, variable):
            return None
        left, right = value_of(node.left, self.scope), value_of(node.right, self.scope)

        def difference(value: object) -> Fraction | None:
            environment: Environment = self.trial.environment(variable.tweak(value))
            low, high = as_number(left(environment)), as_number(right(environment))
            return None if low is None or high is None else low - high

        return difference

    def _reads(self, node: Node, variable: Variable) -> bool:
        match variable.kind:
            case "data":
                return variable.name in reads(node, self.scope).data
            case "taken":
                return variable.name in taken_fields(node)
            case "link":
                return variable.name in reads(node, self.scope).links
        return reads(node, self.scope).today


def _change(trial: Trial, told: Sequence[Node], tweak: Tweak) -> Change:
    at = trial.moment(tweak)
    return Change(
        needs=needs(trial, told, tweak),
        data=tweak.data,
        taken=trial.filled(tweak),
        links=tweak.links,
        at=at if at != trial.at else None,
        writers=trial.writers(tweak.data),
    )
