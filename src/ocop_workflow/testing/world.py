"""What a test of a workflow is about: the workflow itself, a host's store of its cases, and the dated data it uses."""

from datetime import UTC, datetime

from attrs import field, frozen

from ..access import Units
from ..calendar import Calendar
from ..workflow import Workflow
from .stores import StoreFactory

FIRST_REAL_YEAR = 1900  # calendars that begin before it are made up


@frozen
class World:
    """The workflow has all its parameters; `units_named` is how scenarios name the units."""

    workflow: Workflow
    store: StoreFactory
    units: Units | None = None
    calendar: Calendar | None = None
    units_named: str | None = field(default=None)

    def morning(self) -> datetime:
        """When the first case begins: on the first day that law and calendar speak for."""
        days = [day for day in (self.workflow.definition.from_,) if day is not None]
        if self.calendar and self.calendar.start.year > FIRST_REAL_YEAR:
            days.append(self.calendar.start)
        if not days:
            return datetime(2020, 1, 6, 1, tzinfo=UTC)
        first = max(days)
        return datetime(first.year, first.month, first.day, 1, tzinfo=UTC)
