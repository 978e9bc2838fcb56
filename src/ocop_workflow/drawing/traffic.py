"""What happened to many cases under one version: how often each way was taken, and how long cases stayed where."""

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from math import ceil

from attrs import define, field

from ..case import Entry


@define
class Traffic:
    """Counted over histories, of which none is kept: a number for each way, and eight bytes for each visit of a leaf.

    `waits` are the seconds of the visits that have ended; `open` are those of the cases that still stand there.
    """

    counts: Counter[tuple[str, str, str | None]] = field(factory=Counter)
    waits: dict[str, "array[float]"] = field(factory=dict)
    open: dict[str, "array[float]"] = field(factory=dict)
    cases: int = 0

    @property
    def now(self) -> dict[str, int]:
        """Leaf → how many cases stand there."""
        return {leaf: len(found) for leaf, found in self.open.items()}

    def add(self, history: Iterable[Entry], digests: Collection[str], at: datetime) -> None:
        """What of a case happened under definitions of these digests by `at`; what is later does not count."""
        entries = [entry for entry in history if entry.at <= at]
        under = [entry for entry in entries if entry.definition in digests]
        self.cases += bool(under)
        for entry in under:
            if not entry.moves:
                self.counts[entry.event, entry.source or "", None if entry.stay else entry.target] += 1
        for begun, ended in _visits(entries):
            if begun.definition not in digests:
                continue
            where = self.open if ended is None else self.waits
            until = at if ended is None else ended.at
            where.setdefault(begun.target, array("d")).append((until - begun.at).total_seconds())


def traffic(histories: Iterable[Iterable[Entry]], digests: Collection[str], at: datetime) -> Traffic:
    """Over all these histories, one after the other."""
    found = Traffic()
    for history in histories:
        found.add(history, digests, at)
    return found


def share(waits: Collection[float], part: float) -> float:
    """What this part of the values does not exceed, by the nearest rank; of none, 0."""
    ranked = sorted(waits)
    return ranked[max(ceil(part * len(ranked)) - 1, 0)] if ranked else 0.0


def _visits(entries: Iterable[Entry]) -> Iterator[tuple[Entry, Entry | None]]:
    """Each entry that brought a case to a leaf, with the one that took it away: none where it is still there."""
    moving = [entry for entry in entries if not entry.stay]
    yield from zip(moving, [*moving[1:], None], strict=True)
