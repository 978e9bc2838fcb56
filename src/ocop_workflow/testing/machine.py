"""`workflow_machine`: a Hypothesis state machine that property-checks a workflow and the store that keeps its cases."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ..access import Actor, Units
from ..calendar import Calendar
from ..calendar.weekends import WEEKENDS
from ..case import Case
from ..engine.table import CompiledEvent
from ..workflow import Workflow
from .again import redeliver, reuse
from .asked import loaded
from .asking import takes_expected
from .cast import Cast, places_of
from .chances import Chances
from .crashing import crash
from .draws import Draws
from .edges import edges_of
from .kit import Kit
from .racing import together
from .stores import StoreFactory, own_store
from .trial import Trial

MOST_CASES, MOST_STEPS = 2, 20
GOES_ON = 15  # out of one more than this, how often another step follows
HONEST = 13  # above it, somebody who may not tries first
LIVES = 15  # out of one more than this, the process dies in MOST_LOOKS cases while the store decides
MOST_LOOKS = 3  # how often a store may look at its clock before somebody comes in, or it dies
UNKNOWN = "no_such_event"

Draw = Callable[..., Any]
Wanted = tuple[str, str, dict[str, object], Actor]


def workflow_machine(
    workflow: Workflow,
    *,
    store: StoreFactory | None = None,
    units: Units | None = None,
    calendar: Calendar | None = None,
    claims: bool = True,
) -> type[RuleBasedStateMachine]:
    """A state machine class for Hypothesis; its `TestCase` is a whole test of the workflow and of a store.

    It starts cases, fires what is allowed and what is refused, sends requests twice and two at once, lets the wrong
    people try, moves the clock, reopens the store and lets the process die while the store decides. After every step
    each case must be what the pure `decide` makes of it, its history must fold to it, its chain must be whole, and
    what the workflow claims under `properties` must hold; `claims=False` leaves these to `check`.

    `store` opens a host's own store (by default the library's, in a file); `units` and `calendar` are made up unless
    given. Required parameters that are open get drawn values. A failure ends with the story as a scenario file.
    """
    edges = edges_of(loaded(workflow).definition)
    kit = Kit(workflow, store or own_store, units, calendar or WEEKENDS, edges, claims)
    name = f"{workflow.name}@{workflow.version}"
    return type(f"WorkflowMachine[{name}]", (WorkflowRules,), {"kit": kit, "__module__": __name__})


class WorkflowRules(RuleBasedStateMachine):
    """The rules; subclasses made by `workflow_machine` say of which workflow."""

    kit: ClassVar[Kit]
    trial: Trial | None = None
    raced = False  # once in an example: a store that lets others wait takes its time
    draws: Draws
    chances: Chances

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        """Open the parameters and the store, and start a case."""
        definition = self.kit.workflow.definition
        draws = Draws(definition, places_of(definition, self.kit.units), self.kit.edges)
        trial = Trial(self.kit.world(data.draw(draws.parameters(), label="parameters")))
        self.trial = trial
        machine = trial.mirror.machine
        places = places_of(machine.definition, self.kit.units)
        self.draws = evolve(draws, definition=machine.definition, places=places)
        self.chances = Chances(trial.mirror, Cast(machine, places))
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
        here = self.chances.here(case)
        if here:
            event = data.draw(st.sampled_from(here), label="event")
            able = self.chances.able(event, case)
            if able:
                self._fire(data.draw, case_id, event, data.draw(st.sampled_from(able), label="actor"))

    @precondition(lambda self: self.trial.cases)
    @rule(data=st.data())
    def fire_in_vain(self, data: st.DataObject) -> None:
        """An event with a payload that does not fit, in the wrong state, or one that only time fires."""
        case_id, case = self._case(data.draw)
        table = self._trial.mirror.machine.table
        name = data.draw(st.sampled_from((*table.events, UNKNOWN)), label="event")
        event = table.events.get(name)
        actor = Actor("somebody")
        if event is None:
            self._trial.fire(case_id, name, {}, actor)
            return
        actor = data.draw(st.sampled_from([*self.chances.able(event, case), actor]), label="actor")
        payload = data.draw(self.draws.wrong_payload(event.takes, self.chances.today), label="payload")
        self._trial.fire(case_id, name, payload, actor)

    @precondition(lambda self: self.trial.cases)
    @rule(data=st.data())
    def wrong_actor(self, data: st.DataObject) -> None:
        """Somebody who may not: without the role, from another unit, or barred by what they did before."""
        self._fire_wrongly(data.draw, *self._case(data.draw))

    @precondition(lambda self: self.trial.answered)
    @rule(data=st.data())
    def redeliver(self, data: st.DataObject) -> None:
        """A request comes twice."""
        redeliver(self._trial, data.draw(st.sampled_from(self._trial.answered[::-1]), label="request"))

    @precondition(lambda self: self.trial.answered)
    @rule(data=st.data())
    def reuse_a_key(self, data: st.DataObject) -> None:
        """The key of a request comes with another one."""
        reuse(self._trial, data.draw(st.sampled_from(self._trial.answered[::-1]), label="request"))

    @precondition(lambda self: self.trial.cases and not self.raced)
    @rule(data=st.data())
    def together(self, data: st.DataObject) -> None:
        """Two requests come at the same time for one case: the same one twice, or two people's."""
        wanted = self._wanted(data.draw)
        if wanted is None:
            return
        self.raced = True
        one = other = self._trial.request(*wanted)
        if data.draw(st.booleans(), label="two people's"):
            second = self._wanted(data.draw, one.case_id)
            assert second is not None  # as there was a first
            other = self._trial.request(*second)
        if takes_expected(self._trial.store) and data.draw(
            st.booleans(), label="both say what they have read"
        ):
            seq = self._trial.cases[one.case_id].seq
            one, other = evolve(one, expected=seq), evolve(other, expected=seq)
        together(self._trial, one, other, data.draw(st.integers(1, MOST_LOOKS), label="looks at the clock"))

    @rule(data=st.data())
    def pass_time(self, data: st.DataObject) -> None:
        """The clock moves: to where something is due, just before or after, or for a while."""
        moments = self.chances.moments(self.kit.calendar)
        self._trial.pass_time(data.draw(st.sampled_from(moments), label="until"))

    @rule(data=st.data())
    def fire_due(self, data: st.DataObject) -> None:
        """The store fires what is due, now or after a while."""
        moments = [self._trial.now, *self.chances.moments(self.kit.calendar)]
        self._trial.pass_time(data.draw(st.sampled_from(moments), label="until"))
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
        able = [actor for event in self.chances.here(case) for actor in self.chances.able(event, case)[:1]]
        self._trial.ask(case_id, data.draw(st.sampled_from([*able, Actor("nobody")]), label="actor"))

    @invariant()
    def everything_adds_up(self) -> None:
        """The chain is whole, the history folds to the case, and the case is what the workflow makes of it."""
        self._trial.check()

    @invariant()
    def claims_hold(self) -> None:
        """What the workflow claims of its runs holds of this one."""
        if self.kit.claims:
            self._trial.check_claims()

    def teardown(self) -> None:
        if self.trial is not None:
            self.trial.close()

    @property
    def _trial(self) -> Trial:
        assert self.trial is not None  # `begin` comes first
        return self.trial

    def _start(self, data: st.DataObject) -> None:
        trial, starts = self._trial, self._trial.mirror.machine.table.starts
        start = starts[data.draw(st.sampled_from(list(starts)), label="start")]
        payload = data.draw(self.draws.payload(start.takes, self.chances.today), label="payload")
        actor = data.draw(st.sampled_from(self.chances.starters(start, payload)), label="actor")
        trial.fire(f"case-{len(trial.cases) + 1}", start.name, payload, actor)

    def go_one_step(self, draw: Draw) -> bool:
        """Whether a case went on by one event; all that is drawn for it is one piece, which shrinking can leave out."""
        luck = draw(st.integers(0, GOES_ON))
        if luck:
            case_id, case = self._case(draw)
            if luck > HONEST:
                self._fire_wrongly(draw, case_id, case)
                return True
            likely = self.chances.likely(case)
            if likely:
                event, able = draw(st.sampled_from(likely))
                self._fire(draw, case_id, event, draw(st.sampled_from(able)))
                return True
        return False

    def _wanted(self, draw: Draw, case_id: str | None = None) -> Wanted | None:
        """What somebody may well ask for: the case, the event, its payload and who asks."""
        case_id, case = self._case(draw, case_id)
        likely = self.chances.likely(case)
        if not likely:
            return None
        event, able = _pick(draw, likely)
        payload = draw(self.draws.payload(event.takes, self.chances.today), label="payload")
        return case_id, event.name, payload, draw(st.sampled_from(able), label="actor")

    def _fire_wrongly(self, draw: Draw, case_id: str, case: Case) -> None:
        wrong = self.chances.wrong(case)
        if wrong:
            event, people = _pick(draw, wrong)
            self._fire(draw, case_id, event, draw(st.sampled_from(people), label="actor"))

    def _fire(self, draw: Draw, case_id: str, event: CompiledEvent, actor: Actor) -> None:
        payload = draw(self.draws.payload(event.takes, self.chances.today))
        late = self._trial.cases[case_id].at < self._trial.now and draw(st.booleans())
        request = self._trial.request(case_id, event.name, payload, actor, late=late)
        dies = draw(st.integers(0, LIVES), label="dies")
        if 0 < dies <= MOST_LOOKS:
            crash(self._trial, request, dies)
        else:
            self._trial.take(request)

    def _case(self, draw: Draw, case_id: str | None = None) -> tuple[str, Case]:
        """One of the cases, as time has left it."""
        if case_id is None:
            case_id = draw(st.sampled_from(list(self._trial.cases)))
        return case_id, self._trial.settled(case_id)


def _pick(
    draw: Draw, offered: Sequence[tuple[CompiledEvent, list[Actor]]]
) -> tuple[CompiledEvent, list[Actor]]:
    """One of the events, by its name: that is what a failure shows."""
    name = draw(st.sampled_from([event.name for event, _ in offered]), label="event")
    return next(each for each in offered if each[0].name == name)


@st.composite
def _one_step(draw: Draw, rules: WorkflowRules) -> bool:
    return rules.go_one_step(draw)
