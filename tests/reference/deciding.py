"""Deciding one event, settling what is due before, and telling what could be done."""

from collections.abc import Mapping
from datetime import date, datetime

from attrs import evolve, field, frozen

from ocop_workflow.access import Actor
from ocop_workflow.model.definition import Branch, Definition, Event, Guard, Start
from ocop_workflow.model.expression import Expression
from ocop_workflow.model.types import CollectionType, Field

from .expressions import Fails, Sight, evaluate, reads_payload, truth
from .moving import Step, advance
from .plain import Line, Plain, World, level_of, local_date, move_from, visits
from .values import Unfit, stored, taken_fields

Why = tuple[str, str | None]  # a reason's code, and what it is about
Way = tuple[str | None, str | None, str | None]  # in whose place, as what, in which unit


@frozen
class Asked:
    """One event, with what is handed in, by whom, when it happened and when that is written down."""

    event: str
    payload: object
    actor: Actor
    at: datetime
    recorded: datetime | None = None

    @property
    def now(self) -> datetime:
        return self.recorded or self.at


@frozen(kw_only=True)
class Outcome:
    """Allowed with the new case and its lines, or every reason against."""

    allowed: bool
    case: Plain | None
    lines: tuple[Line, ...] = ()
    reasons: frozenset[Why] = frozenset()

    def told(self) -> str:
        """One line about it, for people who read a counterexample."""
        if not self.allowed:
            return f"refused: {sorted((code, subject or '') for code, subject in self.reasons)}"
        fired = ", ".join(f"{line.event} to {line.target}" for line in self.lines)
        return f"{fired}; due: { ({name: str(due) for name, due in self.case.due.items()} if self.case else {}) }"


def called(guard: Guard) -> str:
    return guard.name or guard.test.text


@frozen
class Offer:
    """What can be said without a payload."""

    event: str
    allowed: bool
    reasons: frozenset[Why]
    needs: Mapping[str, Field] = field(factory=dict)


def decide(definition: Definition, case: Plain | None, asked: Asked, world: World) -> Outcome:
    """Settle, then decide one event on what the case has become."""
    unknown = Outcome(allowed=False, case=case, reasons=frozenset({("unknown_event", None)}))
    late: set[Why] = set()
    if asked.at > asked.now or (case is not None and asked.at < case.at):
        late.add(("invalid_payload", "at"))
    if case is None:
        start = definition.start.get(asked.event)
        if start is None:
            return unknown
        outcome = _Question(definition, None, start, asked, world).answer(late)
    else:
        if case.at > asked.at:
            asked = evolve(asked, at=case.at)
        settled = settle(definition, case, asked.at, world)
        if settled.reasons:
            return Outcome(allowed=False, case=case, reasons=settled.reasons)
        event = definition.events.get(asked.event)
        if event is None:
            return unknown
        outcome = _Question(definition, settled.case, event, asked, world).answer(late)
        outcome = evolve(outcome, lines=(*settled.lines, *outcome.lines))
    if outcome.reasons:
        return Outcome(allowed=False, case=case, reasons=outcome.reasons)
    return outcome


def offers(definition: Definition, case: Plain, actor: Actor, at: datetime, world: World) -> dict[str, Offer]:
    """Every event: allowed, the reasons against it, or the payload it waits for.

    Where nothing at all handed in is not enough, the reasons are those that no payload could mend.
    """
    found: dict[str, Offer] = {}
    for name, event in definition.events.items():
        outcome = decide(definition, case, Asked(name, {}, actor, at), world)
        if event.takes and not outcome.allowed:
            outcome = decide(definition, case, Asked(name, None, actor, at), world)
        reasons = frozenset(why for why in outcome.reasons if why[0] != "invalid_payload")
        needs = {} if outcome.allowed or reasons else {n: taken.field for n, taken in event.takes.items()}
        found[name] = Offer(name, outcome.allowed, reasons, needs)
    return found


def settle(definition: Definition, case: Plain, at: datetime, world: World) -> Outcome:
    """Fire the clocks that are due, one at a time: the earliest first, then as the file has them.

    One that cannot happen holds up all that would come after it.
    """
    lines: list[Line] = []
    order = list(definition.events)
    while True:
        ready = [
            (due, order.index(name))
            for name, due in case.due.items()
            if isinstance(due, datetime)
            and due <= at
            and move_from(definition, definition.events[name], case.state) is not None
        ]
        if not ready:
            return Outcome(allowed=True, case=case, lines=tuple(lines))
        due, place = min(ready)
        clock = definition.events[order[place]]
        question = _Question(definition, case, clock, Asked(clock.name, {}, Actor(""), due), world)
        question.choose()
        outcome = question.act(Step(clock.name, question.to, max(due, case.at), question.writes, due=due))
        if outcome.reasons or outcome.case is None:
            return Outcome(allowed=False, case=case, lines=tuple(lines), reasons=outcome.reasons)
        case = outcome.case
        lines += outcome.lines


class _Question:
    """One event, asked of one case. Reasons are gathered; nothing is changed until the answer."""

    def __init__(
        self,
        definition: Definition,
        case: Plain | None,
        event: Event | Start,
        asked: Asked,
        world: World,
    ) -> None:
        self.definition = definition
        self.case = case
        self.event = event
        self.actor = asked.actor
        self.at = asked.at
        self.world = world
        self.day: date = local_date(definition, asked.at)
        fields = {name: taken.field for name, taken in event.takes.items()}
        self.payload, self.wrong = taken_fields(fields, asked.payload, world.units, self.day)
        self.reasons: set[Why] = set()
        self.data = case.data if case else {}
        # A start has no data yet: whose case it will be, and where, is what its payload says.
        self.known = {**self.data, **self._stored()} if case is None else self.data
        self.move = move_from(definition, event, case.state) if isinstance(event, Event) and case else None
        self.right_state = case is None or self.move is not None
        self.to: str | None = None
        self.writes: dict[str, object] = {}
        self.collected: tuple[str, str, Mapping[str, object]] | None = None
        self.role: str | None = None
        self.unit: str | None = None
        self.on_behalf: str | None = None

    def answer(self, against: set[Why]) -> Outcome:
        """The outcome, where some reasons are known before."""
        self.reasons |= against
        if not self.right_state:
            self.reasons.add(("wrong_state", None))
        self._judge_role()
        if not (isinstance(self.event, Event) and self.event.is_clock):
            for name in self.wrong:
                self.reasons.add(("invalid_payload", name))
            if isinstance(self.event, Event):
                self._judge_history(self.event)
            if self.right_state:
                self.choose()
        attests = self.event.attests if isinstance(self.event, Start) else ()
        return self.act(
            Step(
                self.event.name,
                self.to,
                self.at,
                self.writes,
                self.collected,
                attests,
                actor=self.actor.id,
                on_behalf=self.on_behalf,
                role=self.role,
                unit=self.unit,
            )
        )

    def act(self, step: Step) -> Outcome:
        """Take the step, if nothing is against it and all clocks can be set."""
        if not self.reasons:
            try:
                case, line = advance(self.definition, self.case, step, self.world)
                return Outcome(allowed=True, case=case, lines=(line,))
            except Fails:
                self.reasons.add(("guard_error", None))
        return Outcome(allowed=False, case=self.case, reasons=frozenset(self.reasons))

    # Who acts

    def _judge_role(self) -> None:
        """In whose place, as what and where: own right first, then as the event lists its roles; duties have a say."""
        ways = [way for role in self._roles() for way in self._ways(role)]
        ways = [way for way in ways if way[0] is None] + [way for way in ways if way[0] is not None]
        if not ways:
            self.reasons.add(("not_permitted", None))
            ways = [(self.actor.on_behalf, None, None)]
        free = [way for way in ways if not self._against(way[0])]
        self.on_behalf, self.role, self.unit = (free or ways)[0]
        self.reasons |= self._against(self.on_behalf)

    def _roles(self) -> list[str]:
        parameters = self.definition.parameters
        named = [self.definition.values.get(r) if r in parameters else r for r in self.event.by]
        return [str(role) for role in named if role in self.definition.roles]

    def _ways(self, role: str) -> list[Way]:
        """In which ways the actor has the role."""
        own, actor = self.actor.on_behalf, self.actor
        party = self.definition.roles[role].party
        if party is not None:
            hidden = self.case is None and party in self.wrong  # who acts for the owner cannot be told
            return [(own, role, None)] if hidden or self.known.get(party) in actor.parties else []
        posts: list[Way] = [(own, held, unit) for held, unit in actor.roles]
        posts += [(whose, held, unit) for held, unit, whose in actor.delegated]
        posts = [post for post in posts if post[1] == role]
        anywhere: list[Way] = [(whose, role, None) for whose, _, _ in posts]
        if not self.right_state or self.definition.unit is None:
            return anywhere
        place = self.known.get(self.definition.unit)
        if place is None:
            return anywhere if self.case is None else []
        unit = self._acting_unit(role, str(place))
        return [post for post in posts if unit is not None and post[2] == unit]

    def _acting_unit(self, role: str, place: str) -> str | None:
        leaf = self.case.state if self.case else self.event.to  # type: ignore[union-attr]
        level = level_of(self.definition, leaf)
        at = self.definition.roles[role].at
        if at is not None and at in self.definition.data and at not in self.definition.parameters:
            if at not in self.known:
                return None
            level = str(self.known[at])
        elif at is not None:
            level = str(self.definition.values.get(at, at))
        if level is None:
            return place
        if self.world.units is None:
            return None
        return self.world.units.at_level(place, level, self.day)

    def _fired(self, event: Event) -> Mapping[str, frozenset[str]]:
        """What happened in the event's scope, and who did it."""
        assert self.case is not None
        scope = event.within or ""
        inside = scope in {"", *visits(self.definition, self.case.state)}
        return self.case.evidence.get(scope, {}) if inside else {}

    def _against(self, on_behalf: str | None) -> set[Why]:
        """Which duties speak against the actor in somebody's place."""
        if not isinstance(self.event, Event) or self.event.is_clock:
            return set()
        fired, who = self._fired(self.event), {self.actor.id, on_behalf}
        barred = {f"not_by: {n}" for n in self.event.not_by if who & fired.get(n, frozenset())}
        known = {n: people for n in self.event.only_by if (people := fired.get(n))}
        bound = {f"only_by: {n}" for n, people in known.items() if not who & people}
        return {("not_permitted", duty) for duty in barred | bound}

    def _judge_history(self, event: Event) -> None:
        fired = self._fired(event)
        for other in event.requires:
            if other not in fired:
                self.reasons.add(("requires_unmet", f"requires: {other}"))

    # Under which conditions, and where it leads

    def choose(self) -> None:
        """Judge guards, pick the branch, make the writes; reasons are added where that is not possible."""
        self._collect()
        if not self._judge_guards():
            return
        branch = self._pick()
        if branch is None:
            return
        self.to = branch.to
        if self.wrong:
            return
        self.writes = self._stored()
        for name, expression in {**self.event.sets, **branch.sets}.items():
            self._set(name, expression)
        if isinstance(self.event, Event):
            self.writes |= dict.fromkeys(self.event.clears)

    def _stored(self) -> dict[str, object]:
        return {n: self.payload[n] for n, t in self.event.takes.items() if t.stored and n in self.payload}

    def _collect(self) -> None:
        """Take the record that is handed in; a full collection takes no further key."""
        if not isinstance(self.event, Event) or self.event.collects is None:
            return
        type_ = self.definition.data[self.event.collects].type
        assert isinstance(type_, CollectionType)
        present = self.data.get(self.event.collects, {})
        assert isinstance(present, Mapping)
        key = self.actor.id if type_.per == "person" else self.payload.get(type_.per)
        if key is None:
            return
        if key not in present and len(present) >= type_.maximum:
            self.reasons.add(("guard_unmet", self.event.collects))
        self.collected = (self.event.collects, str(key), self.payload)

    def _sight(self) -> Sight:
        return Sight(self.definition, self.data, self.day, self.world.calendar, self.payload)

    def _holds(self, guard: Guard) -> bool | None:
        """Whether it holds; None if it reads a payload that is wrong. Raises Fails."""
        if self.wrong and reads_payload(guard.test.tree, self.definition):
            return None
        return truth(evaluate(guard.test.tree, self._sight()))

    def _judge_guards(self) -> bool:
        """Whether all conditions of the event are known to hold."""
        unmet: set[Why] = set()
        failed: set[Why] = set()
        skipped = False
        for guard in self.event.when:
            try:
                holds = self._holds(guard)
            except Fails:
                failed.add(("guard_error", called(guard)))
                continue
            skipped = skipped or holds is None
            if holds is False:
                unmet.add(("guard_unmet", called(guard)))
        self.reasons |= unmet or failed
        return not (unmet or failed or skipped)

    def _pick(self) -> Branch | None:
        """The first branch that is true; an error before it, or none, is a reason."""
        if isinstance(self.event, Start):
            return Branch(self.event.to)
        assert self.move is not None
        for branch in self.move.branches:
            if branch.when is None:
                return branch
            try:
                holds = self._holds(branch.when)
            except Fails:
                self.reasons.add(("guard_error", called(branch.when)))
                return None
            if holds is None:
                return None
            if holds:
                return branch
        tests = [called(branch.when) for branch in self.move.branches if branch.when is not None]
        self.reasons.add(("guard_unmet", " / ".join(tests)))
        return None

    def _set(self, name: str, expression: Expression) -> None:
        type_ = self.definition.data[name].type
        try:
            value = evaluate(expression.tree, self._sight())
            self.writes[name] = stored(type_, value)
        except (Fails, Unfit):
            self.reasons.add(("guard_error", f"sets: {name}"))
