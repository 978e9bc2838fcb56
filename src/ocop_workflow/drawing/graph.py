"""What a picture of a workflow shows, whatever it is drawn with: boxes in stages, and labelled edges between them.

All texts are in one language already; names are those of the definition.
"""

from collections.abc import Iterator

from attrs import frozen

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
TIMES, WAITS = "times", "waits"  # what a heat is of
ENTRY = "start:"  # before a start's name: the point from which its edge comes


@frozen
class Change:
    """What became of a part since another version: ADDED, REMOVED or CHANGED; `told` says what of it, in words."""

    kind: str
    told: str = ""


@frozen
class Wait:
    """How long cases were in a state, in words: the middle one, and what nine of ten did not exceed; of how many."""

    median: str
    ninth: str
    visits: int


@frozen
class Heat:
    """What colours say where many cases were counted: TIMES or WAITS.

    `least` are the numbers from which each of three shades on stands; `shown` are the same in words. `told` says over
    what it was counted.
    """

    kind: str
    least: tuple[float, float, float]
    shown: tuple[str, str, str]
    told: str = ""

    def shade(self, value: float) -> int:
        """0 for nothing, else 1 to 3."""
        return sum(value >= least for least in self.least) or int(value > 0)


@frozen
class Line:
    """One event on an edge or inside a state: its title, who may do it, and on which conditions it leads there.

    `event` is its name; `origins` are the leaves from which it does; `steps` are the numbers of the entries of
    a drawn case that took it, `times` how often it was taken where many were counted, else None.
    """

    event: str
    title: str
    roles: str
    guard: str
    clock: bool
    origins: frozenset[str]
    steps: tuple[int, ...] = ()
    times: int | None = None
    change: Change | None = None

    @property
    def marks(self) -> str:
        """The numbers of the entries, or how often; empty where it was not taken."""
        return marks(self.steps, self.times)


@frozen
class Box:
    """A leaf. `stays` are the events that change nothing of the state; `level` who handles it, where that is said.

    `shade` is that of the graph's heat, None where there is none; `now` is how many cases stand here, in words.
    """

    name: str
    title: str
    level: str
    goal: bool
    final: str | None
    stays: tuple[Line, ...]
    steps: tuple[int, ...] = ()
    current: bool = False
    times: int | None = None
    shade: int | None = None
    now: str = ""
    wait: Wait | None = None
    change: Change | None = None

    @property
    def marks(self) -> str:
        """The numbers of the entries that led here, or how often it was reached; empty where it was not."""
        return marks(self.steps, self.times)

    @property
    def aborted(self) -> bool:
        return self.final == "aborted"


@frozen
class Stage:
    """A composite state, drawn around what is inside it."""

    name: str
    title: str
    level: str
    stays: tuple[Line, ...]
    inside: tuple["Box | Stage", ...]
    change: Change | None = None

    def boxes(self) -> Iterator[Box]:
        """Every leaf in it."""
        return _boxes(self.inside)

    def stages(self) -> Iterator["Stage"]:
        """Every stage in it, without itself, the outer ones first."""
        return _stages(self.inside)


@frozen
class Edge:
    """From a leaf, a stage or a start to a leaf: all events that lead there.

    `main` edges are the short way from the first start to a goal; `back` ones lead to an earlier state of the file.
    """

    source: str
    target: str
    lines: tuple[Line, ...]
    main: bool = False
    back: bool = False
    shade: int | None = None

    @property
    def change(self) -> str | None:
        """What became of the edge: ADDED or REMOVED if that is so of all its events, CHANGED if one of them has."""
        kinds = {line.change.kind if line.change else None for line in self.lines}
        return kinds.pop() if len(kinds) == 1 else CHANGED

    @property
    def clock(self) -> bool:
        """Whether only time leads along this edge."""
        return all(line.clock for line in self.lines)

    @property
    def steps(self) -> tuple[int, ...]:
        return tuple(sorted(step for line in self.lines for step in line.steps))

    @property
    def times(self) -> int:
        """How often many went along it."""
        return sum(line.times or 0 for line in self.lines)

    @property
    def taken(self) -> bool:
        """Whether a case, or one of many, went along it."""
        return any(line.marks for line in self.lines)


@frozen
class Graph:
    """A whole picture. `case` is the id of the case whose way is drawn over it; `heat` says what many cases did.

    `against` is the title of another version, where the changes since are drawn.
    """

    title: str
    language: str
    inside: tuple[Box | Stage, ...]
    edges: tuple[Edge, ...]
    case: str | None = None
    heat: Heat | None = None
    against: str | None = None

    def boxes(self) -> Iterator[Box]:
        """Every leaf, in the order of the file."""
        yield from _boxes(self.inside)

    def stages(self) -> Iterator[Stage]:
        """Every stage, the outer ones first."""
        yield from _stages(self.inside)


def marks(steps: tuple[int, ...], times: int | None) -> str:
    """`№ 1, 4` for the entries of one case, `× 12` for what was counted over many."""
    if steps:
        return "№ " + ", ".join(map(str, steps))
    return f"× {times}" if times else ""


def _boxes(inside: tuple[Box | Stage, ...]) -> Iterator[Box]:
    for each in inside:
        if isinstance(each, Box):
            yield each
        else:
            yield from _boxes(each.inside)


def _stages(inside: tuple[Box | Stage, ...]) -> Iterator[Stage]:
    for each in inside:
        if isinstance(each, Stage):
            yield each
            yield from _stages(each.inside)
