"""What differs between two definitions, part by part: data, not sentences; the command line tells them."""

from .change import GROUPS, KINDS, Acting, Change
from .compare import compare
from .renames import renamed

__all__ = ["GROUPS", "KINDS", "Acting", "Change", "compare", "renamed"]
