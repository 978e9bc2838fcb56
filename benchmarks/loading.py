"""What loading a large workflow costs beside PyYAML's C loader alone on the same file, in one run.

    python benchmarks/loading.py [--states N] [--moves N] [--rounds N] [--most RATIO]

The two are timed in turn, so that a busy machine slows both; with --most, exit 1 if the ratio of medians is above.
"""

import argparse
import gc
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml
from large import large

from ocop_workflow import load


def main() -> int:
    """Print the figures; 1 if the ratio is above what was allowed."""
    parser = argparse.ArgumentParser(description="Loading beside PyYAML's C loader on the same file.")
    parser.add_argument("--states", type=int, default=1_000)
    parser.add_argument("--moves", type=int, default=3_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--most", type=float, help="the highest ratio that is not a failure")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "large.yaml"
        file.write_text(large(given.states, given.moves), "utf-8")
        print(f"{given.states} states, {given.moves} moves, {file.stat().st_size:,} bytes")
        print(f"Python {platform.python_version()}, PyYAML {yaml.__version__}, {platform.machine()}")
        plain, ours = _in_turn(lambda: _plain(file), lambda: load(file), given.rounds)
    _print("yaml.load(CLoader)", plain)
    _print("load", ours)
    ratio = statistics.median(ours) / statistics.median(plain)
    each = [own / other for own, other in zip(ours, plain, strict=True)]
    print(f"ratio of medians {ratio:.2f} (round by round {min(each):.2f} to {max(each):.2f})")
    return int(given.most is not None and ratio > given.most)


def _plain(file: Path) -> object:
    with file.open("rb") as stream:
        return yaml.load(stream, Loader=yaml.CLoader)  # noqa: S506  # our own file: the loader that is measured


def _in_turn(
    first: Callable[[], object], second: Callable[[], object], rounds: int
) -> tuple[list[float], list[float]]:
    """Seconds of each, a pair a round, after one round that warms up."""
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds + 1):
        for run, found in zip((first, second), times, strict=True):
            gc.collect()
            started = time.perf_counter()
            run()
            if turn:
                found.append(time.perf_counter() - started)
    return times


def _print(what: str, seconds: list[float]) -> None:
    median, spread = statistics.median(seconds), (min(seconds), max(seconds))
    print(f"{what:20} median {median * 1000:7.1f} ms ({spread[0] * 1000:.1f} to {spread[1] * 1000:.1f})")


if __name__ == "__main__":
    sys.exit(main())
