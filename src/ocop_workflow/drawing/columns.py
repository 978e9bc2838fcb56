"""Which stages stand side by side, so that little crosses the main way and the picture prints large on a page.

A stage stays whole where it is not too high for a column; else the stages inside it become columns in its frame.
"""

from collections.abc import Iterable, Iterator

from .crossings import crossed
from .graph import Box, Graph, Stage
from .layout import Layout
from .sheet import Column, Laid, laid_out_once, sheet

PAGE = (1134.0, 786.0)  # points: A3 across, with 1 cm left free on each side
LIMITS = (1.9, 1.5, 1.25, 1.1, 0.9, 0.75, 0.6, 0.5)  # heights of columns that are tried, in those of the page


def arranged(graph: Graph, page: tuple[float, float] = PAGE) -> Layout:
    """The places of all in one picture for a page of this size; raises ExtraMissing without the extra [draw]."""
    laid = laid_out_once(graph)
    whole = sheet(graph, (Column(graph.inside),), laid)
    if _scale(whole, page) >= 1:
        return whole
    tried = dict.fromkeys(tuple(_columns(graph, limit * page[1], laid)) for limit in LIMITS)
    main = {place for place, edge in enumerate(graph.edges) if edge.main}
    arrangements = (whole, *(sheet(graph, columns, laid) for columns in tried))
    return max(arrangements, key=lambda layout: (-crossed(layout, main), _scale(layout, page)))


def _scale(layout: Layout, page: tuple[float, float]) -> float:
    """How large it prints, where 1 is as large as it is drawn."""
    return min(page[0] / layout.width, page[1] / layout.height)


def _columns(graph: Graph, limit: float, laid: Laid) -> Iterator[Column]:
    whole: list[Box | Stage] = []
    carrying = {edge.source for edge in graph.edges if edge.main}
    for each in graph.inside:
        split = isinstance(each, Stage) and len(each.inside) > 1 and each.name not in carrying
        if isinstance(each, Stage) and split and (next(each.stages(), None) or laid((each,)).height > limit):
            yield from _filled(whole, limit, laid)
            yield from _filled(each.inside, limit, laid, each)
            whole = []
        else:
            whole.append(each)
    yield from _filled(whole, limit, laid)


def _filled(
    inside: Iterable[Box | Stage], limit: float, laid: Laid, frame: Stage | None = None
) -> Iterator[Column]:
    """One column after the other, each as full as it may be."""
    held: tuple[Box | Stage, ...] = ()
    for each in inside:
        if held and laid((*held, each)).height > limit:
            yield Column(held, frame)
            held = ()
        held = (*held, each)
    if held:
        yield Column(held, frame)
