"""Clock events: just before they are due, when they are, later, while there is no move, and against somebody's act."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from attrs import evolve

from ...case import Case, Entry
from ...engine import apply, settle
from ...engine.reasons import event_title, state_title
from ...messages import say
from ...model.definition import Event
from ...verification.replay import Run
from ..writing import Line
from .goals import OPEN, Goal, Left, Told
from .ground import Ground
from .lines import gone, lines_of
from .plan import Plan
from .trying import HOUR

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
MOST_PLACES = 40  # runs that are looked at for a clock that waits for a move


def clocks(plan: Plan) -> Iterator[Goal]:
    """For each clock event and each leaf in which it has a move: before, at, after, and in competition."""
    for event in plan.definition.events.values():
        if not event.is_clock:
            continue
        for leaf in plan.leaves(event.name):
            for kind in ("before", "at", "after", "competition"):
                yield _goal(plan, event, leaf, kind)
        inside = set(plan.leaves(event.name))
        if event.at is not None and any(leaf not in inside for leaf in plan.tree.leaves):
            yield _pending(plan, event)


def _goal(plan: Plan, event: Event, leaf: str, kind: str) -> Goal:
    def tell(ground: Ground) -> Told | Left:
        waits = list(_waiting(ground, event, leaf))
        for before, due in waits:
            told = _told(ground, event, leaf, kind, before, due)
            if told is not None:
                return told
        edges = [
            edge
            for key, found in ground.found.branches.items()
            if key[:2] == (event.name, leaf)
            for edge in found
        ]
        left = ground.left(edges)
        timed = (*left.terms, f"time: {event.name}")
        return evolve(left, why=OPEN, terms=timed) if edges else left

    title = say(
        f"testing.suite_clock_{kind}",
        event=event_title(plan.definition, event.name),
        state=state_title(plan.tree, leaf),
    )
    return Goal("clocks", f"{event.name}/{leaf}/{kind}", title, tell)


def _waiting(ground: Ground, event: Event, leaf: str) -> Iterator[tuple[Run, datetime]]:
    """Runs in the leaf that wait for the clock event, with the moment when it is due."""
    for number in range(len(ground.machine.table.events[event.name].branches[leaf])):
        found = ground.told_branch(event.name, leaf, number)
        if not isinstance(found, Left) and (before := found[0].before) is not None:
            due = before.case.due.get(event.name) if before.case else None
            if due is not None and due.at is not None:
                yield before, due.at


def _told(ground: Ground, event: Event, leaf: str, kind: str, before: Run, due: datetime) -> Told | None:
    case = before.case
    assert case is not None  # it waits
    if case.state != leaf:
        return None
    match kind:
        case "before":
            return (
                _waited(ground, before, due - SECOND, event, fires=False)
                if due - SECOND > before.at
                else None
            )
        case "at":
            return _waited(ground, before, max(due, before.at), event, fires=True)
        case "after":
            return _waited(ground, before, max(due, before.at) + DAY, event, fires=True)
    return _against(ground, before, event, max(due, before.at))


def _waited(ground: Ground, run: Run, at: datetime, event: Event, *, fires: bool) -> Told | None:
    """Time passes; the clock event fires meanwhile, or it does not, and the case stands where it was."""
    assert run.case is not None  # it waits
    settled = settle(ground.machine, run.case, at, ground.trying.facts(at, {}))
    if settled.stuck or fires != (event.name in {entry.event for entry in settled.entries}):
        return None
    case = _applied(ground, run.case, settled.entries)
    if not fires and case.state != run.case.state:
        return None
    return Told((*lines_of(run), *_wait(at, settled.entries, case)), case, gone(run, case))


def _wait(at: datetime, entries: tuple[Entry, ...], case: Case) -> tuple[Line, ...]:
    """One wait, and every clock event that fires in it."""
    return tuple(Line(at, entry.event, None, target=entry.target) for entry in entries) or (
        Line(at, "", None, target=case.state),
    )


def _applied(ground: Ground, case: Case, entries: tuple[Entry, ...]) -> Case:
    for entry in entries:
        case = apply(ground.machine, case, entry)
    return case


def _against(ground: Ground, run: Run, event: Event, due: datetime) -> Told | None:
    """Somebody acts at the very moment when the clock event is due: the clock comes first."""
    node = ground.runs.node_of(run)
    edges = ground.found.space.edges[node] if node is not None else []
    for edge in edges:
        act = ground.definition.events[edge.event]
        if act.is_clock:
            continue
        after = next(ground.runs.steps(run, edge, 60), None)
        if after is None or after.before is not run:
            continue
        step = after.told[-1]
        who = [step.actor] if step.actor else []
        for attempt in ground.trying.by(
            run, act.name, step.payload, step.links, at=due, people=lambda *_, who=who: who
        ):
            case = attempt.decision.case if attempt.decision.allowed else run.case
            fired = [entry.event for entry in attempt.decision.entries]
            if not attempt.decision.allowed or event.name in fired:
                return Told((*lines_of(run), attempt.line), case, gone(run, case))
    return None


def _pending(plan: Plan, event: Event) -> Goal:
    """It is due where it has no move, and fires as soon as the case comes to where it has one."""

    def tell(ground: Ground) -> Told | Left:
        inside = set(plan.leaves(event.name))
        looked = 0
        for node, run in ground.runs.at.items():
            due = run.case.due.get(event.name) if run.case else None
            if run.case is None or due is None or due.at is None or run.case.state in inside:
                continue
            looked += 1
            if looked > MOST_PLACES:
                break
            told = _arrived(ground, run, node, event, max(due.at, run.at) + HOUR, inside)
            if told is not None:
                return told
        return Left(OPEN, str(looked), (f"time: {event.name}",))

    title = say("testing.suite_clock_pending", event=event_title(plan.definition, event.name))
    return Goal("clocks", f"{event.name}/pending", title, tell)


def _arrived(
    ground: Ground, run: Run, node: int, event: Event, late: datetime, inside: set[str]
) -> Told | None:
    assert run.case is not None  # it waits
    settled = settle(ground.machine, run.case, late, ground.trying.facts(late, {}))
    if settled.stuck or settled.entries:
        return None
    waited = run.copy()
    waited.at = late
    for edge in ground.found.space.edges[node]:
        if edge.leaf not in inside or ground.definition.events[edge.event].is_clock:
            continue
        after = next(ground.runs.steps(waited, edge, 60), None)
        if after is None or after.case is None:
            continue
        at = after.at + HOUR
        settled = settle(ground.machine, after.case, at, ground.trying.facts(at, {}))
        if event.name in {entry.event for entry in settled.entries} and not settled.stuck:
            case = _applied(ground, after.case, settled.entries)
            told = lines_of(after)
            wait = Line(late, "", None, target=run.case.state)
            passed = (*told[: len(run.told)], wait, *told[len(run.told) :])
            return Told((*passed, *_wait(at, settled.entries, case)), case, gone(after, case))
    return None
