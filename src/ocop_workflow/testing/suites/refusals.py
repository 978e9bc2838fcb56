"""Every way in which an act can be refused: state, person, payload, what must have happened, guards, duty."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice

from attrs import evolve

from ...access import Actor
from ...engine.reasons import CODES, event_title, state_title, titled
from ...messages import say
from ...model.definition import Event, Start
from ...model.expression import Node, Unary
from ...model.text import Text
from ...model.types import (
    BooleanType,
    DateType,
    DocumentType,
    EnumType,
    Field,
    IntegerType,
    ListType,
    NumberType,
    RecordType,
    StringType,
)
from ...verification.replay import Run
from .apart import apart
from .conditions import places
from .goals import OPEN, TRIES, Goal, Left, Situation, Told
from .ground import Ground
from .lines import told_attempt
from .plan import Plan
from .trying import Attempt, People

STRANGER = Actor("stranger")
MOST_PLACES = 40  # where an act is tried in a wrong state
MISSING = "no_such_field"
Payload = Mapping[str, object]
Spoil = tuple[str, str, object]  # the field, what is wrong with it, the value (None: left out)


def refusals(plan: Plan) -> Iterator[Goal]:
    """Each refusal that can happen to each act, alone where it can."""
    for act in plan.acts:
        if isinstance(act, Event) and act.is_clock:
            yield from _clock(plan, act)
            continue
        if isinstance(act, Event):
            yield from _wrong_state(plan, act)
        yield _not_permitted(plan, act)
        for spoil in (spoil for name, taken in act.takes.items() for spoil in spoils(name, taken.field)):
            yield _invalid(plan, act, spoil)
        yield _invalid(plan, act, (MISSING, "unknown", "x"))
        if isinstance(act, Event):
            yield from _duties(plan, act)
    yield from _unmet(plan)


def _wrong_state(plan: Plan, act: Event) -> Iterator[Goal]:
    inside = set(plan.leaves(act.name))
    outside = [leaf for leaf in plan.tree.leaves if leaf not in inside]

    def tell(ground: Ground) -> Told | Left:
        runs = [run for run in ground.runs.at.values() if run.case and run.case.state in outside]
        found: Attempt | None = None
        for run in runs[:MOST_PLACES]:
            for attempt in ground.trying.plainly(run, act.name):
                codes = attempt.line.refused
                if codes == ("wrong_state",):
                    return told_attempt(attempt)
                found = found or (attempt if "wrong_state" in codes else None)
        if found:
            return told_attempt(found)
        left = ground.left(
            [edge for node, edge in ground.found.parents.items() if ground.found.space.leaf(node) in outside]
        )
        timed = tuple(f"time: {event.name}" for event in plan.definition.events.values() if event.is_clock)
        return evolve(left, why=OPEN, terms=timed) if left.why == TRIES and timed else left

    if outside:
        yield _goal(plan, act, "wrong_state", "", tell)


def _clock(plan: Plan, act: Event) -> Iterator[Goal]:
    def tell(ground: Ground) -> Told | Left:
        for run in islice(ground.runs.at.values(), 1):
            for attempt in ground.trying.by(run, act.name, {}, {}, people=lambda *_: [STRANGER]):
                return told_attempt(attempt)
        return ground.left(ground.found.space.starts)

    yield _goal(plan, act, "not_permitted", "", tell)


def _not_permitted(plan: Plan, act: Start | Event) -> Goal:
    def tell(ground: Ground) -> Told | Left:
        return _instead(ground, act, "not_permitted", lambda payload: payload, [STRANGER])

    return _goal(plan, act, "not_permitted", "", tell)


def _invalid(plan: Plan, act: Start | Event, spoil: Spoil) -> Goal:
    name, kind, value = spoil

    def change(payload: Payload) -> Payload:
        kept = {each: given for each, given in payload.items() if each != name}
        return kept if value is None else {**kept, name: value}

    def tell(ground: Ground) -> Told | Left:
        return _instead(ground, act, "invalid_payload", change)

    detail = "unknown_field" if kind == "unknown" else f"{name}-{kind}"
    declared = act.takes.get(name)
    field = titled(declared.field.title, name) if declared else name
    said = say(f"testing.suite_spoil_{kind}", field=field)
    return _goal(plan, act, "invalid_payload", detail, tell, said=said)


def _instead(
    ground: Ground,
    act: Start | Event,
    code: str,
    change: Callable[[Payload], Payload],
    others: Sequence[Actor] = (),
) -> Told | Left:
    """The act as it is allowed, but for one thing, by the same person or by others: then it is refused."""
    allowed = ground.allowed(act.name)
    if isinstance(allowed, Left):
        return allowed
    before, step = allowed.before, allowed.told[-1]
    assert before is not None  # a step was taken
    assert step.actor is not None  # by somebody
    who = others or [step.actor]
    payload = change(step.payload)
    for attempt in ground.trying.by(before, act.name, payload, step.links, at=step.at, people=lambda *_: who):
        if set(attempt.line.refused) == {code}:
            return told_attempt(attempt)
    return Left(TRIES, "1")


def spoils(name: str, declared: Field) -> Iterator[Spoil]:
    """What can be wrong with a field: left out, of another kind, beyond its bounds."""
    if not declared.optional:
        yield name, "missing", None
    match declared.type:
        case NumberType(scale=scale, minimum=low, maximum=high):
            step = Decimal(1).scaleb(-scale)
            yield name, "too_small", low - step
            yield name, "too_large", high + step
            yield name, "too_fine", low + step / 10
            yield name, "unfit", "no such number"
        case IntegerType(minimum=low, maximum=high):
            yield name, "too_small", low - 1
            yield name, "too_large", high + 1
            yield name, "unfit", "no such number"
        case BooleanType() | RecordType():
            yield name, "unfit", "no such value"
        case DateType():
            yield name, "unfit", "2020-02-30"
        case EnumType():
            yield name, "unfit", "no such word"
        case StringType(max_length=most):
            yield name, "too_long", "x" * (most + 1)
        case ListType(items=EnumType(values=words), maximum=most):
            yield name, "unfit", ("no such word",)
            if len(words) > most:
                yield name, "too_many", tuple(words[: most + 1])
        case DocumentType():
            yield name, "unfit", {"name": "x.pdf", "sha256": "0"}
        case _:  # an id
            yield name, "too_long", "x" * 201


def _duties(plan: Plan, act: Event) -> Iterator[Goal]:
    when = tuple(guard.test.tree for guard in act.when)
    leaves = plan.leaves(act.name)
    for other in act.requires:
        rest = tuple(each for each in act.requires if each != other)
        situation = Situation(act.name, leaves, when, rest, other)
        yield _observed(
            plan,
            act,
            "requires_unmet",
            other,
            (situation,),
            _only("requires_unmet"),
            said=_duty(plan, "requires_unmet", other),
        )
    for word, others in (("not_by", act.not_by), ("only_by", act.only_by)):
        for other in others:
            happened = tuple(dict.fromkeys((*act.requires, other)))
            situation = Situation(act.name, leaves, when, happened)

            def barred(attempt: Attempt, guard: str = f"{word}: {other}") -> bool:
                reasons = attempt.decision.reasons
                return guard in {r.guard for r in reasons} and {r.code for r in reasons} == {"not_permitted"}

            people = _who_did(act, other, met=word == "not_by")
            said = _duty(plan, word, other)
            goal = _observed(plan, act, word, other, (situation,), barred, people, said=said)
            if word == "not_by" and len(act.not_by) > 1:
                goal = evolve(goal, tell=_apart(situation, barred, people, other))
            yield goal


def _apart(
    situation: Situation, barred: Callable[[Attempt], bool], people: People, other: str
) -> Callable[[Ground], Told | Left]:
    """By somebody whom no other duty bars, where there is such a story."""

    def tell(ground: Ground) -> Told | Left:
        found = ground.told_situation(situation, barred, people)
        return found if isinstance(found, Left) else apart(ground, found, other) or told_attempt(found)

    return tell


def _who_did(act: Event, other: str, *, met: bool) -> People:
    """Those who may act and have done the other thing; or those who have not."""

    def people(run: Run, _: str) -> list[Actor]:
        if run.case is None:
            return []
        did = run.case.evidence.get(act.within or "", {}).get(other, ())
        able = [actor for _, actor in run.people.able(act, run.case.state, run.case.data)]
        if met:
            return [evolve(actor, id=person) for person in did for actor in able]
        return [actor for actor in able if actor.id not in did]

    return people


def _unmet(plan: Plan) -> Iterator[Goal]:
    """Each guard of an act alone unmet; and no branch of a move that has no `else`."""
    for place in places(plan):
        act = plan.definition.start.get(place.act) or plan.definition.events[place.act]
        if place.guard not in act.when:
            continue
        unmet = Unary("!", place.guard.test.tree)
        alone = Situation(act.name, place.leaves, (unmet, *place.before))
        beside = Situation(act.name, place.leaves, (unmet,))
        said = place.guard.name or place.guard.test.text

        def accepts(attempt: Attempt, said: str = said) -> bool:
            reasons = attempt.decision.reasons
            return {r.code for r in reasons} == {"guard_unmet"} and said in {r.guard for r in reasons}

        detail, why = place.name.partition("/")[2], place.guard.otherwise
        if not (why.say("vi") and why.say("en")):
            why = say("testing.suite_unmet", condition=plan.spoken(place.guard.test.tree, act.name))
        yield _observed(plan, act, "guard_unmet", detail, (alone, beside), accepts, said=why)
    for event in plan.definition.events.values():
        when: tuple[Node, ...] = tuple(guard.test.tree for guard in event.when)
        for leaves, branches in plan.moves(event.name):
            guards = [branch.when.guard.test.tree for branch in branches if branch.when]
            if not event.is_clock and len(guards) == len(branches):
                none = Situation(event.name, leaves, (*when, *(Unary("!", tree) for tree in guards)))
                said_none = say("testing.suite_no_branch", state=state_title(plan.tree, leaves[0]))
                detail, only = f"no-branch-{leaves[0]}", _only("guard_unmet")
                yield _observed(plan, event, "guard_unmet", detail, (none,), only, said=said_none)


def _duty(plan: Plan, word: str, other: str) -> Text:
    return say(f"testing.suite_duty_{word}", event=event_title(plan.definition, other))


def _only(code: str) -> Callable[[Attempt], bool]:
    return lambda attempt: {reason.code for reason in attempt.decision.reasons} == {code}


def _observed(
    plan: Plan,
    act: Start | Event,
    code: str,
    detail: str,
    situations: tuple[Situation, ...],
    accepts: Callable[[Attempt], bool],
    people: People | None = None,
    *,
    said: Text,
) -> Goal:
    """The first of the situations of which there is a story."""

    def tell(ground: Ground) -> Told | Left:
        left = Left(TRIES)
        for situation in situations:
            found = ground.told_situation(situation, accepts, people)
            if not isinstance(found, Left):
                return told_attempt(found)
            left = found
        return left

    return _goal(plan, act, code, detail, tell, situations, said=said)


def _goal(
    plan: Plan,
    act: Start | Event,
    code: str,
    detail: str,
    tell: Callable[[Ground], Told | Left],
    situations: tuple[Situation, ...] = (),
    *,
    said: Text | None = None,
) -> Goal:
    name = f"{act.name}/{code}" + (f"/{detail}" if detail else "")
    event = event_title(plan.definition, act.name)
    known = code if code in CODES else "not_permitted"  # whose work it may not be is no code of its own
    because = say(f"engine.code_{known}")
    title = say("testing.suite_refused", event=event, code=because)
    if said is not None:
        title = say("testing.suite_refused_for", event=event, code=because, detail=said)
    return Goal("refusals", name, title, tell, situations)
