"""A plain, slow model of what deciding means: the judge that the engine is compared with.

It shares the data classes of a definition with the library and nothing that decides, evaluates or folds.
"""

from . import deciding
from .deciding import Asked, Outcome, decide, offers, settle
from .plain import Line, Plain, World

__all__ = ["Asked", "Line", "Outcome", "Plain", "World", "decide", "deciding", "offers", "settle"]
