"""One event on one case, asked again and again with other data, another payload, day or linked cases."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from attrs import evolve, field, frozen

from ..access import Actor
from ..case import Case, Reason
from ..engine import Facts, settle
from ..engine.ask import full_collection
from ..engine.facts import local_date, start_of
from ..engine.guarding import environment_of, new_values
from ..engine.machine import WorkflowMachine
from ..engine.step import Taking, step
from ..engine.table import CompiledBranch, CompiledEvent, CompiledGuard
from ..guards import Environment, EvaluationError, Scope, scope_of
from ..model.definition import Event
from ..verification.candidates import plain

Data = Mapping[str, object]
NOBODY = Actor(
    ""
)  # in whose name is asked: what is then refused for other reasons is refused to everybody new


@frozen
class Tweak:
    """Other data, another payload, another day, other linked cases; what is not named stays.

    None clears a field of the data. `links` is what linked cases would say.
    """

    data: Data = field(factory=dict)
    taken: Data = field(factory=dict)
    day: date | None = None
    links: Data = field(factory=dict)

    def both(self, other: "Tweak") -> "Tweak":
        data, taken = {**self.data, **other.data}, {**self.taken, **other.taken}
        return Tweak(data, taken, other.day or self.day, {**self.links, **other.links})


@frozen
class Verdict:
    """By guard of the event whether it holds (None: it can't be computed), the branch taken, and whether it may be.

    It may not where a value would be out of range, a collection has no room for somebody new, or a due date that the
    step sets can't be computed.
    """

    truths: tuple[bool | None, ...]
    branch: CompiledBranch | None
    storable: bool

    @property
    def possible(self) -> bool:
        return self.branch is not None and self.storable


@frozen
class Trial:
    """An event in a state where it has a move; `payload` is None while nobody has handed anything in."""

    machine: WorkflowMachine
    case: Case
    event: CompiledEvent
    payload: Data | None
    at: datetime
    facts: Facts
    scope: Scope = field(init=False)  # of the event's guards and branches

    @scope.default
    def _scope(self) -> Scope:
        return scope_of(self.machine.definition, self.event.takes)

    @property
    def today(self) -> date:
        return local_date(self.at, self.machine.definition.timezone)

    @property
    def branches(self) -> tuple[CompiledBranch, ...]:
        return self.event.branches[self.case.state]

    def filled(self, tweak: Tweak) -> Data:
        """The payload with the tweak; of one that nobody has handed in, plain values for the other fields."""
        if self.payload is not None:
            return {**self.payload, **tweak.taken}
        wanted = {name: taken.field for name, taken in self.event.takes.items() if not taken.field.optional}
        return {
            **{n: plain(each, self.today)[0] for n, each in wanted.items() if n not in tweak.taken},
            **tweak.taken,
        }

    def case_with(self, tweak: Tweak) -> Case:
        data = {n: v for n, v in {**self.case.data, **tweak.data}.items() if v is not None}
        return evolve(self.case, data=data)

    def moment(self, tweak: Tweak) -> datetime:
        if tweak.day is None or tweak.day == self.today:
            return self.at
        return start_of(tweak.day, self.machine.definition.timezone)

    def before(self) -> Environment:
        """What guards see now; a payload that is not known has no values."""
        return environment_of(self.machine, self.case.data, self.payload or {}, self.at, self.facts)

    def environment(self, tweak: Tweak) -> Environment:
        case, facts = self.case_with(tweak), evolve(self.facts, links={**self.facts.links, **tweak.links})
        return environment_of(self.machine, case.data, self.filled(tweak), self.moment(tweak), facts)

    def verdict(self, tweak: Tweak) -> Verdict:
        return self._verdict(self.environment(tweak), self.case_with(tweak), self.moment(tweak))

    def verdict_before(self) -> Verdict:
        """As things are; while nobody has handed in a payload, what only it decides can't be computed."""
        return self._verdict(self.before(), self.case, self.at, unknown=self.payload is None)

    def _verdict(
        self, environment: Environment, case: Case, at: datetime, *, unknown: bool = False
    ) -> Verdict:
        truths = tuple(_truth(guard, environment) for guard in self.event.when)
        branch = _branch(self.branches, environment) if all(truths) else None
        storable = branch is not None and (unknown or self._storable(branch, environment, case, at))
        return Verdict(truths, branch, storable)

    def _storable(self, branch: CompiledBranch, environment: Environment, case: Case, at: datetime) -> bool:
        taken = environment.taken
        if full_collection(self.machine, case, self.event, NOBODY, taken):
            return False
        values, unfit = new_values(self.machine.definition, self.event, branch, environment)
        if unfit:
            return False
        taking = Taking(self.event, branch, values, taken, {}, at, actor=NOBODY.id)
        return not isinstance(step(self.machine, case, taking, self.facts), Reason)

    def waits_well(self, tweak: Tweak) -> bool:
        """Whether nothing becomes due on the way to the day that would change the case."""
        moment = self.moment(tweak)
        if moment <= self.at:
            return moment == self.at
        settled = settle(self.machine, self.case_with(tweak), moment, evolve(self.facts, now=moment))
        return not settled.entries and not settled.stuck

    def writable(self, data: Data) -> bool:
        """Whether each of these could be written by some event in the case's state."""
        return all(self.writers({name: value}) for name, value in data.items())

    def writers(self, data: Data) -> tuple[str, ...]:
        """Events that are possible in the case's state and write one of the data, or clear it where it is cleared."""
        cleared = {name for name, value in data.items() if value is None or value == {}}
        written = set(data) - cleared
        return tuple(
            name
            for name, event in self.machine.table.events.items()
            if name != self.event.name and self.case.state in event.branches
            if not written.isdisjoint(_writes(event, self.case.state))
            or (isinstance(event.declared, Event) and not cleared.isdisjoint(event.declared.clears))
        )


def _writes(event: CompiledEvent, leaf: str) -> Iterator[str]:
    yield from event.sets
    yield from (field for branch in event.branches[leaf] for field in branch.sets)
    yield from (field for field, taken in event.takes.items() if taken.stored)
    if isinstance(event.declared, Event) and event.declared.collects:
        yield event.declared.collects


def _truth(guard: CompiledGuard, environment: Environment) -> bool | None:
    try:
        return bool(guard.test(environment))
    except EvaluationError:
        return None


def _branch(branches: tuple[CompiledBranch, ...], environment: Environment) -> CompiledBranch | None:
    for branch in branches:
        held = True if branch.when is None else _truth(branch.when, environment)
        if held is None:
            return None
        if held:
            return branch
    return None
