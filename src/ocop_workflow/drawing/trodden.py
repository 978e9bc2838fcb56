"""Which arrows were taken how often, over the graph: what tests went through, or what happened to many cases."""

from collections.abc import Mapping

from attrs import evolve

from ..messages import say
from .graph import ENTRY, TIMES, Box, Edge, Graph, Heat, Line, Stage

Counts = Mapping[tuple[str, str, str | None], int]
"""How often an event led from a leaf ("": a start) to a leaf (None: it stayed)."""

FEW = (1, 2, 10)  # from how often on a shade stands, where little is counted


def trodden(graph: Graph, counts: Counts, now: Mapping[str, int] | None = None, told: str = "") -> Graph:
    """The graph with these counts on its arrows and on what is done in place.

    `now` is how many cases stand in each leaf, where that is known; `told` says over what it was counted.
    """
    drawn = _Trodden(graph, counts, now or {}, told)
    return evolve(
        graph,
        inside=tuple(map(drawn.inside, graph.inside)),
        edges=tuple(map(drawn.edge, graph.edges)),
        heat=drawn.heat,
    )


def heat_of(counts: Counts, language: str) -> Heat:
    """Three shades: few, and from a tenth and from half of the most on; of little, once, twice and ten times."""
    reached: dict[str, int] = {}
    for (_, _, to), times in counts.items():
        reached[to or ""] = reached.get(to or "", 0) + times
    most = max([*(times for leaf, times in reached.items() if leaf), *counts.values()], default=0)
    least = FEW if most < 5 * FEW[-1] else (1, -(-most // 10), -(-most // 2))
    first = (least[0], least[1] - 1)
    shown = (
        say("drawing.legend_once")
        if first[0] == first[1]
        else say("drawing.legend_times", least=first[0], most=first[1]),
        say("drawing.legend_times", least=least[1], most=least[2] - 1),
        say("drawing.legend_often", least=least[2]),
    )
    few, some, many = (each.say(language) for each in shown)
    return Heat(TIMES, least, (few, some, many))


class _Trodden:
    def __init__(self, graph: Graph, counts: Counts, now: Mapping[str, int], told: str) -> None:
        self._counts = counts
        self._now = now
        self._language = graph.language
        self.heat = evolve(heat_of(counts, graph.language), told=told)

    def edge(self, edge: Edge) -> Edge:
        edge = evolve(edge, lines=tuple(self._line(line, edge.source, edge.target) for line in edge.lines))
        return evolve(edge, shade=self.heat.shade(edge.times))

    def inside(self, each: Box | Stage) -> Box | Stage:
        stays = tuple(self._line(line, each.name, None) for line in each.stays)
        if isinstance(each, Stage):
            return evolve(each, stays=stays, inside=tuple(map(self.inside, each.inside)))
        reached = sum(count for (_, _, to), count in self._counts.items() if to == each.name)
        here = self._now.get(each.name, 0)
        said = say("drawing.now", count=here).say(self._language) if here else ""
        return evolve(each, stays=stays, times=reached, shade=self.heat.shade(reached), now=said)

    def _line(self, line: Line, source: str, target: str | None) -> Line:
        begins = source == ENTRY + line.event
        taken = sum(
            count
            for (event, leaf, to), count in self._counts.items()
            if event == line.event and to == target and (begins if leaf == "" else leaf in line.origins)
        )
        return evolve(line, times=taken)
