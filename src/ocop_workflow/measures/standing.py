"""Cases as they stood at the end of local days: one pass over a history gives every day that is asked for."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from attrs import define

from ..calendar import Calendar
from ..case import Case, Entry, Reason
from ..engine import Facts, WorkflowMachine, apply, local_date, settle
from ..engine.facts import start_of

_TICK = timedelta(microseconds=1)  # the least that two times differ by


@define
class Standing:
    """A case at the end of a day: clock events that were due by then have happened, though nobody may have fired them.

    `entries` are those up to then, the clocks' included; `stuck` says why one of these could not happen.
    """

    day: date
    case: Case
    machine: WorkflowMachine
    entries: Sequence[Entry]
    stuck: Sequence[Reason]

    def days_since(self, moment: datetime) -> int:
        """Whole days by the workflow's local dates."""
        return (self.day - local_date(moment, self.machine.definition.timezone)).days


def standings(
    machines: Mapping[str, WorkflowMachine],
    entries: Sequence[Entry],
    days: Sequence[date],
    calendar: Calendar | None,
) -> Iterator[Standing]:
    """For each of the days, which ascend, that the case had begun by the end of; later entries are of no account."""
    case: Case | None = None
    done = 0
    for day in days:
        zone = machines[entries[max(done - 1, 0)].definition].definition.timezone
        end = start_of(day + timedelta(days=1), zone)
        while done < len(entries) and entries[done].at < end:
            case = apply(machines[entries[done].definition], case, entries[done])
            done += 1
        if case is None:
            continue
        machine = machines[case.definition]
        settled = settle(machine, case, end - _TICK, Facts(now=max(end, case.at), calendar=calendar))
        yield Standing(day, settled.case, machine, (*entries[:done], *settled.entries), settled.stuck)
