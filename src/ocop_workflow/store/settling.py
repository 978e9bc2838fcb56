"""Firing what is due, of all cases: some at a time in one transaction, and none in the way of the others."""

import logging
from collections.abc import Sequence
from datetime import datetime

from ..case import Entry
from ..engine import aware, settle, tell
from ..errors import Conflict, StoreError, UnknownOutcome
from ..messages import say
from . import records, statements
from .context import Context
from .dues import ids_due
from .linked import hold

_log = logging.getLogger("ocop_workflow.store")
TOGETHER = (
    100  # cases that are settled in one transaction: other writers wait for some hundredths of a second
)


def fire_due(context: Context, now: datetime | None) -> tuple[Entry, ...]:
    """See `Store.fire_due`."""
    clock = context.clock()
    moment = aware(now or clock)
    if moment > clock:
        told = say("store.in_future", at=moment.isoformat(), now=clock.isoformat())
        raise StoreError(told, "in_future")
    entries: list[Entry] = []
    for together in ids_due(context.session, moment, TOGETHER):
        entries += _settle_all(context, together, moment)
    return tuple(entries)


def _settle_all(context: Context, case_ids: Sequence[str], moment: datetime) -> list[Entry]:
    """All in one transaction; where one of them fails, each in its own, so that only that one is left."""
    try:
        return _settle(context, case_ids, moment)
    except (StoreError, UnknownOutcome):
        raise
    except Exception as error:
        if len(case_ids) > 1:
            return [entry for case_id in case_ids for entry in _settle_all(context, [case_id], moment)]
        if not isinstance(error, Conflict):
            raise
        _log.warning("%s: %s", case_ids[0], error)
        return []


def _settle(context: Context, case_ids: Sequence[str], moment: datetime) -> list[Entry]:
    """Settle these cases in one transaction; what could not fire is told to the log once the rest is kept."""
    entries: list[Entry] = []
    stuck: list[tuple[str, str]] = []
    with context.session.writing() as link:
        parents = (target for (target,) in link.rows(statements.targets(len(case_ids)), *case_ids))
        hold(link, parents if link.dialect.one_writer else {*parents, *case_ids})
        for case_id in case_ids:
            row = records.case_row(link, case_id)
            try:
                machine = context.definitions.workflow(link, row.definition).machine
            except StoreError as error:
                stuck.append((case_id, str(error)))
                continue
            before = records.the_case(link, machine, row)
            now = max(context.clock(), before.at)
            settled = settle(machine, before, max(moment, before.at), context.facts(now))
            if settled.entries:
                records.write(link, machine, settled.case, settled.entries, found=row.seq)
                entries += settled.entries
                tell(machine, before, "", settled.entries)
            stuck += [(case_id, reason.text.say("en")) for reason in settled.stuck]
    for case_id, why in stuck:
        _log.warning("%s: %s", case_id, why)
    return entries
