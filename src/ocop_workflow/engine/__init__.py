"""The machine, and the one pure function that decides."""

from .decide import decide, decisions, weigh
from .facts import Facts, aware, local_date
from .fold import apply, arrived, fold, stored_after
from .machine import WorkflowMachine, machine_of
from .moving import Moving, moved
from .seal import (
    COMMITMENT,
    case_bytes,
    case_from_document,
    commitment,
    commitment_by,
    commitment_key,
    entry_bytes,
    entry_document,
    entry_from_document,
    seal,
)
from .settle import Settled, settle
from .watching import WATCHERS, Watcher, tell

__all__ = [
    "COMMITMENT",
    "WATCHERS",
    "Facts",
    "Moving",
    "Settled",
    "Watcher",
    "WorkflowMachine",
    "apply",
    "arrived",
    "aware",
    "case_bytes",
    "case_from_document",
    "commitment",
    "commitment_by",
    "commitment_key",
    "decide",
    "decisions",
    "entry_bytes",
    "entry_document",
    "entry_from_document",
    "fold",
    "local_date",
    "machine_of",
    "moved",
    "seal",
    "settle",
    "stored_after",
    "tell",
    "weigh",
]
