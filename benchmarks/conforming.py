"""How fast a log is replayed beside a floor that only walks through it, in one run.

    python benchmarks/conforming.py [--events N] [--least EVENTS_A_SECOND]

The log repeats the way of one product under QĐ 1048, sound and unsound. The floor looks each event up in one
dictionary. Seconds are the processor's. The exit code is 1 below --least, and 2 for a log that came out wrong.
"""

import argparse
import platform
import statistics
import sys

from pairs import in_turn, told

from ocop_workflow import load
from ocop_workflow.interchange.conform import Conformance, Logged, Trace, conform

PREPARED = ("register", "submit_idea", "accept_idea", "submit_plan", "approve_plan", "submit_dossier")
SCORED = ("convene", *("mark",) * 5, "close")
WAYS = (
    (*PREPARED, *SCORED, *SCORED, "recognise", "promote", "notify", "reevaluate"),
    ("adopt", "promote", "promote", "upgrade", *SCORED, "revoke", "register_again"),
    (*PREPARED[:4], "submit_dossier"),  # without an approved plan
)
ROUNDS = 5


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Replaying a log beside a floor that only walks through it.")
    parser.add_argument("--events", type=int, default=300_000)
    parser.add_argument("--least", type=int, default=100_000, help="events a second that are no failure")
    given = parser.parse_args()
    log = _log(given.events)
    total = sum(len(trace.events) for trace in log)
    workflow = load("ocop-product@1048")
    print(f"Python {platform.python_version()}, {platform.machine()}; {len(log):,} cases, {total:,} events")
    found: list[Conformance] = []
    replayed, floor = in_turn(lambda: found.append(conform(workflow, log)), lambda: _walk(log), ROUNDS)
    speed = total / statistics.median(replayed)
    print(f"  conform  {told(replayed)}: {speed:,.0f} events/s")
    print(f"  floor    {told(floor)}; ratio {statistics.median(replayed) / statistics.median(floor):.1f}")
    if found[-1].fitting != sum(len(trace.events) != len(WAYS[-1]) for trace in log):
        return 2
    return int(speed < given.least)


def _log(events: int) -> list[Trace]:
    traces: list[Trace] = []
    done = 0
    while done < events:
        way = WAYS[len(traces) % len(WAYS)]
        actors = [f"a-{number % 7}-{number}" for number in range(len(way))]
        logged = (Logged(name, "2020-01-01", actor) for name, actor in zip(way, actors, strict=True))
        traces.append(Trace(f"c-{len(traces)}", tuple(logged)))
        done += len(way)
    return traces


def _walk(log: list[Trace]) -> int:
    known = {name: number for number, name in enumerate(sorted({name for way in WAYS for name in way}))}
    return sum(known[event.activity] for trace in log for event in trace.events)


if __name__ == "__main__":
    sys.exit(main())
