"""Shortest ways of events from one state to those where an event is possible."""

from collections import deque

from ..engine.machine import WorkflowMachine
from ..engine.table import CompiledEvent
from .answer import Way

MOST_WAYS = 3


def ways(machine: WorkflowMachine, state: str, event: CompiledEvent) -> tuple[Way, ...]:
    """A shortest way to each state with a move of the event that can be reached, the shortest three."""
    reached: dict[str, tuple[tuple[str, str], ...]] = {state: ()}
    queue = deque([state])
    while queue:
        here = queue.popleft()
        for name, each in machine.table.events.items():
            for branch in each.branches.get(here, ()):
                if branch.to is not None and branch.to not in reached:
                    reached[branch.to] = (*reached[here], (name, branch.to))
                    queue.append(branch.to)
    found = [Way(leaf, reached[leaf]) for leaf in event.sources if leaf in reached]
    return tuple(sorted(found, key=lambda way: len(way.steps))[:MOST_WAYS])
