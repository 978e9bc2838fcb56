"""Which stages stand side by side and which below each other, so that a picture fits what it is shown on.

A stage stays whole where it fits; else what is inside it is laid out apart, in its frame.
"""

from collections.abc import Iterable, Iterator

from attrs import field, frozen

from .cells import Cell, Column, Frame, Laid, Rows, laid_out_once
from .crossings import crossed
from .graph import Box, Graph, Stage
from .layout import Layout
from .sheet import sheet
from .sizes import GAP, Sizes, inner_room

HEIGHTS = (1.9, 1.5, 1.25, 1.1, 0.9, 0.75, 0.6, 0.5)  # of columns that are tried, in those of the page
WIDTHS = (1.0, 0.75, 0.62, 0.48, 0.36)  # of columns that are tried, in that of the page


@frozen
class Page:
    """What a picture is arranged for, in points; without a height it may be as high as it must."""

    width: float
    height: float | None = None

    def scale(self, layout: Layout) -> float:
        """How large it comes out, where 1 is as large as it is drawn."""
        across = self.width / max(layout.width, 1)
        return across if self.height is None else min(across, self.height / max(layout.height, 1))


SCREEN = Page(1160)  # 1,200 with the margins: no text is shrunk
A3 = Page(1134, 786)  # across, with 1 cm left free on each side


def arranged(graph: Graph, page: Page = SCREEN) -> Layout:
    """The places of all in one picture for a page; raises ExtraMissing without the extra [draw].

    Least crosses the main way; of such arrangements paper takes what prints largest, a screen what is lowest.
    """
    laid = laid_out_once(graph)
    whole = sheet(graph, ((Column(graph.inside),),), laid, page.width)
    if page.scale(whole) >= 1:
        return whole
    main = {place for place, edge in enumerate(graph.edges) if edge.main}
    found = [sheet(graph, rows, laid, page.width) for rows in dict.fromkeys(_tried(graph, page, laid))]
    if page.height is not None:
        return max([whole, *found], key=lambda layout: (-crossed(layout, main), page.scale(layout)))
    fitting = [layout for layout in found if page.scale(layout) >= 1] or found
    return min(fitting, key=lambda layout: (crossed(layout, main), layout.height))


def _tried(graph: Graph, page: Page, laid: Laid) -> Iterator[Rows]:
    if page.height is not None:
        for share in HEIGHTS:
            yield (tuple(_Cut(graph, laid, page, share * page.height).cells(graph.inside, page.width)),)
        return
    for share in WIDTHS:
        for nested in (True, False):
            yield _Cut(graph, laid, page, share * page.width, nested=nested).rows(graph.inside, page.width)


@frozen
class _Cut:
    """What is laid out at once, so that no column is higher than `limit`, on a screen wider.

    `nested` stages are always split; a stage that the main way leaves as a whole, only if it must be.
    """

    graph: Graph
    laid: Laid
    page: Page
    limit: float
    nested: bool = True
    carrying: frozenset[str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        carrying = frozenset(edge.source for edge in self.graph.edges if edge.main)
        object.__setattr__(self, "carrying", carrying)

    def rows(self, inside: Iterable[Box | Stage], room: float) -> Rows:
        """As many cells in a row as there is room for."""
        rows: list[tuple[Cell, ...]] = []
        used = 0.0
        for cell in self.cells(inside, room):
            width = Sizes(self.graph, self.laid, room).width(cell)
            if rows and used + GAP + width <= room:
                rows[-1] = (*rows[-1], cell)
                used += GAP + width
            else:
                rows.append((cell,))
                used = width
        return tuple(rows)

    def cells(self, inside: Iterable[Box | Stage], room: float) -> Iterator[Cell]:
        """Columns as full as they may be, and frames of what is split."""
        held: tuple[Box | Stage, ...] = ()
        for each in inside:
            split = isinstance(each, Stage) and self._splits(each, room)
            if held and (split or not self._fits((*held, each), room)):
                yield Column(held)
                held = ()
            if isinstance(each, Stage) and split:
                yield self._frame(each, room)
            else:
                held = (*held, each)
        if held:
            yield Column(held)

    def _frame(self, stage: Stage, room: float) -> Frame:
        room = inner_room(room)
        if self.page.height is not None:
            return Frame(stage, (tuple(self._filled(stage.inside, room)),))
        return Frame(stage, self.rows(stage.inside, room))

    def _filled(self, inside: Iterable[Box | Stage], room: float) -> Iterator[Column]:
        held: tuple[Box | Stage, ...] = ()
        for each in inside:
            if held and not self._fits((*held, each), room):
                yield Column(held)
                held = ()
            held = (*held, each)
        yield Column(held)

    def _fits(self, inside: tuple[Box | Stage, ...], room: float) -> bool:
        layout = self.laid(inside)
        if self.page.height is not None:
            return layout.height <= self.limit
        return layout.width <= min(self.limit, room)

    def _splits(self, stage: Stage, room: float) -> bool:
        if self.page.height is None and self.laid((stage,)).width > room:
            return True
        if stage.name in self.carrying or len(stage.inside) == 1:
            return False
        nested = self.nested and next(stage.stages(), None) is not None
        return nested or not self._fits((stage,), room)
