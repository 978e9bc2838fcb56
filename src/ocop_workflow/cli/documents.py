"""Cases, entries and outcomes as JSON for other programs."""

from collections.abc import Mapping

from ..case import Case, Entry, Erased
from ..engine import entry_document
from ..model.canonical import instant_text, plain
from ..model.definition import Definition
from ..model.text import Text
from ..wording import Words
from .reasons import reason_document
from .runner import Outcome


def text_document(text: Text) -> dict[str, str | None]:
    """Both languages."""
    return {"vi": text.vi, "en": text.en}


def case_document(case: Case, definition: Definition) -> dict[str, object]:
    """A case with its personal values, null where they were erased."""
    return {
        "id": case.id,
        "workflow": definition.workflow,
        "version": definition.version,
        "definition": case.definition,
        "state": case.state,
        "seq": case.seq,
        "at": instant_text(case.at),
        "data": _values(case.data),
        "due": {
            name: instant_text(due.at) if due.at else {"left": due.left} for name, due in case.due.items()
        },
        "head": case.head,
    }


def history_document(entry: Entry) -> dict[str, object]:
    """An entry as it is hashed, with its hash, and the personal values that are kept beside it."""
    return {**entry_document(entry), "hash": entry.hash, "personal": _values(entry.personal)}


def outcome_document(outcome: Outcome, words: Words) -> dict[str, object]:
    """What came of one event of a run."""
    step = outcome.step
    return {
        "case": outcome.case_id,
        "step": step.number,
        "event": step.do,
        "actor": outcome.actor,
        "at": instant_text(outcome.at),
        "outcome": outcome.kind,
        "state": outcome.case.state if outcome.case else None,
        "reasons": [reason_document(reason, words) for reason in outcome.reasons],
        "assumed": step.assumed,
        "unexpected": text_document(outcome.unexpected) if outcome.unexpected else None,
    }


def _values(values: Mapping[str, object]) -> dict[str, object]:
    return {name: None if isinstance(value, Erased) else plain(value) for name, value in values.items()}
