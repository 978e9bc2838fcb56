"""Idempotency: the same command under the same key has one effect and one answer."""

from collections.abc import Mapping

from attrs import evolve

from ..access import Actor
from ..case import Case, Entry
from ..engine import WorkflowMachine, commitment_by, fold
from ..errors import StoreError
from ..messages import say
from ..model.values import Misfit, encode, take_fields
from .link import Link
from .records import entry_row_with_key, entry_rows, personal_rows
from .rows import Machines, PersonalRow, read_entry, taken


def replay(
    link: Link,
    machines: Machines,
    case_id: str,
    key: str,
    event: str,
    payload: Mapping[str, object],
    actor: Actor,
) -> Case | None:
    """The case as it was after the entry with this key, None if there is none.

    Raises StoreError if the key was used by another event, actor or payload. An erased personal value cannot be
    compared any more and counts as the same.
    """
    row = entry_row_with_key(link, case_id, key)
    if row is None:
        return None
    personal = personal_rows(link, case_id)
    entry = read_entry(machines, row, personal)
    machine = machines(entry.definition)
    salts = [each for each in personal if each.seq == entry.seq]
    if (entry.event, entry.actor) != (event, actor.id) or not _same(machine, entry, payload, salts):
        raise StoreError(say("store.key_reused", used=key, case=case_id), "key_reused")
    entries = (
        read_entry(machines, each, personal) for each in entry_rows(link, case_id) if each.seq <= entry.seq
    )
    return evolve(fold(machine, entries), replayed=True)


def _same(
    machine: WorkflowMachine, entry: Entry, payload: Mapping[str, object], personal: list[PersonalRow]
) -> bool:
    """Whether the payload says what the entry's says, however its numbers and dates were written."""
    takes = taken(machine, entry)
    try:
        values = take_fields({name: each.field for name, each in takes.items()}, payload)
    except Misfit:
        return False
    given = {name: encode(value) for name, value in values.items()}
    for each in personal:
        if each.field not in given:
            return False
        if each.key is None:
            given[each.field] = entry.payload[each.field]
        else:
            given[each.field] = commitment_by(bytes.fromhex(each.key), each.field, values[each.field])
    return given == dict(entry.payload)
