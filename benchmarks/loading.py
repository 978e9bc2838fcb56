"""What loading a large workflow costs beside PyYAML's C loader alone on the same file, in one run.

    python benchmarks/loading.py [--rounds N] [--most RATIO]

The two are measured in turn, in seconds of the processor, so that a busy machine slows both. With --most, the exit
code is 1 if the ratio of medians is above that for the file that is written as the shipped ones are.
"""

import argparse
import platform
import statistics
import sys
import tempfile
from pathlib import Path

import yaml
from large import MOVES, STATES, bare, titled
from pairs import in_turn, told

from ocop_workflow import load


def main() -> int:
    """Print the figures; 1 if the ratio is above what was allowed."""
    parser = argparse.ArgumentParser(description="Loading beside PyYAML's C loader on the same file.")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--most", type=float, default=2.5, help="the highest ratio that is no failure")
    given = parser.parse_args()
    print(f"{STATES} states, {MOVES} moves, each with a guard of its own")
    print(f"Python {platform.python_version()}, PyYAML {yaml.__version__}, {platform.machine()}")
    with tempfile.TemporaryDirectory() as folder:
        ratio = _measure(Path(folder) / "titled.yaml", titled(), given.rounds)
        _measure(Path(folder) / "bare.yaml", bare(), given.rounds)
    return int(ratio > given.most)


def _measure(file: Path, text: str, rounds: int) -> float:
    file.write_text(text, "utf-8")
    plain, ours = in_turn(lambda: _plain(file), lambda: load(file), rounds)
    ratio = statistics.median(ours) / statistics.median(plain)
    each = [own / other for own, other in zip(ours, plain, strict=True)]
    print(f"\n{file.name}, {len(text.encode()):,} bytes")
    print(f"  yaml.load(CLoader)  {told(plain)}\n  load                {told(ours)}")
    print(f"  ratio of medians    {ratio:.2f} (round by round {min(each):.2f} to {max(each):.2f})")
    return ratio


def _plain(file: Path) -> object:
    with file.open("rb") as stream:
        return yaml.load(stream, Loader=yaml.CLoader)  # noqa: S506  # our own file: the loader that is measured


if __name__ == "__main__":
    sys.exit(main())
