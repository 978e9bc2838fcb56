"""A finished SVG read back: what stands where, from its own numbers alone."""

import re
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

from attrs import field, frozen

from ocop_workflow import load
from ocop_workflow.drawing import Graph, graph_of
from ocop_workflow.drawing.looks import MAIN
from ocop_workflow.drawing.measure import width

SVG = "{http://www.w3.org/2000/svg}"
ROOT = Path(__file__).parents[2]
WORKFLOWS = {
    "law": "ocop-product@1048",
    "permit": str(ROOT / "examples" / "construction-permit" / "permit.yaml"),
    "small": str(Path(__file__).with_name("small.yaml")),
}
PICTURES = [(name, language) for name in WORKFLOWS for language in ("vi", "en")]
READABLE = ("state", "sign", "label", "note", "heading", "legend")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")

Wide = Callable[[ET.Element], float]


def graph(name: str, language: str) -> Graph:
    return graph_of(load(WORKFLOWS.get(name, name)).definition, language)


@frozen
class Place:
    """A rectangle by its corners; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def over(self, other: "Place", by: float = 0.5) -> bool:
        return (
            min(self.right, other.right) - max(self.left, other.left) > by
            and min(self.bottom, other.bottom) - max(self.top, other.top) > by
        )

    def within(self, other: "Place", by: float = 0.0) -> bool:
        return (
            other.left + by <= self.left
            and self.right <= other.right - by
            and other.top + by <= self.top
            and self.bottom <= other.bottom - by
        )

    def holds(self, x: float, y: float, inside: float) -> bool:
        return self.left + inside < x < self.right - inside and self.top + inside < y < self.bottom - inside


@frozen
class Thing:
    """A group of the SVG: its class, its texts, its rectangle if it has one, and the place that it takes.

    `ground` is the rectangle's colour; `inks` and `sizes` are those of the texts.
    """

    kind: str
    words: str
    texts: tuple[Place, ...]
    rectangle: Place | None
    ground: str | None = None
    inks: tuple[str, ...] = ()
    sizes: tuple[float, ...] = ()

    @property
    def place(self) -> Place:
        return self.rectangle or around(self.texts)


@frozen
class Picture:
    """All things, and the lines as points close to each other; `main` are those of the main way."""

    whole: Place
    things: tuple[Thing, ...]
    lines: tuple[tuple[tuple[float, float], ...], ...] = field(repr=False)
    main: tuple[tuple[tuple[float, float], ...], ...] = field(repr=False)

    def of(self, *kinds: str) -> list[Thing]:
        return [thing for thing in self.things if thing.kind in kinds]


def around(places: tuple[Place, ...]) -> Place:
    return Place(
        min(place.left for place in places),
        min(place.top for place in places),
        max(place.right for place in places),
        max(place.bottom for place in places),
    )


def estimated(element: ET.Element) -> float:
    """How wide a text is, without a font."""
    bold = element.get("font-weight") == "bold"
    return width(element.text or "", float(element.attrib["font-size"]), bold=bold)


def read(drawn: str, wide: Wide = estimated) -> Picture:
    root = ET.fromstring(drawn)  # noqa: S314 - our own text
    whole = Place(0, 0, float(root.attrib["width"]), float(root.attrib["height"]))
    (body,) = (group for group in root.iter(f"{SVG}g") if "transform" in group.attrib)
    across, down = map(float, NUMBER.findall(body.attrib["transform"]))
    heads = [_thing(group, 0, 0, wide) for group in root if group.get("class")]
    things = [_thing(group, across, down, wide) for group in body if group.get("class")]
    lines = [_points(path.attrib["d"], across, down) for path in body.findall(f"{SVG}path")]
    main = [
        _points(path.attrib["d"], across, down)
        for path in body.findall(f"{SVG}path")
        if path.get("stroke") == MAIN
    ]
    return Picture(whole, tuple(heads + things), tuple(lines), tuple(main))


def _thing(group: ET.Element, across: float, down: float, wide: Wide) -> Thing:
    texts = [element for element in group if element.tag == f"{SVG}text" and element.text]
    words = " ".join(element.text or "" for element in texts)
    rectangle = group.find(f"{SVG}rect")
    places = tuple(_text(element, across, down, wide) for element in texts)
    return Thing(
        group.attrib["class"],
        words,
        places,
        None if rectangle is None else _rect(rectangle, across, down),
        None if rectangle is None else rectangle.attrib["fill"],
        tuple(element.attrib["fill"] for element in texts),
        tuple(float(element.attrib["font-size"]) for element in texts),
    )


def _rect(element: ET.Element, across: float, down: float) -> Place:
    x, y, broad, high = (float(element.attrib[name]) for name in ("x", "y", "width", "height"))
    return Place(x + across, y + down, x + across + broad, y + down + high)


def _text(element: ET.Element, across: float, down: float, wide: Wide) -> Place:
    """From the height of capitals to the depth of tails: marks above and dots below take a little more."""
    x, y = float(element.attrib["x"]) + across, float(element.attrib["y"]) + down
    size, broad = float(element.attrib["font-size"]), wide(element)
    left = x - broad / 2 if element.get("text-anchor") == "middle" else x
    return Place(left, y - 0.8 * size, left + broad, y + 0.22 * size)


def _points(path: str, across: float, down: float) -> tuple[tuple[float, float], ...]:
    """Points on the curves and straight pieces of a path; every command that the pictures use."""
    found: list[tuple[float, float]] = []
    for command, numbers in re.findall(r"([MLCQ])([^MLCQ]*)", path):
        values = [float(number) for number in NUMBER.findall(numbers)]
        points = [(x + across, y + down) for x, y in zip(values[::2], values[1::2], strict=True)]
        degree = {"M": 0, "L": 1, "Q": 2, "C": 3}[command]
        if degree == 0:
            found += points
            continue
        for first in range(0, len(points), degree):
            found += _curve([found[-1], *points[first : first + degree]])
    return tuple(found)


def _curve(controls: list[tuple[float, float]], pieces: int = 40) -> Iterator[tuple[float, float]]:
    for piece in range(1, pieces + 1):
        part, points = piece / pieces, controls
        while len(points) > 1:
            points = [
                (one[0] + (other[0] - one[0]) * part, one[1] + (other[1] - one[1]) * part)
                for one, other in pairwise(points)
            ]
        yield points[0]


def over_each_other(seen: Picture) -> list[tuple[str, str]]:
    things = seen.of(*READABLE)
    return [(one.words, other.words) for one, other in combinations(things, 2) if one.place.over(other.place)]


def across_borders(seen: Picture) -> list[str]:
    """What is neither inside a stage, nor around it, nor beside it."""
    stages = [stage.place for stage in seen.of("stage")]
    return [
        thing.words
        for thing in seen.of(*READABLE, "stage")
        for stage in stages
        if thing.place.over(stage) and not thing.place.within(stage) and not stage.within(thing.place)
    ]


def through_texts(seen: Picture) -> set[str]:
    """What a line runs through."""
    return {
        thing.words
        for line in seen.lines
        for x, y in line
        for thing in seen.of(*READABLE)
        if thing.place.holds(x, y, inside=2.5)
    }


def cut(seen: Picture) -> list[str]:
    """States and signs whose texts do not fit into them, and what lies outside the picture."""
    boxes = [
        thing.words
        for thing in seen.of("state", "sign")
        if thing.rectangle and not all(text.within(thing.rectangle, by=1) for text in thing.texts)
    ]
    return boxes + [thing.words for thing in seen.things if not thing.place.within(seen.whole, by=10)]
