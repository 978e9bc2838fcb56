"""Lives that go from one version to the next: told on both versions together, lived in a store under each."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from attrs import evolve

from ocop_workflow import Actor, Case, Store
from ocop_workflow.access.any_units import AnyUnits
from ocop_workflow.calendar.weekends import WEEKENDS
from ocop_workflow.migration import Composed, Outcome, load_plan, migrate
from ocop_workflow.verification.paths import parents, path_to
from ocop_workflow.verification.relax import relax
from ocop_workflow.verification.replay import Story, Telling
from ocop_workflow.verification.replay import _with_values as with_values
from ocop_workflow.verification.space import Budget, Edge, Space, explore
from ocop_workflow.workflow import Workflow

BUDGET = Budget(nodes=400_000, decisions=20_000_000, seconds=300, judging=300)


@cache
def space_of(name: str) -> tuple[Composed, Space]:
    composed = load_plan(name)
    definition = evolve(composed.definition, properties=())
    composed = evolve(composed, definition=definition)
    return composed, explore(relax(definition, ()).definition, BUDGET)


def crossings(composed: Composed, space: Space) -> dict[tuple[str, str], list[Edge]]:
    """Every way across that there is, from leaf to leaf, with edges that take it."""
    found: dict[tuple[str, str], list[Edge]] = {}
    for node, edges in enumerate(space.edges):
        for edge in edges:
            if edge.event == composed.crossing:
                found.setdefault((space.leaf(node), edge.leaf), []).append(edge)
    return found


def ends(space: Space) -> set[str]:
    tree = space.machine.table.tree
    return {
        leaf
        for leaf in tree.leaves
        if any(tree.states[n].goal or tree.states[n].final for n in tree.path[leaf])
    }


def onwards(space: Space, node: int, crossing: str) -> dict[str, tuple[Edge, ...]]:
    """Outcome → a shortest way to it from a node, without another move; what the node itself is, by no step."""
    wanted, found = ends(space), dict[str, tuple[Edge, ...]]()
    before: dict[int, tuple[Edge, ...]] = {node: ()}
    queue = [node]
    for here in queue:
        if space.leaf(here) in wanted:
            found.setdefault(space.leaf(here), before[here])
        for edge in space.edges[here]:
            if edge.target not in before and edge.event != crossing:
                before[edge.target] = (*before[here], edge)
                queue.append(edge.target)
    return found


Way = tuple[str, str]  # from a leaf of the old version to one of the new, or to itself


def lives(
    composed: Composed, space: Space, *, every: int = 1, tries: int = 6
) -> Iterator[tuple[Way, str, Story | None]]:
    """For every way across and every outcome behind it a story that can happen; None where none was found."""
    known = parents(space)
    number = 0
    for way, edges in sorted(crossings(composed, space).items()):
        ahead = sorted({o for edge in edges for o in onwards(space, edge.target, composed.crossing)})
        for outcome in ahead:
            number += 1
            if number % every:
                continue
            yield way, outcome, _story(composed, space, known, edges, outcome, tries)


def _story(
    composed: Composed, space: Space, known: Mapping[int, Edge], edges: list[Edge], outcome: str, tries: int
) -> Story | None:
    possible = []
    for edge in edges:
        path = path_to(known, edge.source) if edge.source is not None else ()
        rest = onwards(space, edge.target, composed.crossing).get(outcome)
        if rest is not None:
            possible.append((*path, edge, *rest))
    for path in sorted(possible, key=len)[:tries]:
        story = Telling(with_values(composed.definition, path), path, lambda _: True).find()
        if story is not None:
            return story
    return None


def live(
    composed: Composed, story: Story, store: Store, clock: "Clock", case_id: str
) -> tuple[Case, Outcome, Case]:
    """The story in a store, under both versions: the case before the move, what it said, the case at the end."""
    plan, prefix = composed.plan, composed.prefix
    values = story.definition.values
    old = {n.removeprefix(prefix): v for n, v in values.items() if n.startswith(prefix)}
    workflow = Workflow(evolve(plan.old, values=old))
    new = {n: v for n, v in values.items() if n in plan.new.parameters or n in plan.parameters}
    bound = load_plan(str(plan.file), new)
    case: Case | None = None
    before, outcome = None, None
    for step in story.steps:
        clock.now = max(clock.now, step.at) if case is None else step.at
        if step.event == composed.crossing:
            assert case is not None
            before = store.get(case_id)
            told = list(migrate(store, bound, actor=Actor("mover"), at=step.at))
            (outcome,) = (each for each in told if each.case == case_id)
            case = store.get(case_id)
        elif step.actor is None:
            store.fire_due(step.at)
            case = store.get(case_id)
        else:
            event = step.event.removeprefix(prefix)
            payload = {n.removeprefix(prefix): v for n, v in step.payload.items() if v is not None}
            actor = renamed(step.actor, prefix)
            if case is None:
                case = store.start(workflow, payload, actor=actor, id=case_id, event=event, at=step.at)
            else:
                case = store.fire(case_id, event, payload, actor=actor, at=step.at)
    assert case is not None
    assert before is not None
    assert outcome is not None
    return before, outcome, case


def renamed(actor: Actor, prefix: str) -> Actor:
    roles: Any = [(role.removeprefix(prefix), unit) for role, unit in actor.roles]
    return evolve(actor, roles=roles)


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def store_for(story: Story, url: str = "sqlite:///:memory:") -> tuple[Store, Clock]:
    clock = Clock(story.steps[0].at)
    units = AnyUnits() if story.definition.unit else None
    return Store.connect(url, clock=clock, units=units, calendar=WEEKENDS), clock
