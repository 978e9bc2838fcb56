"""The one home of Hypothesis strategies: definitions that load, and what people do with their cases."""

from .definitions import definitions, drafts
from .dice import Dice
from .payloads import payload
from .places import CALENDAR, UNITS, actors
from .spelling import document, spelled
from .stories import Looking, Settling, Story, stories

__all__ = [
    "CALENDAR",
    "UNITS",
    "Dice",
    "Looking",
    "Settling",
    "Story",
    "actors",
    "definitions",
    "document",
    "drafts",
    "payload",
    "spelled",
    "stories",
]
