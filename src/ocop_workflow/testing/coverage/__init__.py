"""Which parts of a workflow tests went through: transitions, clock events, guards both ways, refusals."""

from .items import KINDS, Item, items_of
from .tally import Coverage, Tally
from .telling import as_json, as_text, draw, ways

__all__ = ["KINDS", "Coverage", "Item", "Tally", "as_json", "as_text", "draw", "items_of", "ways"]
