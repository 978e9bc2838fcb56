"""Acts tried at the end of a run: by whom, when, with what; and what the engine says of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from attrs import define, field, frozen

from ...access import Actor
from ...access.any_units import AnyUnits
from ...calendar.weekends import WEEKENDS
from ...case import Decision
from ...engine import Facts, WorkflowMachine, weigh
from ...engine.facts import local_date
from ...engine.guarding import environment_of
from ...engine.payload import take_payload
from ...engine.table import CompiledEvent
from ...guards import Environment, EvaluationError, Scope, compile_expression, reads, reads_taken, scope_of
from ...model.definition import Definition, Event, Start
from ...verification.candidates import links, payloads
from ...verification.replay import Run
from ..writing import Line
from .ballots import ready as ready_runs
from .branches import Transition, branch_of
from .filled import filled
from .goals import Situation
from .moments import moments
from .runs import Runs

HOUR = timedelta(hours=1)
Test = Callable[[Environment], object]
People = Callable[[Run, str], Iterable[Actor]]  # those who try an act on a run


@frozen
class Attempt:
    """An act as it may be tried at the end of a run: by whom, when, with what; and what the engine says of it."""

    run: Run
    act: str
    actor: Actor
    line: Line
    decision: Decision


@define
class Trying:
    """Tries acts of the original workflow."""

    definition: Definition
    machine: WorkflowMachine
    runs: Runs
    _scopes: dict[str, Scope] = field(init=False, factory=dict)
    _compiled: dict[Situation, tuple[list[Test], list[Test]]] = field(init=False, factory=dict)

    def act(self, name: str) -> Start | Event:
        """The act as it is declared."""
        return self.definition.start.get(name) or self.definition.events[name]

    def compiled(self, name: str) -> CompiledEvent:
        """The act as the engine reads it."""
        return self.machine.table.events.get(name) or self.machine.table.starts[name]

    def facts(self, at: datetime, said: Mapping[str, object]) -> Facts:
        """What is true that day beside the case: any unit, weekends, what linked cases say."""
        units = AnyUnits() if self.definition.unit else None
        return Facts(at, "case", units, WEEKENDS, links=said)

    def seen(
        self,
        event: CompiledEvent,
        data: Mapping[str, object],
        payload: Mapping[str, object],
        at: datetime,
        said: Mapping[str, object],
    ) -> Environment:
        """What guards read of an act on such data; of the payload, what is unfit is not there."""
        today = local_date(at, self.definition.timezone)
        taken = take_payload(event.takes, payload, self.facts(at, {}), today, self.definition.levels)[0]
        return environment_of(self.machine, data, taken, at, self.facts(at, said))

    def plainly(self, run: Run, name: str) -> Iterator[Attempt]:
        """The act with plain values, tried by those who may act."""
        declared = self.act(name)
        at = run.at + HOUR
        payload = next(payloads(declared, {}, at.date()), {})
        said = next(links(self.definition, declared, {}), {})
        return self.by(run, name, payload, said, at=at)

    def within(
        self,
        run: Run,
        situation: Situation,
        chosen: Mapping[str, object],
        people: People | None = None,
    ) -> Iterator[Attempt]:
        """Acts tried on the run with which the conditions of the situation hold, by whoever may act."""
        declared, compiled = self.act(situation.act), self.compiled(situation.act)
        scope = self._scope(declared)
        early, late = self._tests(situation, scope)

        def serves(data: Mapping[str, object]) -> bool:
            return _all_hold(early, environment_of(self.machine, data, {}, run.at, self.facts(run.at, {})))

        for ready in ready_runs(self.runs.telling, run, declared, chosen, situation.holds, serves):
            data = ready.case.data if ready.case else {}
            for at in moments(self, ready, situation, scope):
                for payload in filled(declared, chosen, at.date(), situation.holds):
                    for said in links(self.definition, declared, chosen):
                        if not late or _all_hold(late, self.seen(compiled, data, payload, at, said)):
                            yield from self.by(ready, situation.act, payload, said, at=at, people=people)

    def _scope(self, declared: Start | Event) -> Scope:
        if declared.name not in self._scopes:
            self._scopes[declared.name] = scope_of(self.definition, declared.takes)
        return self._scopes[declared.name]

    def _tests(self, situation: Situation, scope: Scope) -> tuple[list[Test], list[Test]]:
        """The conditions of a situation: those on the data alone, and those that hang on the act or the day as well."""
        if situation not in self._compiled:
            early: list[Test] = []
            late: list[Test] = []
            for tree in situation.holds:
                read = reads(tree, scope)
                asks = read.today or read.links or reads_taken(tree, scope)
                (late if asks else early).append(compile_expression(tree, scope))
            self._compiled[situation] = early, late
        return self._compiled[situation]

    def by(
        self,
        run: Run,
        name: str,
        payload: Mapping[str, object],
        said: Mapping[str, object],
        *,
        at: datetime | None = None,
        people: People | None = None,
    ) -> Iterator[Attempt]:
        """The act, tried by each of the people; by default by those who may act."""
        declared = self.act(name)
        at = at or run.at + HOUR
        leaf = run.case.state if run.case else declared.to  # type: ignore[union-attr]  # no case: a start
        data = run.case.data if run.case else payload
        able = (
            (actor for _, actor in run.people.able(declared, leaf, data))
            if people is None
            else people(run, name)
        )
        for actor in able:
            decision = weigh(self.machine, run.case, name, payload, actor, at, self.facts(at, said))
            target = decision.case.state if decision.allowed and decision.case else ""
            codes = tuple(dict.fromkeys(reason.code for reason in decision.reasons))
            line = Line(at, name, actor, payload, target, codes, links=said)
            yield Attempt(run, name, actor, line, decision)

    def took(self, run: Run) -> Iterator[Transition]:
        """The last step of a run, and clock events of the same moment."""
        for told, step in zip(reversed(run.told), reversed(run.history), strict=True):
            event, leaf = self.compiled(told.event), told.source or ""
            seen = self.seen(event, step.before, told.payload, told.at, told.links)
            yield told.event, leaf, branch_of(event, leaf, seen)
            if told.actor is not None:
                return


def _all_hold(tests: Sequence[Test], seen: Environment) -> bool:
    try:
        return all(test(seen) for test in tests)
    except EvaluationError:
        return False
