"""Proofs before anything runs: can what must never happen happen? A leaf; nothing in the core imports it."""

from .boundaries import Boundary, boundaries
from .boxes import Box
from .decisions import Decided
from .flow import Flow
from .judge import breaks
from .replay import Story, Told
from .report import PROVED, REFUTED, UNKNOWN, VACUOUS, Proofs, Verdict, prove
from .space import Budget

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
]
