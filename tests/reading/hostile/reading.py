"""Reads files as told on standard input, each in a child of its own, and says what was told, how long and how much.

A line in: the kind and the path. A line out: the problems, the best of a few times in seconds, the megabytes more
than before; or how the child ended.
"""

import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from ocop_workflow.cli.runfile import read_run_file
from ocop_workflow.errors import DefinitionError
from ocop_workflow.measures import load_targets
from ocop_workflow.migration import load_plan
from ocop_workflow.reading import load_definition, read_calendar, read_directory, read_units
from ocop_workflow.reading.given import definition_with
from ocop_workflow.testing.scenario import read_scenario

QUICK, LONGEST = 0.1, 30  # seconds
LOOP = 0.004  # seconds that 200,000 empty turns take on a quiet machine
PLAN = Path(__file__).parent.parent / "right" / "plan.yaml"
READERS: dict[str, Callable[[Path], object]] = {
    "workflow": load_definition,
    "parameters": lambda path: definition_with(str(PLAN), path),
    "units": read_units,
    "calendar": read_calendar,
    "directory": read_directory,
    "scenario": read_scenario,
    "run": read_run_file,
    "migration": load_plan,
    "targets": load_targets,
}


def slowness() -> float:
    """How many times slower than when quiet the machine is now: a fixed loop beside what it takes then, at least 1."""
    started = time.process_time()
    for _ in range(200_000):
        pass
    return max(1.0, (time.process_time() - started) / LOOP)


def measured(kind: str, path: Path) -> dict[str, object]:
    """What one file costs; the time is taken again while it is too long, for a busy machine is no fault."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    best, told = float("inf"), []
    for _ in range(8):
        started = time.process_time()
        try:
            READERS[kind](path)
        except DefinitionError as error:
            told = [
                (p.code, p.position.line, p.position.column, Path(p.position.file).name)
                for p in error.problems
                if p.say("vi") and p.say("en")
            ]
        best = min(best, (time.process_time() - started) / slowness())
        if best < QUICK:
            break
    more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return {"told": told, "seconds": best, "megabytes": more / 1024}


def in_a_child(kind: str, path: Path) -> str:
    """The answer of a child that is forked for this file alone."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(LONGEST)  # a reader that never ends is one file's fault, not the whole run's
        os.write(writing, json.dumps(measured(kind, path)).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        said = answer.read().decode()
    _, status = os.waitpid(child, 0)
    return said or json.dumps({"ended": status})


for asked in sys.stdin:
    named, _, file = asked.rstrip("\n").partition(" ")
    sys.stdout.write(in_a_child(named, Path(file)) + "\n")
    sys.stdout.flush()
