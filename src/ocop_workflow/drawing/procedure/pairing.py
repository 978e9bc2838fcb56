"""Which row of a file is which row of the workflow: by stage and title, else by what is most alike."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from attrs import define, field, frozen

from .recognise import WrittenRow, WrittenSheet, WrittenStage


@frozen
class Declared:
    """A row that the workflow has, fit to be compared: its cells, its title alone, and the stage that it stands in."""

    cells: tuple[str, ...]
    title: str
    stage: str


@define
class Pairs:
    """For each declared row the place of the written one (None: there is none); `added` ones belong to no row.

    `elsewhere` are places of rows that stand in another stage.
    """

    places: list[int | None]
    added: list[int] = field(factory=list)
    elsewhere: set[int] = field(factory=set)


def pairs(declared: Sequence[Declared], written: WrittenSheet) -> Pairs:
    """Pairs rows that agree in more before those that agree in less; each row once."""
    stages = stage_pairs(first_rows(declared), written)
    alias = {stage.title: title for title, stage in stages.items() if stage is not None}

    def same_stage(row: Declared, there: WrittenRow) -> bool:
        return alias.get(there.stage, there.stage) == row.stage

    ways: tuple[Callable[[Declared, WrittenRow], bool], ...] = (
        lambda row, there: same_stage(row, there) and row.cells[1:] == there.cells[1:],
        lambda row, there: same_stage(row, there) and row.cells[1] == there.cells[1],
        lambda row, there: same_stage(row, there) and _begins(there.cells[1], row.title),
        lambda row, there: same_stage(row, there) and row.cells[0] == there.cells[0],
        lambda row, there: row.cells[1] == there.cells[1],
    )
    found = Pairs([None] * len(declared))
    left = dict(enumerate(written.rows))
    for way in ways:
        for number, row in enumerate(declared):
            if found.places[number] is not None:
                continue
            place = next((each for each, there in left.items() if way(row, there)), None)
            if place is not None:
                found.places[number] = place
                if not same_stage(row, left.pop(place)):
                    found.elsewhere.add(place)
    found.added = list(left)
    return found


def first_rows(declared: Iterable[Declared]) -> dict[str, str]:
    """Each stage with the first of its rows, by what its second column says."""
    found: dict[str, str] = {}
    for row in declared:
        found.setdefault(row.stage, row.cells[1])
    return found


def stage_pairs(firsts: Mapping[str, str], written: WrittenSheet) -> dict[str, WrittenStage | None]:
    """For each stage the heading of that title; else one that is left over and has the stage's first row below it."""
    left = {stage.title: stage for stage in reversed(written.stages)}
    found = {title: left.pop(title, None) for title in firsts}
    for title, first in firsts.items():
        if found[title] is None:
            below = {row.stage for row in written.rows if row.cells[1] == first}
            other = next((each for each in left if each in below), None)
            found[title] = None if other is None else left.pop(other)
    return found


def _begins(text: str, title: str) -> bool:
    return bool(title) and (text == title or text.startswith(f"{title} "))
