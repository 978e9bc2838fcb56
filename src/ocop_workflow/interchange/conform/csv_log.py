"""Logs as CSV: a heading, then a line an event, in any order; the columns have one of the names that are in use."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from .logs import Logged, Trace, unfit

# The names of XES come first, as tools write them into CSV; then what people write.
CASE = ("case:concept:name", "case", "case_id", "case id", "caseid", "hồ sơ", "mã hồ sơ")
ACTIVITY = ("concept:name", "activity", "event", "việc", "bước")
AT = ("time:timestamp", "timestamp", "at", "time", "thời điểm", "ngày")
ACTOR = ("org:resource", "resource", "actor", "user", "người thực hiện")
ROLE = ("org:role", "role", "vai trò")


def read_csv(file: Path) -> Iterator[Trace]:
    """Cases in the order in which they first come; the events of one by their times, else as they stand.

    Times are compared as text where all have one: write them in one form, the year first (ISO 8601).
    """
    cases: dict[str, list[Logged]] = {}
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.reader(stream, strict=True, dialect=_dialect(stream.readline()))
            stream.seek(0)
            heading = [name.strip().casefold() for name in next(rows, [])]
            places = [_place(heading, names) for names in (CASE, ACTIVITY, AT, ACTOR, ROLE)]
            case, activity = places[:2]
            if case is None or activity is None:
                wanted = CASE if case is None else ACTIVITY
                raise unfit(file, "log_column", column=1, wanted=" / ".join(wanted), found=", ".join(heading))
            for row in rows:
                if not row:
                    continue
                if len(row) != len(heading):
                    raise unfit(file, "log_row", rows.line_num, found=len(row), wanted=len(heading))
                values = [None if place is None else row[place] or None for place in places]
                if not values[0] or not values[1]:
                    raise unfit(file, "log_empty", rows.line_num)
                cases.setdefault(values[0], []).append(Logged(values[1], *values[2:]))
    except UnicodeDecodeError as error:
        raise unfit(file, "log_encoding", place=error.start) from None
    except csv.Error as error:
        raise unfit(file, "log_csv", rows.line_num, detail=str(error)) from None
    for name, events in cases.items():
        if all(event.at for event in events):
            events.sort(key=lambda event: event.at or "")
        yield Trace(name, tuple(events))


def _dialect(heading: str) -> type[csv.Dialect]:
    """Comma, semicolon or tab: the one that the heading has most of."""

    class Own(csv.excel):
        delimiter = max(",;\t", key=heading.count)

    return Own


def _place(heading: Sequence[str], names: Sequence[str]) -> int | None:
    return next((heading.index(name) for name in names if name in heading), None)
