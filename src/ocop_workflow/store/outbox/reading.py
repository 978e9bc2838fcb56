"""Entries in the order of their positions, ready to be handed out."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from ..definitions import Definitions
from ..link import Link, Row
from ..rows import EntryRow, PersonalRow, read_entry
from . import statements
from .delivery import Delivery


@frozen
class Found:
    """An entry by position, or why it cannot be read; `parked`: its case waits already."""

    position: int
    case: str
    parked: bool
    what: Delivery | Exception


def entries(
    link: Link, definitions: Definitions, consumer: str, after: int, until: int, size: int
) -> list[Found]:
    """The next entries of all cases."""
    rows = link.rows(statements.ENTRIES, consumer, after, until, size)
    personal = link.rows(statements.PERSONAL, after + 1, int(rows[-1][0])) if rows else []
    return _found(link, definitions, rows, personal)


def entries_of_case(
    link: Link, definitions: Definitions, case_id: str, first: int, until: int, size: int
) -> list[Found]:
    """The next entries of one case, from the first position on."""
    rows = link.rows(statements.ENTRIES_OF_CASE, case_id, first, until, size)
    which = (case_id, first, int(rows[-1][0])) if rows else ()
    personal = link.rows(statements.PERSONAL_OF_CASE, *which) if rows else []
    return _found(link, definitions, rows, personal)


def _found(link: Link, definitions: Definitions, rows: Iterable[Row], personal: Iterable[Row]) -> list[Found]:
    beside: dict[int, list[PersonalRow]] = {}
    for position, *row in personal:
        beside.setdefault(position, []).append(PersonalRow(*row))
    return [
        Found(position, row[0], parked is not None, _read(link, definitions, position, row, beside))
        for position, parked, *row in rows
    ]


def _read(
    link: Link,
    definitions: Definitions,
    position: int,
    row: list[Any],
    personal: Mapping[int, list[PersonalRow]],
) -> Delivery | Exception:
    """An entry that cannot be read holds up its own case alone, so what is wrong with it is carried."""
    stored = EntryRow(*row)
    try:
        machine = definitions.workflow(link, json.loads(stored.document)["definition"]).machine
        entry = read_entry(lambda _: machine, stored, personal.get(position, ()))
    except link.errors:
        raise
    except Exception as error:  # noqa: BLE001 - a damaged document may break anything that reads it
        return error
    declared = machine.definition
    return Delivery(entry, declared.workflow, declared.version, position, 1)
