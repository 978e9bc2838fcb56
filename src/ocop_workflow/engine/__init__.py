"""The machine, and the one pure function that decides."""

from .decide import decide, decisions
from .facts import Facts
from .fold import apply, fold
from .machine import WorkflowMachine, machine_of
from .seal import case_document, case_from_document, commitment, entry_document, entry_from_document, seal
from .settle import Settled, settle

__all__ = [
    "Facts",
    "Settled",
    "WorkflowMachine",
    "apply",
    "case_document",
    "case_from_document",
    "commitment",
    "decide",
    "decisions",
    "entry_document",
    "entry_from_document",
    "fold",
    "machine_of",
    "seal",
    "settle",
]
