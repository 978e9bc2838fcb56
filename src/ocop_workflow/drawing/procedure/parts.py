"""What the table of a procedure consists of, in both languages, before anything is laid out: sheets of rows."""

from collections.abc import Iterator, Sequence

from attrs import frozen

from ...model.text import Text

Cell = tuple[Text, ...]  # its lines
DOTS = "……"  # stands where whoever issues the table fills something in


@frozen
class Column:
    """A column of a sheet; `width` is its share of the page, of 100."""

    name: str
    title: Text
    width: int


@frozen
class Row:
    """A cell for each column of the sheet."""

    cells: tuple[Cell, ...]


@frozen
class Group:
    """Rows of one stage, under a line with its title and its basis; without a title they stand alone."""

    rows: tuple[Row, ...]
    title: Text = Text()
    basis: Cell = ()


@frozen
class Sheet:
    """One table: its heading, its columns and its rows. `name` says what it has, as steps or documents."""

    name: str
    title: Text
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]

    @property
    def rows(self) -> Iterator[Row]:
        """Every row, in order."""
        for group in self.groups:
            yield from group.rows


@frozen
class Procedure:
    """The whole document: what it is of, notes below that, sheets, and what the marks mean.

    `assumed` is empty where nothing is assumed.
    """

    title: Text
    heading: Text
    code: Text
    annexed: Text
    about: Text
    assumed: Text
    sheets: tuple[Sheet, ...]
    marks: Cell


def number_text(number: int) -> Text:
    """The number of a row."""
    return Text(vi=str(number), en=str(number))


def shown(cell: Cell, languages: Sequence[str]) -> list[tuple[str, str]]:
    """The lines of a cell with their languages: all of the first, then all of the second where that says more."""
    spoken = [(language, [line.say(language) for line in cell]) for language in languages]
    met: list[list[str]] = []
    found: list[tuple[str, str]] = []
    for language, lines in spoken:
        if lines not in met:
            met.append(lines)
            found += [(language, line) for line in lines]
    return found
