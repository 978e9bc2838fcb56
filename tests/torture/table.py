"""What a long run says of one promise: how often it was tried, what was lost, and whether the control was caught.

Each module of this folder has `figures(scale)`, which yields rows: 1 is the short form that every run of the tests
takes, more is as many times longer.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen


@frozen
class Row:
    """One promise on one database.

    `lost`: acknowledged work that was not there afterwards; `corrupted`: histories or files that were not whole. The
    `control` breaks the promise on purpose; `caught` says whether the same test saw it, without which it shows nothing.
    """

    promise: str
    what: str
    database: str
    tried: int
    lost: int
    corrupted: int
    control: str
    caught: bool

    @property
    def holds(self) -> bool:
        return self.tried > 0 and not self.lost and not self.corrupted and self.caught


HEADINGS = (
    "promise",
    "what was done",
    "database",
    "tried",
    "lost",
    "corrupted",
    "control",
    "caught",
    "module",
)
BEGIN, END = "<!-- long run -->", "<!-- end of long run -->"


def markdown(rows: Mapping[str, Sequence[Row]]) -> str:
    """A table, a line a row; rows are given by the module that they come from."""
    return _table([line for name, each in rows.items() for line in _lines(name, each)])


def written(page: str, rows: Mapping[str, Sequence[Row]], circumstances: str) -> str:
    """The page with these rows between its marked lines; those of other modules stay, in the order of promises.

    Raises ValueError for a page without the marked lines.
    """
    before, begin, rest = page.partition(BEGIN)
    old, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page lacks {BEGIN} or {END}")
    kept = [line for line in old.splitlines() if line.startswith("| ") and _module_of(line) not in rows]
    kept = [line for line in kept if _module_of(line) not in {HEADINGS[-1], "---"}]
    lines = sorted([*kept, *(line for name, each in rows.items() for line in _lines(name, each))], key=_order)
    return f"{before}{BEGIN}\n{circumstances}.\n\n{_table(lines)}{END}{after}"


def _table(lines: list[str]) -> str:
    head = [f"| {' | '.join(HEADINGS)} |", f"| {' | '.join('---' for _ in HEADINGS)} |"]
    return "".join(f"{line}\n" for line in [*head, *lines])


def _lines(module: str, rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        cells = (
            row.promise,
            row.what,
            row.database,
            f"{row.tried:,}",
            f"{row.lost:,}",
            f"{row.corrupted:,}",
            row.control,
            "yes" if row.caught else "NO",
            f"`{module}`",
        )
        yield f"| {' | '.join(cells)} |"


def _module_of(line: str) -> str:
    return line.rstrip(" |").rpartition("|")[2].strip(" `")


def _order(line: str) -> tuple[str, int]:
    """Promises by letter and number."""
    found = re.match(r"\| ([A-Za-z]+)(\d*)", line)
    return (found[1], int(found[2] or 0)) if found else ("", 0)
