"""What happened in the forms that other systems read. Only the command line imports it."""

from .cloudevents import cloud_event
from .documents import case_document, decision_document, due_document, history_document, reason_document
from .payloads import payload_schema
from .problems import MEDIA_TYPE, problem

__all__ = [
    "MEDIA_TYPE",
    "case_document",
    "cloud_event",
    "decision_document",
    "due_document",
    "history_document",
    "payload_schema",
    "problem",
    "reason_document",
]
