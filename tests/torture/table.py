"""What a long run says of one promise: how often it was tried, what was lost, and whether the control was caught.

Each module of this folder has `figures(scale)`, which yields rows: 1 is the short form that every run of the tests
takes, more is as many times longer.
"""

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


HEADINGS = ("promise", "what was done", "database", "tried", "lost", "corrupted", "control", "caught")


def markdown(rows: list[Row]) -> str:
    """A table, a line a row."""
    cells = [
        (
            row.promise,
            row.what,
            row.database,
            f"{row.tried:,}",
            f"{row.lost:,}",
            f"{row.corrupted:,}",
            row.control,
            "yes" if row.caught else "NO",
        )
        for row in rows
    ]
    lines = [HEADINGS, tuple("---" for _ in HEADINGS), *cells]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
