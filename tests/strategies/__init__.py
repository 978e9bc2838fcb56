"""The one home of Hypothesis strategies: definitions that load, and what people do with their cases."""

from .definitions import definitions
from .payloads import payloads
from .places import CALENDAR, UNITS, actors
from .spelling import document, spelled

__all__ = ["CALENDAR", "UNITS", "actors", "definitions", "document", "payloads", "spelled"]
