"""Outcomes of a run as JSON for other programs."""

from ..interchange.documents import reason_document, text_document
from ..model.canonical import instant_text
from ..wording import Words
from .runner import Outcome


def outcome_document(outcome: Outcome, words: Words) -> dict[str, object]:
    """What came of one event of a run."""
    step = outcome.step
    sources = words.definition.sources
    return {
        "case": outcome.case_id,
        "step": step.number,
        "event": step.do,
        "actor": outcome.actor,
        "at": instant_text(outcome.at),
        "outcome": outcome.kind,
        "state": outcome.case.state if outcome.case else None,
        "reasons": [reason_document(reason, sources) for reason in outcome.reasons],
        "assumed": step.assumed,
        "unexpected": text_document(outcome.unexpected) if outcome.unexpected else None,
    }
