"""From a run to the lines of a scenario, with the case at its end."""

from ...verification.replay import Run
from ...verification.replay import Told as Step
from ..writing import Line
from .goals import Told
from .ground import Attempt


def told(run: Run, *more: Line) -> Told:
    """The story of a run, and steps after it that changed nothing."""
    lines = [_line(step) for step in run.told]
    return Told((*lines, *more), run.case, gone(run))


def _line(step: Step) -> Line:
    return Line(step.at, step.event, step.actor, step.payload, step.target, links=step.links)


def gone(run: Run) -> tuple[str, ...]:
    """Data that were set on the way and are not at the end."""
    met = dict.fromkeys(name for step in run.history for name in step.after)
    return tuple(name for name in met if run.case is not None and name not in run.case.data)


def told_attempt(attempt: Attempt) -> Told:
    """The story of a run that ends with an attempt, whatever came of it."""
    run, decision = attempt.run, attempt.decision
    lines = tuple(_line(step) for step in run.told)
    if not decision.allowed or decision.case is None:
        return Told((*lines, attempt.line), run.case, gone(run))
    met = {name for step in run.history for name in step.after} | set(run.case.data if run.case else ())
    missing = tuple(name for name in sorted(met) if name not in decision.case.data)
    return Told((*lines, attempt.line), decision.case, missing)
