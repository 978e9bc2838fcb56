"""What happened in the forms that other systems read. Only the command line imports it."""

from .cloudevents import cloud_event
from .documents import (
    case_document,
    decision_document,
    due_document,
    history_document,
    reason_document,
    workflow_document,
)
from .eventlog import LogWritten, write_log
from .languages import preferred_language
from .machines import from_transitions
from .openapi import PROBLEMS, answers, completed, components
from .payload_schema import payload_schema
from .problems import MEDIA_TYPE, problem, told
from .schemas import document_schemas

__all__ = [
    "MEDIA_TYPE",
    "PROBLEMS",
    "LogWritten",
    "answers",
    "case_document",
    "cloud_event",
    "completed",
    "components",
    "decision_document",
    "document_schemas",
    "due_document",
    "from_transitions",
    "history_document",
    "payload_schema",
    "preferred_language",
    "problem",
    "reason_document",
    "told",
    "workflow_document",
    "write_log",
]
