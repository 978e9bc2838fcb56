"""Days and times as people type them."""

from datetime import date, datetime

from ..engine.facts import YEARS, start_of
from ..messages import say
from .parser import UsageError

FORMS = ("%Y-%m-%d", "%d/%m/%Y")


def day_typed(text: str) -> date | None:
    """A day as either language writes it: 2023-02-04 or 04/02/2023; None for anything else."""
    for form in FORMS:
        try:
            day = datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, no instant
        except ValueError:
            continue
        if YEARS[0] <= day.year <= YEARS[1]:
            return day
    return None


def day_of(text: str, command: str) -> date:
    """The day, or a wrong usage of the command."""
    day = day_typed(text)
    if day is None:
        raise UsageError(say("cli.not_a_day", given=text), command)
    return day


def moment_of(written: str, timezone: str | None, command: str) -> datetime:
    """A day is its first instant in the workflow's zone; a time without a zone is a wrong usage of the command."""
    day = day_typed(written)
    if day is not None:
        return start_of(day, timezone)
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise UsageError(say("explanation.wrong_time", given=written), command)
    return found
