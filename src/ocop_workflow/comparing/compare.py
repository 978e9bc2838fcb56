"""Two definitions section by section: every difference of behaviour, and of what is only read."""

from collections.abc import Iterator
from typing import Any

from attrs import evolve

from ..model.definition import Definition, Property
from ..model.tree import StateTree, state_tree
from .change import GROUPS, Basis, Change, Path
from .holders import holders
from .pairs import in_order, matched
from .parts import Parts
from .renames import EVENTS, STATES, Names, renamed
from .same import behaviour, whole
from .states import states

_ALONE = ("workflow", "version", "title", "timezone", "from_", "unit")


def compare(old: Definition, new: Definition) -> tuple[Change, ...]:
    """Every difference: those of behaviour first, by the groups of an amendment, each in the order of the file.

    Empty where both hold the same, but for places in files and an order that says nothing. A change with
    `behaviour` is there exactly if the digests differ. Names in `old` are those of the new definition where a state
    or an event was certainly renamed (`renamed` gives that definition). Parameters' values count where given.
    """
    said, names = renamed(old, new)
    found = [
        evolve(change, behaviour=False) if change.path[0] == "properties" else change
        for change in _changes(Parts(said, new), names)
    ]
    return tuple(sorted(found, key=lambda change: (not change.behaviour, GROUPS.index(change.group))))


def _changes(parts: Parts, names: Names) -> Iterator[Change]:
    old, new = parts.old, parts.new
    trees = state_tree(old), state_tree(new)
    sections = tuple(each for each in _SECTIONS if each not in {"values", "sources", "levels"})
    yield from parts.attributes(old, new, (), (), but=(*_SECTIONS, "start", "events", "states", "properties"))
    for section in ("sources", "levels"):
        yield from parts.mapping(getattr(old, section), getattr(new, section), (section,), (), counted=False)
    for section in sections:
        yield from parts.mapping(getattr(old, section), getattr(new, section), (section,), ())
    yield from parts.mapping(old.values, new.values, ("values",), ())
    yield from _acts(parts, "start", trees)
    yield from _renames(names, STATES)
    yield from states(parts)
    yield from _renames(names, EVENTS)
    yield from _acts(parts, "events", trees)
    clocks = [tuple(name for name, event in each.events.items() if event.is_clock) for each in (old, new)]
    yield from parts.reordered(clocks[0], clocks[1], ("clocks",))
    yield from _properties(parts, old.properties, new.properties)


_SECTIONS = ("sources", "levels", "parameters", "values", "types", "data", "links", "let", "roles")


def _renames(names: Names, kind: str) -> Iterator[Change]:
    group = "states" if kind == STATES else "acting"
    for old, new in names.of(kind).items():
        yield Change("renamed", group, (kind, new), old, new)


def _acts(parts: Parts, section: str, trees: tuple[StateTree, StateTree]) -> Iterator[Change]:
    """Starts or events: who may act depends on the levels of the states as well."""
    old, new = getattr(parts.old, section), getattr(parts.new, section)
    levels = list(dict.fromkeys(level for tree in trees for level in tree.level.values() if level))
    for name in in_order(old, new):
        if name not in old or name not in new:
            only = {name: old[name]} if name in old else {}
            yield from parts.mapping(only, {} if only else {name: new[name]}, (section,), ())
            continue
        first = holders(old[name], trees[0], parts.old, levels)
        second = holders(new[name], trees[1], parts.new, levels)
        if first != second:
            yield parts.changed(first, second, (section, name, "by"), new[name].basis)
        yield from parts.attributes(old[name], new[name], (section, name), (), but=("by",))


def _properties(parts: Parts, old: tuple[Property, ...], new: tuple[Property, ...]) -> Iterator[Change]:
    """Claims have no names: alike are those that claim the same, are called the same, or speak of the same events."""
    pairs = matched(
        old,
        new,
        [
            behaviour,
            lambda claim: whole(claim.title) if claim.title else None,
            lambda claim: (claim.template, tuple(letter.events for letter in claim.letters)),
        ],
    )
    yield from parts.paired(old, new, pairs, ("properties",), (), _property(parts))


def _property(parts: Parts) -> Any:
    def rule(old: Property, new: Property, path: Path, basis: Basis) -> Iterator[Change]:
        if _claimed(old) != _claimed(new):
            yield parts.changed(old, new, (*path, "claim"), new.basis or basis)
        yield from parts.attributes(old, new, path, basis, but=_CLAIM)

    return rule


_CLAIM = ("template", "letters", "scope", "holds", "duration", "times")


def _claimed(claim: Property) -> bytes:
    return whole({name: getattr(claim, name) for name in _CLAIM})
