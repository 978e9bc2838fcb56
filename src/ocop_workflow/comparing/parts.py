"""Comparing parts attribute by attribute: what has no rule of its own is compared whole, so that nothing is missed."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from ..model.definition import Definition, Event, Let, Link, Move, Role, Start, Taken
from ..model.document import LEFT_OUT
from ..model.types import CollectionType, EnumType, Field, ListType, RecordType
from . import acts
from .change import Basis, Change, Path, group_of
from .pairs import common, in_order, unpaired
from .same import behaves, same

PARTS = (
    Start,
    Event,
    Role,
    Let,
    Link,
    Field,
    Taken,
    RecordType,
)  # compared inside where both have one of that name
Rule = Callable[["Parts", Any, Any, Path, Basis], Iterator[Change]]


class Parts:
    """Compares parts of two definitions; what both say by another part's name is told at that part alone."""

    def __init__(self, old: Definition, new: Definition) -> None:
        self.old = old
        self.new = new

    def attributes(self, old: Any, new: Any, path: Path, basis: Basis, *, but: Path = ()) -> Iterator[Change]:
        """Two parts of one class: a difference for each attribute, or what the attribute's own rule finds."""
        basis = getattr(new, "basis", ()) or basis
        for attribute in attrs.fields(type(new)):
            name = attribute.name
            first, second = getattr(old, name), getattr(new, name)
            if name in LEFT_OUT or name in but or same(first, second):
                continue
            rule = _RULES.get((type(new), name))
            if rule:
                yield from rule(self, first, second, (*path, name), basis)
            else:
                yield self.changed(first, second, (*path, name), basis, counted=attribute.eq is not False)

    def changed(self, old: Any, new: Any, path: Path, basis: Basis, *, counted: bool = True) -> Change:
        """Another value; `counted` says whether the hash counts such a part at all."""
        counts = counted and not behaves(old, new)
        return Change("changed", group_of(path), path, old, new, counts, basis)

    def mapping(
        self,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        path: Path,
        basis: Basis,
        *,
        counted: bool = True,
    ) -> Iterator[Change]:
        """Parts by their names."""
        for name in in_order(old, new):
            here = (*path, name)
            if name not in old:
                yield self.added(new[name], here, basis, counted=counted)
            elif name not in new:
                yield self.removed(old[name], here, basis, counted=counted)
            elif isinstance(new[name], PARTS):
                yield from self.attributes(old[name], new[name], here, basis)
            elif not same(old[name], new[name]):
                yield self.changed(old[name], new[name], here, basis, counted=counted)

    def added(self, part: Any, path: Path, basis: Basis, *, counted: bool = True) -> Change:
        return Change("added", group_of(path), path, None, part, counted, _basis(part, basis))

    def removed(self, part: Any, path: Path, basis: Basis, *, counted: bool = True) -> Change:
        return Change("removed", group_of(path), path, part, None, counted, _basis(part, basis))

    def reordered(self, old: Path, new: Path, path: Path) -> Iterator[Change]:
        """The order of what both have, where it counts and differs."""
        first, second = common(old, new)
        if first != second:
            yield Change("reordered", group_of(path), path, first, second)

    # Rules of attributes

    def type_(self, old: Any, new: Any, path: Path, basis: Basis) -> Iterator[Change]:
        if type(old) is not type(new):
            yield self.changed(old, new, path, basis)
        elif isinstance(new, EnumType):
            yield from self.words(old, new, path, basis)
        elif not (isinstance(new, RecordType) and self._told_of_record(old, new)):
            yield from self.attributes(old, new, path, basis)

    def words(self, old: EnumType, new: EnumType, path: Path, basis: Basis) -> Iterator[Change]:
        """What may be chosen: each word by its title, which comes and goes with it."""
        gone, come = ({w for w in a.values if w not in b.values} for a, b in ((old, new), (new, old)))
        here = (*path, "values")
        for word in in_order(old.values, new.values):
            if word in come:
                yield self.added(new.title(word), (*here, word), basis)
            elif word in gone:
                yield self.removed(old.title(word), (*here, word), basis)
        first, second = common(old.values, new.values)
        if first != second:
            yield self.changed(old.values, new.values, here, basis)
        for word in in_order(old.titles, new.titles):
            titles = old.titles.get(word), new.titles.get(word)
            if word not in gone | come and not same(*titles):
                yield self.changed(*titles, (*path, "titles", word), basis, counted=False)

    def takes(self, old: Any, new: Any, path: Path, basis: Basis) -> Iterator[Change]:
        """A field that is stored is told at the data; a record with a name where it is declared."""
        if self._told_of_record(RecordType(_fields(old)), RecordType(_fields(new))):
            stored = {name for name in new if name in old and old[name].stored != new[name].stored}
            old, new = _only(old, stored), _only(new, stored)
        told = {name for name in new if name in old and self._told_at_data(name, old[name], new[name])}
        yield from self.mapping(_without(old, told), _without(new, told), path, basis)

    def taken(self, old: Field, new: Field, path: Path, basis: Basis) -> Iterator[Change]:
        yield from self.attributes(old, new, path[:-1], basis)

    def names(
        self, old: Mapping[str, Any], new: Mapping[str, Any], path: Path, basis: Basis
    ) -> Iterator[Change]:
        yield from self.mapping(old, new, path, basis)

    def paired(
        self,
        old: tuple[Any, ...],
        new: tuple[Any, ...],
        pairs: Mapping[int, int],
        path: Path,
        basis: Basis,
        rule: Any,
    ) -> Iterator[Change]:
        """What a tuple has more, less, changed, and in another order; parts are numbered from 1 as the new one has."""
        for n, part in enumerate(new):
            here = (*path, str(n + 1))
            if n in pairs:
                yield from rule(old[pairs[n]], part, here, basis)
            else:
                yield self.added(part, here, basis)
        for n in unpaired(old, dict(pairs)):
            yield self.removed(old[n], (*path, str(n + 1)), basis)
        yield from self.reordered(
            tuple(str(n + 1) for _, n in sorted((o, n) for n, o in pairs.items())),
            tuple(str(n + 1) for n in sorted(pairs)),
            (*path, "order"),
        )

    def _told_of_record(self, old: RecordType, new: RecordType) -> bool:
        """Whether both are the record of one name, where its differences are told."""
        return any(
            name in self.new.types and same(old, first) and same(new, self.new.types[name])
            for name, first in self.old.types.items()
        )

    def _told_at_data(self, name: str, old: Taken, new: Taken) -> bool:
        if not (old.stored and new.stored and name in self.old.data and name in self.new.data):
            return False
        first, second = self.old.data[name], self.new.data[name]
        return same(first, old.field) and same(second, new.field)


def _fields(takes: Mapping[str, Taken]) -> dict[str, Field]:
    return {name: taken.field for name, taken in takes.items()}


def _only(parts: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: part for name, part in parts.items() if name in names}


def _without(parts: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: part for name, part in parts.items() if name not in names}


def _basis(part: Any, basis: Basis) -> Basis:
    declared = part.field if isinstance(part, Taken) else part
    return getattr(declared, "basis", ()) or basis


_RULES: Mapping[tuple[type, str], Rule] = {
    (Field, "type"): Parts.type_,
    (ListType, "items"): Parts.type_,
    (CollectionType, "record"): Parts.type_,
    (RecordType, "fields"): Parts.names,
    (Taken, "field"): Parts.taken,
    (Start, "takes"): Parts.takes,
    (Event, "takes"): Parts.takes,
    (Start, "when"): acts.guards,
    (Event, "when"): acts.guards,
    (Start, "sets"): Parts.names,
    (Event, "sets"): Parts.names,
    (Event, "moves"): acts.moves,
    (Move, "branches"): acts.branches,
}
