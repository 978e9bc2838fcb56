"""What people do with cases of made-up workflows, which `ocop_workflow.testing` makes up."""

from ocop_workflow.testing.making.definitions import definitions, drafts
from ocop_workflow.testing.making.spelling import document

from .dice import Dice
from .payloads import payload
from .places import CALENDAR, UNITS, actors
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
    "stories",
]
