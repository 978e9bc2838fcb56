"""What an extension adds is held against the base once both are one definition.

With h, which takes each state to the leaf of the base it lies in: a new event keeps h and writes no data of the base;
a new clock event can always happen, for one that cannot would hold up every other event.
"""

from collections.abc import Iterator

from ...model.definition import Definition, Event
from ...model.expression import Literal, Name
from ...model.position import Position
from ...model.tree import StateTree, state_tree
from ..checks.moves import applying
from ..checks.writes import all_sets
from ..problems import Problems


def check_refines(base: Definition, whole: Definition, problems: Problems) -> None:
    """Tell what new events do that no event of the base does, each with the base's place."""
    tree = state_tree(whole)
    home = homes(base, tree)
    for name, event in whole.events.items():
        if name not in base.events:
            _check_moves(event, tree, home, problems)
            _check_writes(event, base, problems)
            if event.is_clock:
                _check_clock(event, whole, base, problems)


def homes(base: Definition, tree: StateTree) -> dict[str, str]:
    """Leaf of the extension → the leaf of the base that it lies in: the map h."""
    leaves = set(state_tree(base).leaves)
    return {leaf: next(name for name in reversed(path) if name in leaves) for leaf, path in tree.path.items()}


def _check_moves(event: Event, tree: StateTree, home: dict[str, str], problems: Problems) -> None:
    for leaf, move in applying(event, tree):
        for branch in move.branches:
            target = branch.to or leaf
            if home[leaf] != home[target] and (branch.position or move.position):
                state = tree.states[home[target]].position
                values = {"event": event.name, "source": leaf, "target": target, "base": _place(state)}
                values |= {"first": home[leaf], "second": home[target]}
                problems.add("new_event_moves", _at(branch.position or move.position), values)


def _check_writes(event: Event, base: Definition, problems: Problems) -> None:
    for name, place in _written(event):
        if name in base.data:
            values = {"event": event.name, "field": name, "base": _place(base.data[name].position)}
            problems.add("new_event_writes", _at(place or event.position), values)


def _written(event: Event) -> Iterator[tuple[str, Position | None]]:
    for name, taken in event.takes.items():
        if taken.stored:
            yield name, None
    yield from ((name, None) for name in event.clears)
    if event.collects:
        yield event.collects, None
    for sets, _ in all_sets(event):
        yield from ((name, expression.position) for name, expression in sets.items())


def _check_clock(event: Event, whole: Definition, base: Definition, problems: Problems) -> None:
    """Plain days or a field of its own, no condition, and constants: nothing that could fail when time is up."""
    new = (
        isinstance(event.at.tree, Name) and event.at.tree.name not in {*base.data, *whole.let}
        if event.at
        else False
    )
    sure = new if event.at else event.after is not None and event.after.unit != "working_days"
    plain = all(branch.when is None for move in event.moves for branch in move.branches)
    constant = all(
        isinstance(expression.tree, Literal) for sets, _ in all_sets(event) for expression in sets.values()
    )
    if not (sure and plain and constant):
        must = next((e for e in base.events.values() if e.is_clock or e.must), None)
        place = must.position if must else base.states[0].position
        problems.add("new_clock_may_fail", _at(event.position), {"event": event.name, "base": _place(place)})


def _at(position: Position | None) -> Position:
    assert position is not None  # it was read from a file
    return position


def _place(position: Position | None) -> str:
    return f"{position.file}:{position.line}" if position else "–"
