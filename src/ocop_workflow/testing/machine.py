"""`workflow_machine`: a Hypothesis state machine that property-checks a workflow and the store that keeps its cases."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from attrs import evolve, field, frozen
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ..access import Actor, Units
from ..access.any_units import AnyUnits
from ..calendar import Calendar
from ..calendar.weekends import WEEKENDS
from ..case import Case
from ..engine import local_date
from ..engine.ask import ask
from ..engine.table import CompiledEvent
from ..model.canonical import canonical
from ..model.definition import Event
from ..reading import bind
from ..workflow import Workflow
from .cast import Cast, places_of
from .draws import Draws
from .edges import edges_of
from .stores import StoreFactory, own_store
from .trial import DAY, SECOND, Trial, World

MOST_CASES, MOST_STEPS = 2, 20
ONWARD = 8  # how much likelier an event is that leads on
GOES_ON = 15  # out of one more than this, how often another step follows
UNKNOWN = "no_such_event"
WAITS = (timedelta(hours=1), DAY, 40 * DAY, 400 * DAY)


Draw = Callable[..., Any]


def workflow_machine(
    workflow: Workflow,
    *,
    store: StoreFactory | None = None,
    units: Units | None = None,
    calendar: Calendar | None = None,
) -> type[RuleBasedStateMachine]:
    """A state machine class for Hypothesis; its `TestCase` is a whole test of the workflow and of a store.

    It starts cases, fires what is allowed and what is refused, sends requests twice, lets the wrong people try, moves
    the clock and reopens the store. After every step each case must be what the pure `decide` makes of it, its
    history must fold to it, its chain must be whole. `store` opens a host's own store (by default the library's, in
    a file); `units` and `calendar` are made up unless given. Required parameters that are open get drawn values. A
    failure ends with the story as a scenario file.
    """
    kit = _Kit(workflow, store or own_store, units, calendar or WEEKENDS, edges_of(workflow.definition))
    name = f"{workflow.name}@{workflow.version}"
    return type(f"WorkflowMachine[{name}]", (WorkflowRules,), {"kit": kit, "__module__": __name__})


@frozen(eq=False)
class _Kit:
    """What all examples share. Workflows are compiled once for each set of parameter values."""

    workflow: Workflow
    store: StoreFactory
    units: Units | None
    calendar: Calendar
    edges: Mapping[str, frozenset[object]]
    _bound: dict[bytes, Workflow] = field(factory=dict)

    def world(self, parameters: Mapping[str, object]) -> World:
        workflow = self.workflow
        if parameters:
            key = canonical(parameters)
            if key not in self._bound:
                if len(self._bound) > 50:  # noqa: PLR2004 - enough for one shrinking
                    self._bound.clear()
                self._bound[key] = Workflow(bind(workflow.definition, parameters))
            workflow = self._bound[key]
        wanted = self.units if self.units is not None else AnyUnits()
        units = wanted if workflow.definition.unit is not None or self.units is not None else None
        return World(workflow, self.store, units, self.calendar)


class WorkflowRules(RuleBasedStateMachine):
    """The rules; subclasses made by `workflow_machine` say of which workflow."""

    kit: ClassVar[_Kit]
    trial: Trial | None = None

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        """Open the parameters and the store, and start a case."""
        definition = self.kit.workflow.definition
        draws = Draws(definition, places_of(definition, self.kit.units), self.kit.edges)
        self.trial = Trial(self.kit.world(data.draw(draws.parameters(), label="parameters")))
        places = places_of(self.trial.machine.definition, self.kit.units)
        self.draws = evolve(draws, definition=self.trial.machine.definition, places=places)
        self.cast = Cast(self.trial.machine, places)
        self._start(data)

    @precondition(lambda self: len(self.trial.cases) < MOST_CASES)
    @rule(data=st.data())
    def start(self, data: st.DataObject) -> None:
        """Start another case."""
        self._start(data)

    @precondition(lambda self: self.trial.cases)
    @rule(data=st.data())
    def go_on(self, data: st.DataObject) -> None:
        """A case goes on for some steps: people who may fire events that nothing but a payload can hinder."""
        for _ in range(MOST_STEPS):
            if not data.draw(_one_step(self), label="went on"):
                break

    @precondition(lambda self: self.trial.cases)
    @rule(data=st.data())
    def fire(self, data: st.DataObject) -> None:
        """Somebody with the right role fires any event that has a move where the case stands."""
        case_id, case = self._case(data.draw)
        here = self._here(case)
        if here:
            event = data.draw(st.sampled_from(here), label="event")
            able = self._able(event, case)
            if able:
                self._fire(data.draw, case_id, event, data.draw(st.sampled_from(able), label="actor"))

    @precondition(lambda self: self.trial.cases)
    @rule(data=st.data())
    def fire_in_vain(self, data: st.DataObject) -> None:
        """An event with a payload that does not fit, in the wrong state, or one that only time fires."""
        case_id, case = self._case(data.draw)
        table = self._trial.machine.table
        name = data.draw(st.sampled_from((*table.events, UNKNOWN)), label="event")
        event = table.events.get(name)
        actor = Actor("somebody")
        if event is None:
            self._trial.fire(case_id, name, {}, actor)
            return
        actor = data.draw(st.sampled_from([*self._able(event, case), actor]), label="actor")
        payload = data.draw(self.draws.wrong_payload(event.takes, self._today), label="payload")
        self._trial.fire(case_id, name, payload, actor)

    @precondition(lambda self: self.trial.cases)
    @rule(data=st.data())
    def wrong_actor(self, data: st.DataObject) -> None:
        """Somebody who may not: without the role, from another unit, or barred by what they did before."""
        case_id, case = self._case(data.draw)
        here = self._here(case)
        if here:
            event = data.draw(st.sampled_from(here), label="event")
            facts = self._trial.facts()
            barred = self.cast.barred(event.declared, case, self._able(event, case))
            others = self.cast.others(event.declared, case.state, case.data, facts, self._today)
            self._fire(
                data.draw, case_id, event, data.draw(st.sampled_from([*barred * 3, *others]), label="actor")
            )

    @precondition(lambda self: self.trial.requests)
    @rule(data=st.data())
    def redeliver(self, data: st.DataObject) -> None:
        """A request comes twice."""
        self._trial.redeliver(data.draw(st.sampled_from(self._trial.requests[::-1]), label="request"))

    @precondition(lambda self: self.trial.requests)
    @rule(data=st.data())
    def reuse_a_key(self, data: st.DataObject) -> None:
        """The key of a request comes with another one."""
        self._trial.reuse(data.draw(st.sampled_from(self._trial.requests[::-1]), label="request"))

    @rule(data=st.data())
    def pass_time(self, data: st.DataObject) -> None:
        """The clock moves: to where something is due, just before or after, or for a while."""
        self._trial.pass_time(data.draw(st.sampled_from(self._moments()), label="until"))

    @rule(data=st.data())
    def fire_due(self, data: st.DataObject) -> None:
        """The store fires what is due, now or after a while."""
        now = self._trial.now
        self._trial.pass_time(data.draw(st.sampled_from([now, *self._moments()]), label="until"))
        self._trial.fire_due()

    @rule()
    def reopen(self) -> None:
        """The store is closed and opened again."""
        self._trial.reopen()

    @precondition(lambda self: self.trial.cases)
    @rule(data=st.data())
    def ask(self, data: st.DataObject) -> None:
        """What may be done is what `decisions` says."""
        case_id, case = self._case(data.draw)
        able = [actor for event in self._here(case) for actor in self._able(event, case)[:1]]
        self._trial.ask(case_id, data.draw(st.sampled_from([*able, Actor("nobody")]), label="actor"))

    @invariant()
    def everything_adds_up(self) -> None:
        """The chain is whole, the history folds to the case, and the case is what the workflow makes of it."""
        self._trial.check()

    def teardown(self) -> None:
        if self.trial is not None:
            self.trial.close()

    @property
    def _trial(self) -> Trial:
        assert self.trial is not None  # `begin` comes first
        return self.trial

    @property
    def _today(self) -> date:
        return local_date(self._trial.now, self._trial.machine.definition.timezone)

    def _start(self, data: st.DataObject) -> None:
        trial, table = self._trial, self._trial.machine.table
        start = table.starts[data.draw(st.sampled_from(list(table.starts)), label="start")]
        payload = data.draw(self.draws.payload(start.takes, self._today), label="payload")
        leaf = start.branches[""][0].to
        able = self.cast.able(start.declared, leaf or "", payload, trial.facts(), self._today)
        actor = data.draw(st.sampled_from(able or [Actor("nobody")]), label="actor")
        trial.fire(f"case-{len(trial.cases) + 1}", start.name, payload, actor)

    def go_one_step(self, draw: Draw) -> bool:
        """Whether a case went on by one event; all that is drawn for it is one piece, which shrinking can leave out."""
        if draw(st.integers(0, GOES_ON)):
            case_id, case = self._case(draw)
            likely = self._likely(case)
            if likely:
                event, able = draw(st.sampled_from(likely))
                self._fire(draw, case_id, event, draw(st.sampled_from(able)))
                return True
        return False

    def _fire(self, draw: Draw, case_id: str, event: CompiledEvent, actor: Actor) -> None:
        payload = draw(self.draws.payload(event.takes, self._today))
        late = self._trial.cases[case_id].at < self._trial.now and draw(st.booleans())
        self._trial.fire(case_id, event.name, payload, actor, late=late)

    def _case(self, draw: Draw) -> tuple[str, Case]:
        """One of the cases, as time has left it."""
        case_id = draw(st.sampled_from(list(self._trial.cases)))
        return case_id, self._trial.settled(case_id)

    def _here(self, case: Case) -> list[CompiledEvent]:
        clocks = self._trial.machine.table.clocks
        events = self._trial.machine.table.events.values()
        return [event for event in events if case.state in event.branches and event not in clocks]

    def _able(self, event: CompiledEvent, case: Case) -> list[Actor]:
        able = self.cast.able(event.declared, case.state, case.data, self._trial.facts(), self._today)
        return [*self.cast.bound(event.declared, case, able), *able]

    def _likely(self, case: Case) -> list[tuple[CompiledEvent, list[Actor]]]:
        """Events with those who may fire them now, those that lead on first and likelier: deep states are reached.

        This depends on the case alone, not on what was tried before, so that a failure shrinks well.
        """
        onward: list[tuple[CompiledEvent, list[Actor]]] = []
        found: list[tuple[CompiledEvent, list[Actor]]] = []
        for event in self._here(case):
            able = [a for a in self._able(event, case) if not self._hindered(event, case, a)]
            if able:
                (onward if self._leads_on(event, case) else found).append((event, able))
        return onward * ONWARD + found

    def _hindered(self, event: CompiledEvent, case: Case, actor: Actor) -> bool:
        trial = self._trial
        return bool(ask(trial.machine, case, event, None, actor, trial.now, trial.facts(case.id)).reasons)

    def _leads_on(self, event: CompiledEvent, case: Case) -> bool:
        """Whether it collects, or a branch leads further down in the file and none to an end."""
        if isinstance(event.declared, Event) and event.declared.collects:
            return True
        tree = self._trial.machine.table.tree
        later = tree.leaves[tree.leaves.index(case.state) + 1 :]
        targets = [branch.to for branch in event.branches[case.state] if branch.to is not None]
        return any(to in later for to in targets) and not any(tree.states[to].final for to in targets)

    def _moments(self) -> list[datetime]:
        """Where the clock may go, within the days that the calendar speaks for."""
        now, last = self._trial.now, self.kit.calendar.end
        dues = sorted(due.at for case in self._trial.cases.values() for due in case.due.values() if due.at)
        found = [moment for due in dues for moment in (due, due - SECOND, due + DAY)]
        found += [now + wait for wait in WAITS]
        return [m for m in found if m > now and m.date() < last - 100 * DAY] or [now]


@st.composite
def _one_step(draw: Draw, rules: WorkflowRules) -> bool:
    return rules.go_one_step(draw)
