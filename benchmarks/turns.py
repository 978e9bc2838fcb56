"""Two ways of doing the same, timed in turn so that a busy machine slows both, and what is said of the figures."""

import gc
import statistics
import time
from collections.abc import Callable

from attrs import field, frozen

Work = Callable[[int], None]  # of the round with this number


@frozen
class Times:
    """Microseconds for one event, a figure a round: by the clock on the wall, and of the processor."""

    wall: list[float] = field(factory=list)
    processor: list[float] = field(factory=list)

    def add(self, work: Work, number: int, events: int) -> None:
        gc.collect()
        wall, processor = time.perf_counter(), time.process_time()
        work(number)
        self.processor.append((time.process_time() - processor) / events * 1e6)
        self.wall.append((time.perf_counter() - wall) / events * 1e6)

    @property
    def median(self) -> float:
        return statistics.median(self.wall)

    def told(self) -> str:
        """Median, the quartiles around it, and how much of it was the processor's."""
        low, _, high = statistics.quantiles(self.wall, n=4)
        processor = statistics.median(self.processor)
        return f"{self.median:6.0f} µs ({low:.0f} to {high:.0f}), {processor:.0f} of the processor"


def in_turn(first: Work, second: Work, rounds: int, events: int) -> tuple[Times, Times]:
    """Each round does both, who is first changes; the first round warms up and is not counted."""
    times = (Times(), Times())
    for number in range(rounds + 1):
        pairs = list(zip((first, second), times, strict=True))
        for work, found in pairs if number % 2 else reversed(pairs):
            found.add(work, number, events)
        if not number:
            times = (Times(), Times())
    return times
