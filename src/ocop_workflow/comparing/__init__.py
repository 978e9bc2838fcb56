"""What differs between two definitions, part by part: data, not sentences; the command line tells them."""

from .change import GROUPS, KINDS, Change, Holder
from .compare import compare
from .holders import holders
from .renames import renamed

__all__ = ["GROUPS", "KINDS", "Change", "Holder", "compare", "holders", "renamed"]
