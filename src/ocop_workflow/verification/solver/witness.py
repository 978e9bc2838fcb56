"""Values for a way that a search found with a solver: payloads, votes and parameters, for a story to be told with.

What the search chose are regions, step by step; here a whole way is one question, about the original's own guards,
branches and `sets`, and about what the claim says at each step. The answer is told as a story by `replay`.
"""

from datetime import date
from heapq import heapify, heappop, heappush
from itertools import count
from time import process_time

import z3
from attrs import frozen

from ...model.definition import Definition, Property
from ..signs import Signs
from ..space import Edge
from .values import Values
from .walk import Taken, Walk
from .ways import Reached, Ways


@frozen
class Witness:
    """`path` has the values, or is None: none was found, within what was tried or (`gave_up`) what the solver knows."""

    path: tuple[Edge, ...] | None = None
    gave_up: bool = False


def witness(
    definition: Definition, claim: Property, signs: Signs, ways: Ways, begins: date, most: int, ends: float
) -> Witness:
    """Values with which the original goes a way that breaks the claim; of the shortest ones `most` are tried."""
    walk = Walk(definition, claim, signs, begins)
    ticket = count()
    waiting: list[tuple[int, int, Reached, Taken | None]] = [
        (reached.distance, next(ticket), reached, None) for reached in ways.begin()
    ]
    heapify(waiting)
    tried, gave_up = 0, False
    while waiting and tried < most:
        if process_time() > ends:
            return Witness(gave_up=True)
        _, _, reached, earlier = heappop(waiting)
        tried += 1
        taken = walk.step(earlier, reached.edge, reached.doing, reached.column)
        answer, model = walk.model(taken, last=reached.breaks)
        gave_up = gave_up or answer == z3.unknown
        if reached.breaks and model is not None:
            return Witness(Values(definition, walk.original, model).path(taken))
        if answer == z3.unsat:
            continue
        length = len(taken.way())
        for further in ways.after(reached):
            heappush(waiting, (length + further.distance, next(ticket), further, taken))
    return Witness(gave_up=gave_up)
