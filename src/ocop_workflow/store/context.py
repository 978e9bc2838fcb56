"""What a store decides with: its transactions and definitions, and the dated data, people and clock it was given."""

from collections.abc import Callable
from datetime import datetime

from attrs import evolve, field, frozen

from ..access import Actor, Directory, Units
from ..calendar import Calendar
from ..case import Case
from ..engine import Facts, aware, local_date
from ..workflow import Workflow
from .case_ids import CaseIds
from .definitions import Definitions
from .host import Host
from .kept import Kept
from .link import Link
from .linked import Lookup, hold, touched
from .owned import Owned


@frozen
class Context:
    """One store's own; `clock` gives an aware datetime, `salt` fresh random bytes."""

    session: Owned | Host
    units: Units | None
    calendar: Calendar | None
    directory: Directory | None
    clock: Callable[[], datetime]
    salt: Callable[[], bytes]
    definitions: Definitions = field(factory=Definitions)
    kept: Kept = field(factory=Kept)
    case_ids: CaseIds | None = None

    def moment(self, at: datetime | None, case: Case) -> tuple[datetime, datetime]:
        """When it is and when it happens. Where the caller names no time, a clock that went back is not his fault."""
        now = self.clock()
        if at is None:
            now = max(aware(now), case.at)
        return now, at or now

    def facts(self, now: datetime, case_id: str | None = None) -> Facts:
        """The facts of one decision, without what linked cases say."""
        return Facts(now, case_id, self.units, self.calendar, self.salt(), {}, {})

    def held(self, link: Link, workflow: Workflow, case: Case | None, payload: object, facts: Facts) -> Facts:
        """What linked cases say, and will say until the transaction ends: nobody else writes them meanwhile."""
        if workflow.machine.table.alone:
            return facts
        hold(link, touched(workflow.machine, case, payload))
        return self.linked(link, workflow, case, payload, facts)

    def linked(
        self, link: Link, workflow: Workflow, case: Case | None, payload: object, facts: Facts
    ) -> Facts:
        """What linked cases say now."""
        if workflow.machine.table.alone:
            return facts
        lookup = Lookup(link, self.definitions, facts.now, self.units, self.calendar)
        found = lookup.facts(workflow.machine, case, payload)
        return evolve(facts, links=found.links, cases=found.cases)

    def actor(self, workflow: Workflow, actor: Actor, at: datetime) -> Actor:
        """The actor with the roles that count: those of the directory, where there is one."""
        if self.directory is None:
            return actor
        return self.directory.actor(actor.id, local_date(aware(at), workflow.definition.timezone))
