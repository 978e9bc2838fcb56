"""What a file has: the text beside its tables, and tables of rows of cells, as any form gives them."""

from pathlib import Path

from attrs import frozen

from ...errors import DefinitionError
from ...model.position import Position
from ...reading.problems import Problems


@frozen
class FoundCell:
    """Text, and over how many columns it goes."""

    text: str
    span: int = 1


@frozen
class FoundRow:
    """`line` is where it stands in a file of text; in others it is its number in the table."""

    cells: tuple[FoundCell, ...]
    line: int


@frozen
class Found:
    """A file, read."""

    paragraphs: tuple[str, ...]
    tables: tuple[tuple[FoundRow, ...], ...]


def unfit(file: Path, code: str, line: int = 1, **values: object) -> DefinitionError:
    """What is wrong with a file at a place."""
    problems = Problems()
    problems.add(code, Position(str(file), line, 1), values, room="procedure")
    return DefinitionError(problems.sorted())
