"""What hosts' stores get wrong, each a small class: a right store with one thing forgotten."""

from .deciding import BelievesAnybody, ForgetsAGuard, ForgetsWhoDidItBefore
from .keeping import DiesHalfway, MendsHistory, ReadsAnOldCopy, RoundsMoney, WritesBeforeItAsks
from .timing import FiresTwice, ForgetsTheClock, IgnoresKeys, IgnoresWhatWasRead, LosesAnUpdate

FAULTS = (
    ForgetsAGuard,
    BelievesAnybody,
    IgnoresKeys,
    LosesAnUpdate,
    IgnoresWhatWasRead,
    MendsHistory,
    ForgetsTheClock,
    FiresTwice,
    ForgetsWhoDidItBefore,
    WritesBeforeItAsks,
    DiesHalfway,
    ReadsAnOldCopy,
    RoundsMoney,
)

__all__ = ["FAULTS"]
