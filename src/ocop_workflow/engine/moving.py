"""A case that goes on under another definition: one entry that says all that the case is from then on."""

from collections.abc import Mapping
from datetime import datetime

from attrs import define

from ..case import MIGRATE, MOVED, Case, Due, Entry
from ..model.canonical import instant_text, plain
from .fold import Evidence, arrived
from .machine import WorkflowMachine
from .seal import due_document, seal


@define
class Moving:
    """What becomes of a case: its leaf and data under the new definition, and what goes on of what was there.

    `data` are fields of the new definition, personal ones included; `since` has when each visit began that goes on
    or begins; `payload` says in JSON by which plan, `seen` what its conditions saw.
    """

    target: str
    data: Mapping[str, object]
    since: Mapping[str, datetime]
    due: Mapping[str, Due]
    evidence: Mapping[str, Evidence]
    payload: Mapping[str, object]
    seen: Mapping[str, object]


def moved(
    machine: WorkflowMachine, case: Case, moving: Moving, actor: str, at: datetime, recorded: datetime
) -> tuple[Entry, Case]:
    """The sealed entry and the case of the machine's definition after it; times are aware and in UTC."""
    personal = machine.table.personal & moving.data.keys()
    entry = seal(
        Entry(
            case=case.id,
            definition=machine.digest,
            seq=case.seq + 1,
            event=MIGRATE,
            source=case.state,
            target=moving.target,
            stay=False,
            actor=actor,
            role=None,
            unit=None,
            on_behalf=None,
            at=at,
            recorded=recorded,
            due=None,
            payload=moving.payload,
            writes={
                "data": {name: plain(v) for name, v in moving.data.items() if name not in personal},
                "personal": sorted(personal),
                "due": {name: due_document(due) for name, due in moving.due.items()},
                "since": {name: instant_text(moment) for name, moment in moving.since.items()},
                "evidence": {
                    s: {e: list(ids) for e, ids in who.items()} for s, who in moving.evidence.items()
                },
            },
            seen={"guards": plain(moving.seen)} if moving.seen else {},
            previous=case.head,
            format=MOVED,
        )
    )
    return entry, arrived(machine, {name: moving.data[name] for name in personal}, entry)
