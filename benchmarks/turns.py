"""Two ways of doing the same, timed in turn so that a busy machine slows both, and what is said of the figures."""

import statistics
import time
from collections.abc import Callable

from attrs import field, frozen

Work = Callable[[int], None]  # of the turn with this number


@frozen
class Times:
    """Microseconds for one event, a figure a turn: by the clock on the wall, and of the processor."""

    wall: list[float] = field(factory=list)
    processor: list[float] = field(factory=list)

    def add(self, work: Work, number: int, events: int) -> None:
        wall, processor = time.perf_counter(), time.process_time()
        work(number)
        self.processor.append((time.process_time() - processor) / events * 1e6)
        self.wall.append((time.perf_counter() - wall) / events * 1e6)

    @property
    def median(self) -> float:
        return statistics.median(self.wall)

    @property
    def quick(self) -> float:
        """A tenth was quicker: what is left where the rest of the machine did not get in the way."""
        return statistics.quantiles(self.wall, n=10)[0]

    def told(self) -> str:
        """Median, the quartiles around it, and how much of it was the processor's."""
        low, _, high = statistics.quantiles(self.wall, n=4)
        processor = statistics.median(self.processor)
        return f"{self.median:6.0f} µs ({low:.0f} to {high:.0f}), {processor:.0f} of the processor"


def in_turn(first: Work, second: Work, turns: int, events: int, warming: int = 1) -> tuple[Times, Times]:
    """In each turn both do so many events, who begins changes; the first turns warm up and are not counted."""
    times = (Times(), Times())
    for number in range(turns):
        if number == warming:
            times = (Times(), Times())
        pairs = list(zip((first, second), times, strict=True))
        for work, found in pairs if number % 2 else reversed(pairs):
            found.add(work, number, events)
    return times
