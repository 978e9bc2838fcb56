"""What hosts' stores get wrong, each a small class: a right store with one thing forgotten."""

from .deciding import BelievesAnybody, ForgetsAGuard, ForgetsWhoDidItBefore
from .keeping import MendsHistory, ReadsAnOldCopy, RoundsMoney, WritesBeforeItAsks
from .timing import FiresTwice, ForgetsTheClock, IgnoresKeys, LosesAnUpdate

FAULTS = (
    ForgetsAGuard,
    BelievesAnybody,
    IgnoresKeys,
    LosesAnUpdate,
    MendsHistory,
    ForgetsTheClock,
    FiresTwice,
    ForgetsWhoDidItBefore,
    WritesBeforeItAsks,
    ReadsAnOldCopy,
    RoundsMoney,
)

__all__ = ["FAULTS"]
