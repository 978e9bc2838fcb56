"""Cases go on under another definition: decided by whoever moves them, and written like any event."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from attrs import frozen

from ..case import MIGRATE, Case, Entry, Reason
from ..engine import Facts, settle, tell
from ..errors import Conflict, StoreError
from ..model.canonical import parsed
from ..workflow import Workflow
from . import records, statements
from .context import Context
from .link import Link
from .linked import hold
from .rows import CaseRow, PersonalRow, case_of, case_values

TOGETHER = 100  # cases that are moved in one transaction: other writers wait for some hundredths of a second


@frozen
class Standing:
    """A case as it stands when somebody would move it: settled; `stuck` says why it cannot be.

    `events` are those of its history, in order; `read` gives the history itself, which is not always asked for.
    """

    workflow: Workflow
    case: Case
    events: Sequence[str]
    read: Callable[[], Sequence[Entry]]
    facts: Facts
    at: datetime
    stuck: Sequence[Reason] = ()

    @property
    def moved(self) -> bool:
        """Whether it came from another version before."""
        return MIGRATE in self.events


@frozen
class Moved:
    """Where it goes: the case of another workflow, and the entry that takes it there."""

    workflow: Workflow
    case: Case
    entry: Entry


Mover = Callable[[Standing], Moved | None]
"""Decides on one case; None leaves it as it is."""
Answer = Moved | StoreError | Conflict | None


def ids_of(context: Context, workflow: str, version: str) -> Iterator[list[str]]:
    """The cases of one version by id, some at a time; those that leave it meanwhile are not missed."""
    after = ""
    while True:
        with context.session.reading() as link:
            found = [
                case_id
                for (case_id,) in link.rows(statements.IDS_OF_VERSION, workflow, version, after, TOGETHER)
            ]
        if not found:
            return
        yield found
        after = found[-1]


def move(
    context: Context, case_ids: Sequence[str], mover: Mover, at: datetime | None, *, write: bool
) -> dict[str, Answer]:
    """See `Store.move`: all in one transaction; where that fails, each in its own, so that only that one is left."""
    try:
        with context.session.writing() if write else context.session.reading() as link:
            return dict(_moved(context, link, case_ids, mover, at, write=write))
    except (StoreError, Conflict) as error:
        if len(case_ids) == 1:
            return {case_ids[0]: error}
        parts = (move(context, [case_id], mover, at, write=write) for case_id in case_ids)
        return {case_id: answer for part in parts for case_id, answer in part.items()}


def _moved(
    context: Context, link: Link, case_ids: Sequence[str], mover: Mover, at: datetime | None, *, write: bool
) -> Iterator[tuple[str, Answer]]:
    if write:
        _hold(link, case_ids)
    rows = records.case_rows(link, case_ids)
    events = records.events_of(link, case_ids)
    personal = records.personal_rows_of(link, case_ids)
    written, settled = [], []
    for case_id in case_ids:
        row = rows[case_id] if case_id in rows else records.case_row(link, case_id)
        standing, before, fired = _standing(
            context, link, row, events[case_id], personal.get(case_id, ()), at
        )
        moved = mover(standing)
        if moved is not None:
            written.append((row, moved, (*fired, moved.entry)))
            settled += [(before, standing.workflow.machine, fired)] if fired else []
        yield case_id, moved
    for workflow in {moved.case.definition: moved.workflow for _, moved, _ in written}.values():
        (context.definitions.keep if write else context.definitions.check)(link, workflow)
    if write:
        _write(link, written)
        for before, machine, fired in settled:
            tell(machine, before, "", fired)


def _hold(link: Link, case_ids: Sequence[str]) -> None:
    """Nobody else writes them until the transaction ends, nor the cases that they refer to."""
    parents = [target for (target,) in link.rows(statements.targets(len(case_ids)), *case_ids)]
    hold(link, parents if link.dialect.one_writer else {*parents, *case_ids})


def _standing(
    context: Context,
    link: Link,
    row: CaseRow,
    events: Sequence[str],
    personal: Sequence[PersonalRow],
    at: datetime | None,
) -> tuple[Standing, Case, tuple[Entry, ...]]:
    workflow = context.definitions.workflow(link, row.definition)
    before = case_of(workflow.machine, row, parsed(row.document), personal)
    now, moment = context.moment(at, before)
    facts = context.linked(link, workflow, before, {}, context.facts(now))
    settled = settle(workflow.machine, before, max(moment, before.at), facts)
    fired = settled.entries

    def read() -> tuple[Entry, ...]:
        return (*records.the_entries(link, context.definitions.machines(link), row.id), *fired)

    names = (*events, *(entry.event for entry in fired)) if fired else events
    at = max(moment, settled.case.at)
    return Standing(workflow, settled.case, names, read, facts, at, settled.stuck), before, fired


def _write(link: Link, written: Sequence[tuple[CaseRow, Moved, Sequence[Entry]]]) -> None:
    entries = [(entry, None) for _, _, each in written for entry in each]
    cases = []
    for row, moved, own in written:
        *values, case_id = case_values(moved.workflow.machine, moved.case)
        cases.append((moved.workflow.machine, moved.case, CaseRow(case_id, *values), row.seq, own))
    records.write_all(link, entries, cases)
