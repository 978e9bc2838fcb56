"""Proofs before anything runs: can what must never happen happen? A leaf; nothing in the core imports it."""

from .boundaries import Boundary, boundaries
from .boxes import Box
from .decisions import Decided
from .flow import Flow
from .judge import breaks
from .replay import Story, Told
from .report import Proofs, prove
from .space import Budget
from .steps import step_of
from .verdict import PROVED, REFUTED, UNKNOWN, VACUOUS, Verdict

__all__ = [
    "PROVED",
    "REFUTED",
    "UNKNOWN",
    "VACUOUS",
    "Boundary",
    "Box",
    "Budget",
    "Decided",
    "Flow",
    "Proofs",
    "Story",
    "Told",
    "Verdict",
    "boundaries",
    "breaks",
    "prove",
    "step_of",
]
