"""What changed from one version of a workflow to the next, in one picture: the new graph, with what was dropped."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, repeat

from attrs import evolve

from ..comparing import GROUPS, compare, renamed
from ..comparing.pairs import in_order
from ..messages import say
from ..model.definition import Definition
from .build import graph_of
from .graph import ADDED, CHANGED, REMOVED, Box, Change, Edge, Graph, Line, Stage

Part = Box | Stage
SAID = frozenset({"states", "acting", "handed_in", "conditions", "limits", "deadlines", "moves", "data"})


def differing(old: Definition, new: Definition, language: str) -> Graph:
    """The graph of the new definition, with what became of every state, stage and event since the old one.

    What the old one alone has stands where it stood. A state that was certainly renamed is the same state.
    """
    before, after = graph_of(renamed(old, new)[0], language), graph_of(new, language)
    union = _Union(before, after, _Facets(old, new, language))
    title = graph_of(old, language).title
    return evolve(after, inside=union.inside(), edges=tuple(union.edges()), against=title)


class _Facets:
    """What `compare` tells of each state and of each event, as words for the kinds of rules that changed."""

    def __init__(self, old: Definition, new: Definition, language: str) -> None:
        self._language = language
        self._found: dict[tuple[str, str], set[str]] = {}
        for change in compare(old, new):
            section, *names = change.path
            if not change.behaviour or change.group not in SAID or not names:
                continue
            if (
                section in {"events", "start", "states"} and names[1:] and names[1] != "moves"
            ):  # arrows tell moves
                section = "states" if section == "states" else "events"
                self._found.setdefault((section, names[0]), set()).add(change.group)

    def of(self, section: str, name: str, *more: str) -> Change | None:
        groups = self._found.get((section, name), set()) | set(more)
        if not groups:
            return None
        ordered = sorted(groups, key=("title", *GROUPS).index)
        told = ", ".join(say(f"drawing.changed_{group}").say(self._language) for group in ordered)
        return Change(CHANGED, told)


class _Union:
    def __init__(self, before: Graph, after: Graph, facets: _Facets) -> None:
        self._before = before
        self._after = after
        self._facets = facets
        self._old = _named(before.inside)
        self._new = _named(after.inside)
        self._common = self._old.keys() & self._new.keys()

    def inside(self) -> tuple[Part, ...]:
        return self._merged(self._before.inside, self._after.inside)

    def _merged(self, old: Iterable[Part], new: Iterable[Part]) -> tuple[Part, ...]:
        """Parts of the new graph in its order; between them what the old one alone had in the same place."""
        here = {each.name: each for each in new}
        gone = {each.name: each for each in old}
        return tuple(
            self._kept(here[name]) if name in here else self._gone(gone[name])
            for name in in_order(gone, here)
            if name in here or name not in self._new
        )

    def _kept(self, each: Part) -> Part:
        old = self._old.get(each.name)
        if isinstance(each, Stage):
            within = old.inside if isinstance(old, Stage) else ()
            each = evolve(each, inside=self._merged(within, each.inside))
        if old is None:
            return evolve(each, change=Change(ADDED))
        more = ["title"] if old.title != each.title else []
        more += ["states"] if old.level != each.level else []
        return evolve(
            each,
            stays=tuple(self._lines(old.stays, each.stays)),
            change=self._facets.of("states", each.name, *more),
        )

    def _gone(self, each: Part) -> Part:
        if isinstance(each, Stage):
            return evolve(each, inside=self._merged(each.inside, ()), change=Change(REMOVED))
        return evolve(each, change=Change(REMOVED))

    def edges(self) -> Iterator[Edge]:
        old, new = (
            {(edge.source, edge.target): edge for edge in graph.edges}
            for graph in (self._before, self._after)
        )
        for ends in in_order(old, new):
            if ends not in new:
                lines = tuple(evolve(line, change=Change(REMOVED)) for line in old[ends].lines)
                yield evolve(old[ends], lines=lines, main=False)
            else:
                before = old[ends].lines if ends in old else ()
                yield evolve(new[ends], lines=tuple(self._lines(before, new[ends].lines)))

    def _lines(self, old: Iterable[Line], new: Iterable[Line]) -> Iterator[Line]:
        """One for each event: it may lead to one state on several conditions, which are then one by one the same."""
        first, second = _by_event(old), _by_event(new)
        for event in in_order(first, second):
            before, after = first.get(event, []), second.get(event, [])
            left = [line for line in before if all(map(self._differs, repeat(line), after))]
            for line in after:
                if not all(map(self._differs, before, repeat(line))):
                    yield evolve(line, change=self._facets.of("events", event))
                elif left:
                    yield evolve(
                        line, change=self._facets.of("events", event, *self._differs(left.pop(0), line))
                    )
                else:
                    yield evolve(line, change=Change(ADDED))
            yield from (evolve(line, change=Change(REMOVED)) for line in left)

    def _differs(self, old: Line, new: Line) -> list[str]:
        """In what that is seen; from a stage that has a state more or less, an event leads as before."""
        differs = {
            "title": old.title != new.title,
            "deadlines" if new.clock else "acting": old.roles != new.roles,
            "conditions": old.guard != new.guard,
            "moves": old.origins & self._common != new.origins & self._common,
        }
        return [facet for facet, found in differs.items() if found]


def _by_event(lines: Iterable[Line]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.event, []).append(line)
    return found


def _named(inside: Iterable[Part]) -> Mapping[str, Part]:
    parts = list(inside)
    inner = chain.from_iterable(_named(each.inside).items() for each in parts if isinstance(each, Stage))
    return {each.name: each for each in parts} | dict(inner)
