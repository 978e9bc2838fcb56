"""Targets as data, counted over the cases of a store as they stood on any day.

A count asks of each case, in the language of guards, what it was like at the end of a day; nothing is stored.
"""

from .measuring import measure
from .progress import AtRisk, Count, Divided, Listed, Part, Progress, Result
from .reading import load_targets, read_targets
from .targets import Condition, Goal, Measure, Risk, Split, Targets

__all__ = [
    "AtRisk",
    "Condition",
    "Count",
    "Divided",
    "Goal",
    "Listed",
    "Measure",
    "Part",
    "Progress",
    "Result",
    "Risk",
    "Split",
    "Targets",
    "load_targets",
    "measure",
    "read_targets",
]
