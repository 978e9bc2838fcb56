"""A definition to the graph that is drawn: the one traversal that all renderers share."""

from collections.abc import Iterable, Mapping

from attrs import frozen

from ..model.definition import CLOCK, Branch, Definition, Event, Move, Start, State
from ..model.text import Text
from ..model.tree import StateTree, state_tree
from .graph import ENTRY, Box, Edge, Graph, Line, Stage
from .speech import Speech
from .ways import inner_moves, main_way


@frozen
class _Arrow:
    """One event that leads from some leaves, drawn together, to one leaf, or stays (`target` is None)."""

    source: str
    target: str | None
    line: Line


def graph_of(definition: Definition, language: str) -> Graph:
    """The graph of a checked definition, said in "vi" or "en"."""
    return _Builder(definition, language).graph()


class _Builder:
    def __init__(self, definition: Definition, language: str) -> None:
        self._definition = definition
        self._language = language
        self._tree: StateTree = state_tree(definition)
        self._speech = Speech(definition, language)
        self._order = {leaf: place for place, leaf in enumerate(self._tree.leaves)}
        self._main = frozenset(main_way(definition, self._tree))

    def graph(self) -> Graph:
        definition = self._definition
        arrows = [arrow for event in definition.events.values() for arrow in self._arrows(event)]
        stays: dict[str, list[Line]] = {}
        for arrow in arrows:
            if arrow.target is None:
                stays.setdefault(arrow.source, []).append(arrow.line)
        inside = tuple(self._state(state, stays, "") for state in definition.states)
        edges = [self._start(start) for start in definition.start.values()]
        edges += self._merged(arrows)
        title = f"{self._title(definition.title, definition.workflow)} ({definition.workflow}@{definition.version})"
        return Graph(title, self._language, inside, tuple(edges))

    def _state(self, state: State, stays: Mapping[str, list[Line]], above: str) -> Box | Stage:
        """`above` is the level that the stage around it shows: it is not said again."""
        level = self._level(state.at) if state.at else ""
        shown = "" if level == above else level
        title, lines = self._title(state.title, state.name), tuple(stays.get(state.name, ()))
        if not state.states:
            return Box(state.name, title, shown, state.goal, state.final, lines)
        inside = tuple(self._state(each, stays, level or above) for each in state.states)
        return Stage(state.name, title, shown, lines, inside)

    def _level(self, name: str) -> str:
        declared = self._definition.parameters.get(name)
        if declared is not None and name not in self._definition.values:
            return self._title(declared.title, name)
        level = str(self._definition.values.get(name, name))
        return self._title(self._definition.levels.get(level, Text()), level)

    def _start(self, start: Start) -> Edge:
        line = Line(
            start.name,
            self._title(start.title, start.name),
            self._roles(start.by),
            "",
            clock=False,
            origins=frozenset(),
        )
        main = start is next(iter(self._definition.start.values()))
        return Edge(ENTRY + start.name, start.to, (line,), main=main)

    def _arrows(self, event: Event) -> list[_Arrow]:
        """One for each target and condition, from as large a part of the tree as it truly leaves."""
        reached: dict[tuple[str | None, str], list[tuple[str, Move]]] = {}
        for leaf, move in inner_moves(event, self._tree).items():
            for target, guards in self._targets(move, event).items():
                reached.setdefault((target, "; ".join(guards)), []).append((leaf, move))
        return [
            _Arrow(source, target, self._line(event, guard, leaves))
            for (target, guard), found in reached.items()
            for source, leaves in self._sources(dict(found), target)
        ]

    def _targets(self, move: Move, event: Event) -> dict[str | None, list[str]]:
        """Target → the conditions on which this move leads there; none where every branch does."""
        found: dict[str | None, list[str]] = {}
        for branch in move.branches:
            found.setdefault(branch.to, []).append(self._condition(branch, event))
        return (
            found if len(found) > 1 or move.branches[-1].when else {branch.to: [] for branch in move.branches}
        )

    def _condition(self, branch: Branch, event: Event) -> str:
        if branch.when is None:
            return self._speech.told("else")
        return self._speech.guard(branch.when, {name: taken.field for name, taken in event.takes.items()})

    def _sources(self, moves: Mapping[str, Move], target: str | None) -> Iterable[tuple[str, frozenset[str]]]:
        """Stages that the arrow may start from in place of their leaves, and the leaves that are left."""
        left = dict(moves)
        found: list[tuple[str, frozenset[str]]] = []
        for name, state in self._tree.states.items():  # outer stages stand before inner ones
            members = self._tree.members[name]
            if not state.states or len(members) == 1 or target in members:
                continue
            whole = set(members) <= set(left)
            leaves = [leaf for leaf in members if leaf in left and (whole or left[leaf].source == name)]
            if leaves:
                found.append((name, frozenset(leaves)))
                left = {leaf: move for leaf, move in left.items() if leaf not in leaves}
        return found + [(leaf, frozenset({leaf})) for leaf in left]

    def _line(self, event: Event, guard: str, leaves: frozenset[str]) -> Line:
        title = self._title(event.title, event.name)
        when = self._speech.when(event) if event.is_clock else self._roles(event.by)
        return Line(event.name, title, when, guard, event.is_clock, leaves)

    def _roles(self, names: Iterable[str]) -> str:
        return "; ".join(self._role(name) for name in names if name != CLOCK)

    def _role(self, name: str) -> str:
        definition = self._definition
        declared = definition.roles.get(name) or definition.parameters.get(name)
        return self._title(declared.title, name) if declared else name

    def _title(self, title: Text, name: str) -> str:
        return " ".join(title.say(self._language).split()) or name

    def _merged(self, arrows: Iterable[_Arrow]) -> list[Edge]:
        found: dict[tuple[str, str], list[Line]] = {}
        for arrow in arrows:
            if arrow.target is not None:
                found.setdefault((arrow.source, arrow.target), []).append(arrow.line)
        return [
            Edge(source, target, tuple(lines), self._is_main(target, lines), self._is_back(source, target))
            for (source, target), lines in found.items()
        ]

    def _is_main(self, target: str, lines: Iterable[Line]) -> bool:
        return any((leaf, line.event, target) in self._main for line in lines for leaf in line.origins)

    def _is_back(self, source: str, target: str) -> bool:
        first = self._tree.members[source][0]
        return self._order[target] <= self._order[first]
