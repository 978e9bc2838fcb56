"""A process that dies while its store decides: what it was asked for is done wholly or not at all."""

from .asking import Request
from .trial import Trial


class Killed(BaseException):
    """The process is dead; nothing that catches exceptions catches this one."""


def crash(trial: Trial, request: Request, asked: int = 1) -> None:
    """Ask; when the store asks its clock for the `asked`-th time, it dies. Another one is opened, and asked again.

    The dead one is never closed as long as the trial runs: a store must not need it. A store that asks its clock less
    often answers as always.
    """

    def die() -> None:
        raise Killed

    with trial.mirror.clock.meanwhile(die, asked):
        try:
            trial.take(request)
        except Killed:
            pass
        else:
            return
    trial.tale.note("crashed", event=request.event)
    trial.abandon()
    trial.take(request)
