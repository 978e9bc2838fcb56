"""Reads files as told on standard input, each in a child of its own, and says what was told, how long and how much.

A line in: the kind and the path. A line out: the problems, the best of a few times in seconds, the megabytes more
than before; or how the child ended.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from pathlib import Path

import yaml

from ocop_workflow.cli.runfile import read_run_file
from ocop_workflow.errors import DefinitionError
from ocop_workflow.reading import load_definition, read_calendar, read_directory, read_units
from ocop_workflow.reading.given import definition_with
from ocop_workflow.reading.stream import NODES
from ocop_workflow.testing.scenario import read_scenario

QUICK = 0.1
MOST = (
    4  # times what libyaml alone takes for a file near the most that is read, where that is more than QUICK
)
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
}


def slowness() -> float:
    """How many times slower than when quiet the machine is now: a fixed loop beside what it takes then, at least 1."""
    started = time.process_time()
    for _ in range(200_000):
        pass
    return max(1.0, (time.process_time() - started) / LOOP)


def floor(path: Path) -> float:
    """Seconds that libyaml alone needs for as many events as a file may have."""
    started = time.process_time()
    with suppress(yaml.YAMLError):
        for _ in islice(yaml.parse(path.read_bytes(), Loader=yaml.CLoader), NODES):
            pass
    return time.process_time() - started


def measured(kind: str, path: Path) -> dict[str, object]:
    """What one file costs; the time is taken again while it is too long, for a busy machine is no fault."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    best, allowed, told = float("inf"), QUICK, []
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
        allowed = QUICK if best < QUICK else max(allowed, MOST * floor(path) / slowness())
        if best < allowed:
            break
    more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return {"told": told, "seconds": best, "allowed": allowed, "megabytes": more / 1024}


def in_a_child(kind: str, path: Path) -> str:
    """The answer of a child that is forked for this file alone."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
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
