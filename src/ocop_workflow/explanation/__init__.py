"""Why not, who could, and what would have to be otherwise: answers about one event on one case, and about staffing.

A leaf: it asks the engine and uses the proofs' representatives; nothing in the core knows of it.
"""

from .answer import Able, Barred, Change, Explanation, Missing, Need, Outcome, Post, Remedy, Way, Who
from .coverage import Uncovered, uncovered
from .explain import explain
from .people import Listing
from .staffing import Finding, staffing
from .unheeded import unheeded

__all__ = [
    "Able",
    "Barred",
    "Change",
    "Explanation",
    "Finding",
    "Listing",
    "Missing",
    "Need",
    "Outcome",
    "Post",
    "Remedy",
    "Uncovered",
    "Way",
    "Who",
    "explain",
    "staffing",
    "uncovered",
    "unheeded",
]
