"""Located nodes of a YAML file: scalars as they were written, typed later by what the key wants.

Nothing changes a node once it is made; they are not frozen because a file has tens of thousands of them, and freezing
doubles what making one costs.
"""

from collections.abc import Iterator

from attrs import define, field

from ..model.position import Position
from .source import Source

NOTHING = ("", "~", "null", "Null", "NULL")
ESCAPES = {"x": 4, "u": 6, "U": 10}  # characters that a numeric escape takes in a double-quoted text


@define(eq=False)
class ScalarNode:
    """A text: `style` is "" when plain, else its quote or block sign; `index` is where it starts in the source."""

    text: str
    style: str
    line: int
    column: int
    index: int
    source: Source = field(repr=False)
    flow: bool = False

    @property
    def plain(self) -> bool:
        return self.style == ""

    @property
    def empty(self) -> bool:
        """Nothing was written here, as in `key:`, or what YAML has for nothing."""
        return self.plain and self.text in NOTHING

    @property
    def position(self) -> Position:
        return Position(self.source.file, self.line, self.column)

    def at(self, offset: int) -> Position:
        """Where character `offset` of the text stands in the file, past quotes, escapes and folded lines."""
        source, place = self.source.text, self.index
        if self.style in ("|", ">"):
            place = _line_end(source, place)
        elif self.style:
            place += 1
        for character in self.text[:offset]:
            place = _step(source, place, character, self.style)
        if self.style in ("|", ">"):
            place = _skip_blank(source, place, self.text[offset : offset + 1])
        elif self.style == '"':
            place = _skip_joined_lines(source, place)
        line, column = self.line, self.column
        for passed in source[self.index : min(place, len(source))]:
            line, column = (line + 1, 1) if passed == "\n" else (line, column + 1)
        return Position(self.source.file, line, column)


@define(eq=False)
class MappingNode:
    """Keys with their values, in the order of the file; keys are unique texts."""

    entries: tuple[tuple[ScalarNode, "Node"], ...]
    line: int
    column: int
    source: Source = field(repr=False)

    @property
    def position(self) -> Position:
        return Position(self.source.file, self.line, self.column)


@define(eq=False)
class ListNode:
    """Values in order."""

    items: tuple["Node", ...]
    line: int
    column: int
    source: Source = field(repr=False)

    @property
    def position(self) -> Position:
        return Position(self.source.file, self.line, self.column)


Node = ScalarNode | MappingNode | ListNode


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it; keys are not among them."""
    yield node
    if isinstance(node, MappingNode):
        for _, value in node.entries:
            yield from walk(value)
    elif isinstance(node, ListNode):
        for item in node.items:
            yield from walk(item)


def _line_end(source: str, place: int) -> int:
    end = source.find("\n", place)
    return len(source) if end < 0 else end + 1


def _skip_blank(source: str, place: int, wanted: str) -> int:
    while wanted and place < len(source) and source[place] != wanted and source[place] in " \t\r\n":
        place += 1
    return place


def _skip_joined_lines(source: str, place: int) -> int:
    """Past a backslash at the end of a line, and the blanks at the start of the next."""
    while source[place : place + 1] == "\\" and source[place + 1 : place + 2] in ("\n", "\r"):
        place += 1
        while source[place : place + 1] in (" ", "\t", "\r", "\n"):
            place += 1
    return place


def _step(source: str, place: int, character: str, style: str) -> int:
    """The place after the characters of the source that stand for one character of the text."""
    if style == '"':
        place = _skip_joined_lines(source, place)
    if character in " \n":
        end = place
        while end < len(source) and source[end] in " \t\r\n":
            end += 1
        folded = "\n" in source[place:end]
        if style not in ("|", ">") and folded:
            return end
    elif style in ("|", ">"):
        place = _skip_blank(source, place, character)
    if style == '"' and source[place : place + 1] == "\\":
        return place + ESCAPES.get(source[place + 1 : place + 2], 2)
    if style == "'" and source.startswith("''", place):
        return place + 2
    return place + 1
