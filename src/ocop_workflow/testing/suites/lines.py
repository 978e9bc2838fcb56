"""From a run to the lines of a scenario, with the case at its end."""

from ...case import Case
from ...verification.replay import Run
from ..writing import Line
from .goals import Told
from .trying import Attempt


def told(run: Run) -> Told:
    """The story of a run."""
    return Told(lines_of(run), run.case, gone(run, run.case))


def told_attempt(attempt: Attempt) -> Told:
    """The story of a run that ends with an attempt, whatever came of it."""
    run, decision = attempt.run, attempt.decision
    case = decision.case if decision.allowed else run.case
    return Told((*lines_of(run), attempt.line), case, gone(run, case))


def lines_of(run: Run) -> tuple[Line, ...]:
    """Its steps as they are written."""
    return tuple(
        Line(step.at, step.event, step.actor, step.payload, step.target, links=step.links)
        for step in run.told
    )


def gone(run: Run, case: Case | None) -> tuple[str, ...]:
    """Data that were set on the way of a run, and are not in the case."""
    if case is None:
        return ()
    met = dict.fromkeys(name for step in run.history for name in step.after)
    return tuple(name for name in met if name not in case.data)
