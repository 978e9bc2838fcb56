"""Whole histories, some cases at a time: for whoever goes through all of them, as counts as of a day do."""

from collections.abc import Iterator

from ..case import Entry
from . import records, statements
from .context import Context
from .rows import EntryRow, read_entry

_TOGETHER = 100  # cases whose histories are held at once


def histories(context: Context, workflow: str | None) -> Iterator[tuple[Entry, ...]]:
    """See `Store.histories`."""
    after = ""
    while True:
        with context.session.reading() as link:
            ids = [
                str(each)
                for (each,) in link.rows(
                    statements.ids_of(workflow is not None), *_asked(workflow), after, _TOGETHER
                )
            ]
            machines = context.definitions.machines(link)
            personal = records.personal_rows_of(link, ids)
            found: dict[str, list[Entry]] = {case_id: [] for case_id in ids}
            for row in link.rows(statements.entries_of(len(ids)), *ids) if ids else ():
                entry = EntryRow(*row)
                found[entry.case].append(read_entry(machines, entry, personal.get(entry.case, ())))
        yield from map(tuple, found.values())
        if len(ids) < _TOGETHER:
            return
        after = ids[-1]


def _asked(workflow: str | None) -> tuple[str, ...]:
    return () if workflow is None else (workflow,)
