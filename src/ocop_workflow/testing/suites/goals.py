"""What a suite is to cover, one goal a test, and what became of each."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from attrs import field, frozen

from ...case import Case
from ...model.expression import Node
from ...model.text import Text
from ..writing import Line

if TYPE_CHECKING:
    from .ground import Ground

UNREACHABLE, BUDGET, OPEN, TRIES = "unreachable", "budget", "open", "tries"


@frozen
class Situation:
    """An act about to be tried: where the case stands, what holds, what has happened.

    `leaves` is empty for a start. `holds` are conditions over data and payload in place of the act's own guards.
    `requires` are events that have happened in the act's scope, `lacks` is one that has not.
    """

    act: str
    leaves: tuple[str, ...]
    holds: tuple[Node, ...] = ()
    requires: tuple[str, ...] = ()
    lacks: str | None = None


@frozen
class Told:
    """A story that covers a goal: its steps, the case at its end, and that case's data that were set and are gone."""

    lines: tuple[Line, ...]
    case: Case | None
    gone: tuple[str, ...] = ()


@frozen
class Left:
    """Why a goal has no test.

    `why`: UNREACHABLE (proved: no case can get there), BUDGET (the search stopped at `bound`), OPEN (the story hangs
    on the `terms` whose values no search can follow, and none was found in `bound` tries), TRIES (none was found in
    `bound` tries, though there should be one).
    """

    why: str
    bound: str = ""
    terms: tuple[str, ...] = ()


@frozen
class Goal:
    """One thing to cover. `id` is the criterion with the names of what is covered, and a path below a folder.

    `tell` looks for the story once the ground is searched; `situations` are looked for in that search.
    """

    criterion: str
    name: str
    title: Text
    tell: Callable[["Ground"], Told | Left] = field(eq=False, repr=False)
    situations: tuple[Situation, ...] = ()

    @property
    def id(self) -> str:
        return f"{self.criterion}/{self.name}"


@frozen
class Test:
    """A goal with the story that covers it."""

    __test__ = False  # no test of pytest's by itself

    goal: Goal
    told: Told

    @property
    def id(self) -> str:
        return self.goal.id


@frozen
class Uncovered:
    """A goal without a story, and why."""

    goal: Goal
    left: Left
