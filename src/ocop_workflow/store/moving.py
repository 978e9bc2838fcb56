"""A case goes on under another definition: decided by whoever moves it, and written like any event."""

from collections.abc import Callable, Sequence
from datetime import datetime

from attrs import frozen

from ..case import Case, Entry, Reason
from ..engine import Facts, settle
from ..workflow import Workflow
from . import records
from .context import Context
from .link import Link
from .linked import claim
from .rows import CaseRow


@frozen
class Standing:
    """A case as it stands when somebody would move it: settled, with its history; `stuck` says why it cannot be."""

    workflow: Workflow
    case: Case
    history: Sequence[Entry]
    facts: Facts
    at: datetime
    stuck: Sequence[Reason] = ()


@frozen
class Moved:
    """Where it goes: the case of another workflow, and the entry that takes it there."""

    workflow: Workflow
    case: Case
    entry: Entry


Mover = Callable[[Standing], Moved | None]
"""Decides on one case; None leaves it as it is."""


def move(context: Context, case_id: str, mover: Mover, *, at: datetime | None = None) -> Moved | None:
    """Move a case in one transaction, after the clock events that are due; both are written, or nothing.

    Raises StoreError for a case that the store does not have, Conflict where somebody else was first.
    """
    with context.session.writing() as link:
        row = claim(link, context.definitions, case_id, {})
        standing, fired = _standing(context, link, row, at)
        moved = mover(standing)
        if moved is not None:
            context.definitions.keep(link, moved.workflow)
            entries = (*fired, moved.entry)
            records.write(link, moved.workflow.machine, moved.case, entries, found=row.seq)
    return moved


def suppose(context: Context, case_id: str, mover: Mover, *, at: datetime | None = None) -> Moved | None:
    """The same, and nothing is written."""
    with context.session.reading() as link:
        standing, _ = _standing(context, link, records.case_row(link, case_id), at)
        return mover(standing)


def _standing(
    context: Context, link: Link, row: CaseRow, at: datetime | None
) -> tuple[Standing, tuple[Entry, ...]]:
    workflow = context.definitions.workflow(link, row.definition)
    before = records.the_case(link, workflow.machine, row)
    now, moment = context.moment(at, before)
    facts = context.linked(link, workflow, before, {}, context.facts(now))
    settled = settle(workflow.machine, before, max(moment, before.at), facts)
    history = (*records.the_entries(link, context.definitions.machines(link), row.id), *settled.entries)
    at = max(moment, settled.case.at)
    return Standing(workflow, settled.case, history, facts, at, settled.stuck), settled.entries
