"""What falls due across all cases, in order: for those who remind somebody, and for firing it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from heapq import heappop, heappush

from attrs import frozen

from ..engine import WorkflowMachine, aware, local_date
from ..engine.reasons import event_title
from ..model.canonical import instant_text
from ..model.text import Text
from . import statements
from .definitions import Definitions
from .host import Host
from .owned import Owned
from .rows import CaseRow, due_here, read_case


@frozen
class DueEvent:
    """A clock event that falls due where its case stands: at the instant `at` (UTC), the local date `day` there.

    `workflow`, `title` and `state` are for telling it: the workflow's name, the event's title (vi, en), the leaf.
    """

    case: str
    event: str
    at: datetime
    day: date
    workflow: str
    title: Text
    state: str


def due_events(
    session: Owned | Host, definitions: Definitions, until: datetime | date, size: int
) -> Iterator[DueEvent]:
    """See `Store.due`; `until` is checked at once, the cases are read as they are asked for."""
    day = None if isinstance(until, datetime) else until
    # a clock is due as a local day begins: wherever that is, its day has not ended yet in UTC
    end = aware(until if isinstance(until, datetime) else datetime.combine(until, time.max, UTC))
    return _read(session, definitions, end, day, size)


def ids_due(session: Owned | Host, moment: datetime, size: int) -> Iterator[list[str]]:
    """The ids of the cases in which something is due at the moment, some at a time, the earliest first."""
    after = ("", "")
    while True:
        with session.reading() as link:
            rows = link.rows(statements.IDS_DUE, instant_text(moment), *after, size)
        if rows:
            yield [case_id for _, case_id in rows]
        if len(rows) < size:
            return
        after = rows[-1]


def _read(
    session: Owned | Host, definitions: Definitions, end: datetime, day: date | None, size: int
) -> Iterator[DueEvent]:
    """A case is stored under its first due date, so what is not read yet comes after the last row that was."""
    ahead: list[tuple[str, str, int, DueEvent]] = []
    after = ("", "")
    while True:
        with session.reading() as link:
            rows = [CaseRow(*row) for row in link.rows(statements.CASES_DUE, instant_text(end), *after, size)]
            for row in rows:
                machine = definitions.workflow(link, row.definition).machine
                for number, event in enumerate(_of(machine, row)):
                    if event.at <= end and (day is None or event.day <= day):
                        heappush(ahead, (instant_text(event.at), event.case, number, event))
        more = len(rows) == size
        if more:
            after = (str(rows[-1].due), rows[-1].id)
        while ahead and (not more or ahead[0][:2] <= after):
            yield heappop(ahead)[-1]
        if not more:
            return


def _of(machine: WorkflowMachine, row: CaseRow) -> list[DueEvent]:
    definition, case = machine.definition, read_case(machine, row, ())
    return [
        DueEvent(
            case=case.id,
            event=name,
            at=moment,
            day=local_date(moment, definition.timezone),
            workflow=definition.workflow,
            title=event_title(definition, name),
            state=case.state,
        )
        for moment, name in due_here(machine, case)
    ]
