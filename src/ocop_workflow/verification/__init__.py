"""Proofs before anything runs: can what must never happen happen? A leaf; nothing in the core imports it."""

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
    "Budget",
    "Flow",
    "Proofs",
    "Story",
    "Told",
    "Verdict",
    "breaks",
    "prove",
]
