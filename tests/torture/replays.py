"""R8: golden histories are folded, and their commands decided, to the same bytes on machines drawn at random."""

from collections.abc import Iterator
from random import Random
from zoneinfo import available_timezones

from golden.machines import FORMATS, machine, wrong
from torture.table import Row

MACHINES = 3
LANGUAGES = ("C", "tr_TR.UTF-8", "vi_VN.UTF-8", "ar_EG.UTF-8", "POSIX")


def figures(scale: int) -> Iterator[Row]:
    """Hash seeds, time zones and languages, the same ones each time."""
    chance = Random(scale)  # noqa: S311 - dice, not secrets
    zones = sorted(available_timezones())
    drawn = [
        machine(chance.randrange(2**32), chance.choice(zones), chance.choice(LANGUAGES))
        for _ in range(MACHINES * scale)
    ]
    modes = ("unordered", "local")
    caught = [any(wrong(FORMATS[-1], each, mode) for each in drawn[:MACHINES]) for mode in modes]
    yield Row(
        promise="R8",
        what="golden histories under other hash seeds, time zones and languages",
        database="none",
        tried=len(drawn) * len(FORMATS),
        lost=0,
        corrupted=sum(bool(wrong(folder, each)) for folder in FORMATS for each in drawn),
        control=f"a fold through a set, days of the machine's zone: {sum(caught)} of {len(caught)} caught",
        caught=all(caught),
    )
