"""Two sides measured in turn, in seconds of the processor, so that a busy machine slows both."""

import gc
import statistics
import time
from collections.abc import Callable


def in_turn(
    first: Callable[[], object], second: Callable[[], object], rounds: int
) -> tuple[list[float], list[float]]:
    """Seconds of each, a pair a round, after one round that warms up."""
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds + 1):
        for run, found in zip((first, second), times, strict=True):
            gc.collect()
            started = time.process_time()
            run()
            if turn:
                found.append(time.process_time() - started)
    return times


def told(seconds: list[float]) -> str:
    """The median and the span, in milliseconds."""
    low, high = min(seconds), max(seconds)
    return f"median {statistics.median(seconds) * 1000:.0f} ms ({low * 1000:.0f} to {high * 1000:.0f})"
