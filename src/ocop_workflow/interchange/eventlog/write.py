"""Writing a log in one of its forms, and what came of it."""

from typing import BinaryIO

from attrs import frozen

from ...errors import StoreError
from ...messages import say
from ...store import Store
from .ocel import Ocel
from .telling import Telling
from .xes import write_xes

XES, OCEL = "xes", "ocel"
FORMS = (XES, OCEL)


@frozen
class LogWritten:
    """What a log holds: cases, the entries of their histories, and the events that these are.

    In OCEL there are fewer events than entries where one act was done to many cases. `withheld`: personal values that
    were handed in and are not in the log as nobody asked for them; `erased`: those that are in no log any more.
    """

    cases: int
    entries: int
    events: int
    withheld: int
    erased: int


def write_log(
    store: Store, stream: BinaryIO, form: str, *, workflow: str | None = None, personal: bool = False
) -> LogWritten:
    """Write the histories of a store, or of the cases of one `workflow`, as a log to a binary stream.

    `form`: "xes" (IEEE 1849, a trace a case) or "ocel" (OCEL 2.0 as JSON, cases are objects); docs/exchange.md says
    what each attribute means. Some cases at a time are in memory: each is whole, but together they are not the
    picture of one moment. `personal` adds the personal values that are not erased. Raises StoreError for a form that
    is unknown, and a workflow of which the store has no version.
    """
    if form not in FORMS:
        raise StoreError(say("store.log_form", form=form, known=", ".join(FORMS)), "log_form")
    if workflow is not None and not store.versions(workflow):
        raise StoreError(say("store.log_workflow", workflow=workflow), "log_workflow")
    telling = Telling(store, personal)
    if form == XES:
        cases, entries = write_xes(telling, workflow, stream)
        return LogWritten(cases, entries, entries, telling.withheld, telling.erased)
    log = Ocel(telling, stream)
    log.write(workflow)
    return LogWritten(log.cases, log.entries, log.events, telling.withheld, telling.erased)
