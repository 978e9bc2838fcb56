"""Cases, entries, decisions and due dates as JSON for other programs: on the command line and over HTTP the same."""

from collections.abc import Mapping
from datetime import datetime

from ..case import Case, Decision, Entry, Erased, Reason
from ..engine import entry_document
from ..engine.reasons import event_title, state_title, titled
from ..model.canonical import instant_text, plain
from ..model.definition import Definition, Event, Start
from ..model.text import Text
from ..model.tree import state_tree
from ..store import DueEvent
from ..workflow import Workflow
from .payload_schema import payload_shape

Document = dict[str, object]


def text_document(text: Text) -> dict[str, str | None]:
    """Both languages."""
    return {"vi": text.vi, "en": text.en}


def case_document(case: Case, definition: Definition) -> Document:
    """A case with its personal values, null where they were erased."""
    return {
        "id": case.id,
        "workflow": definition.workflow,
        "version": definition.version,
        "definition": case.definition,
        "state": case.state,
        "state_title": text_document(state_title(state_tree(definition), case.state)),
        "seq": case.seq,
        "at": instant_text(case.at),
        "data": _values(case.data),
        "due": {
            name: instant_text(due.at) if due.at else {"left": due.left} for name, due in case.due.items()
        },
        "head": case.head,
    }


def history_document(entry: Entry, definition: Definition) -> Document:
    """An entry as it is hashed, with its hash, the personal values that are kept beside it, and what people call it.

    `definition` is that of the entry: a case may have come from another version.
    """
    return {
        **entry_document(entry),
        "hash": entry.hash,
        "personal": _values(entry.personal),
        "event_title": text_document(event_title(definition, entry.event)),
        "target_title": text_document(state_title(state_tree(definition), entry.target)),
    }


def reason_document(reason: Reason, sources: Mapping[str, Text]) -> Document:
    """The whole reason; `sources` are the workflow's, which spell the basis out."""
    return {
        "code": reason.code,
        "text": text_document(reason.text),
        "guard": reason.guard,
        "values": plain(reason.values),
        "basis": list(reason.basis),
        "sources": {name: text_document(sources[name]) for name in reason.basis if name in sources},
    }


def decision_document(decision: Decision, definition: Definition) -> Document:
    """An event as a button: `allowed` now or, once a payload that fits `takes` is handed in, perhaps; or why not.

    `takes` is a JSON Schema, null where only reasons are known.
    """
    event = definition.events[decision.event]
    return {
        "event": decision.event,
        "title": text_document(event_title(definition, decision.event)),
        "allowed": decision.allowed,
        "needs_payload": bool(decision.needs),
        "takes": None if decision.reasons else payload_shape(definition, event.name, event.takes),
        "reasons": [reason_document(each, definition.sources) for each in decision.reasons],
    }


def workflow_document(workflow: Workflow) -> Document:
    """What a client shows before there is a case: states, roles, and what each start and event takes."""
    definition, tree = workflow.definition, workflow.machine.table.tree
    return {
        "workflow": workflow.name,
        "version": workflow.version,
        "digest": workflow.digest,
        "title": text_document(titled(definition.title, workflow.name)),
        "states": {name: text_document(state_title(tree, name)) for name in tree.states},
        "roles": {name: text_document(titled(role.title, name)) for name, role in definition.roles.items()},
        "starts": {name: _act(definition, start) for name, start in definition.start.items()},
        "events": {name: _act(definition, event) for name, event in definition.events.items()},
    }


def _act(definition: Definition, act: Start | Event) -> Document:
    return {
        "title": text_document(event_title(definition, act.name)),
        "by": list(act.by),
        "takes": payload_shape(definition, act.name, act.takes),
    }


def due_document(due: DueEvent, now: datetime) -> Document:
    """What falls due, and whether it is by now."""
    return {
        "case": due.case,
        "workflow": due.workflow,
        "state": due.state,
        "event": due.event,
        "title": text_document(due.title),
        "day": due.day.isoformat(),
        "at": instant_text(due.at),
        "overdue": due.at <= now,
    }


def _values(values: Mapping[str, object]) -> Document:
    return {name: None if isinstance(value, Erased) else plain(value) for name, value in values.items()}
