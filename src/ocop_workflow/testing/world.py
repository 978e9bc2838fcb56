"""What a test of a workflow is about: the workflow itself, a host's store of its cases, and the dated data it uses."""

from datetime import UTC, datetime

from attrs import define, field, frozen

from ..access import Units
from ..calendar import Calendar
from ..workflow import Workflow
from .stores import StoreFactory

LONG, SHORT, OFTEN = 0.2, 0.01, 3  # seconds, and times
FIRST_REAL_YEAR = 1900  # calendars that begin before it are made up


@define
class Patience:
    """How long a second request is waited for while a first one is decided.

    A store that has let three of them wait in a row holds its cases: the next ones are not waited for long.
    """

    waited: int = 0

    @property
    def seconds(self) -> float:
        return LONG if self.waited < OFTEN else SHORT

    def came(self, *, through: bool) -> None:
        """Whether the second request was through in that time."""
        self.waited = 0 if through else self.waited + 1


@frozen
class World:
    """The workflow has all its parameters; `units_named` is how scenarios name the units."""

    workflow: Workflow
    store: StoreFactory
    units: Units | None = None
    calendar: Calendar | None = None
    units_named: str | None = field(default=None)
    patience: Patience = field(factory=Patience)

    def morning(self) -> datetime:
        """When the first case begins: on the first day that law and calendar speak for."""
        days = [day for day in (self.workflow.definition.from_,) if day is not None]
        if self.calendar and self.calendar.start.year > FIRST_REAL_YEAR:
            days.append(self.calendar.start)
        if not days:
            return datetime(2020, 1, 6, 1, tzinfo=UTC)
        first = max(days)
        return datetime(first.year, first.month, first.day, 1, tzinfo=UTC)
