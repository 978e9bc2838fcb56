"""What monitors cost: a dozen properties along the events of a case.

python benchmarks/watching.py
"""

from time import perf_counter

from ocop_workflow.model.tree import state_tree
from ocop_workflow.properties import Monitors, Step
from ocop_workflow.reading import read_definition

EVENTS = 20_000
FILE = """
workflow: watched
version: "1"
roles: {worker: {}}
start: {begin: {by: worker, to: open}}
states: {open: {goal: true}}
events:
  a: {by: worker, moves: {open: stay}}
  b: {by: worker, moves: {open: stay}}
  c: {by: worker, moves: {open: stay}}
properties:
"""
NAMED = (
    *("precedence: [a, b]", "response: [a, b]", "succession: [a, b]", "chain_response: [a, b]"),
    *(
        "alternate_precedence: [a, b]",
        "alternate_response: [b, c]",
        "not_succession: [c, a]",
        "choice: [a, c]",
    ),
    *("never: c", "existence: b", "end: a", "co_existence: [a, c]"),
)
SCOPED = tuple(f"{{{each}, per_round: {{starts: [a]}}}}" for each in NAMED)


def cost(claims: tuple[str, ...]) -> float:
    """Microseconds an event, for all of them together."""
    definition = read_definition("watched.yaml", FILE + "".join(f"  - {claim}\n" for claim in claims))
    monitors = Monitors(definition, state_tree(definition))
    steps = [Step(event, {}, {}, {}, source="open", target="open") for event in "abc"]
    history = steps * (EVENTS // len(steps))
    states = monitors.start
    begun = perf_counter()
    for step in history:
        states = monitors.after(states, step)
    return (perf_counter() - begun) / len(history) * 1e6


for said, claims in (("of the whole case", NAMED), ("of each round", SCOPED)):
    best = min(cost(claims) for _ in range(5))
    print(f"{len(claims)} monitors {said}: {best:.1f} µs an event")
