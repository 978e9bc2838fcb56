"""Hypothesis strategies in a workflow's own words: what is handed in, who acts, and cases that a real story led to."""

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st

from ..access import Actor, Units
from ..access.any_units import AnyUnits
from ..calendar import Calendar
from ..calendar.weekends import WEEKENDS
from ..case import Case
from ..workflow import Workflow
from .asked import loaded
from .cast import NUMBERS, Cast, places_of
from .chances import Chances
from .draws import PARTIES, Draws
from .edges import edges_of
from .journey import Journey
from .mirror import Mirror
from .stores import own_store
from .world import World

Draw = Callable[..., Any]
MOST_STEPS = 30  # of a story that has to lead somewhere
TODAY = date(2026, 3, 2)


def payloads(
    workflow: Workflow, event: str, *, today: date = TODAY, units: Units | None = None
) -> st.SearchStrategy[dict[str, object]]:
    """What can be handed in with an event or a start: it fits its types, mostly near the bounds that guards mention.

    `today` is what dates lie around; ids of units are made up unless `units` has some. ValueError for an event that
    the workflow does not have.
    """
    table = loaded(workflow).machine.table
    act = table.starts.get(event) or table.events.get(event)
    if act is None:
        msg = f"{workflow!r} has no event {event!r}; it has: {', '.join([*table.starts, *table.events])}"
        raise ValueError(msg)
    return _draws(workflow, units).payload(act.takes, today)


def actors(
    workflow: Workflow, role: str | None = None, *, unit: str | None = None
) -> st.SearchStrategy[Actor]:
    """People who hold a role of the workflow, in `unit` where one is given; of any role unless one is named.

    Of each role there are five; whoever holds a party's role acts for a party. ValueError for an unknown role.
    """
    roles = loaded(workflow).definition.roles
    if role is not None and role not in roles:
        msg = f"{workflow!r} has no role {role!r}; it has: {', '.join(roles)}"
        raise ValueError(msg)
    found: list[Actor] = []
    for name in [role] if role is not None else roles:
        if roles[name].party:
            found += [Actor(party, parties=[party]) for party in PARTIES]
        else:
            found += [Actor(f"{name}-{number}", roles=[(name, unit)]) for number in NUMBERS]
    return st.sampled_from(found)


def cases(
    workflow: Workflow,
    state: str | None = None,
    *,
    units: Units | None = None,
    calendar: Calendar | None = None,
) -> st.SearchStrategy[Case]:
    """Cases that a real story led to: into `state` (a leaf, a composite or a tag), or anywhere.

    Every step was allowed by the workflow itself, of people who may act and of time; a failure shrinks to the
    shortest story. Raises DefinitionError where a required parameter is open, ValueError for an unknown state.
    """
    loaded(workflow).require_parameters()
    members = workflow.machine.table.tree.members
    if state is not None and state not in members:
        msg = f"{workflow!r} has no state {state!r}; it has: {', '.join(members)}"
        raise ValueError(msg)
    return _cases(workflow, state, units, calendar or WEEKENDS)


@st.composite
def _cases(
    draw: Draw, workflow: Workflow, state: str | None, units: Units | None, calendar: Calendar
) -> Case:
    wanted = units if units is not None else AnyUnits()
    known = wanted if workflow.definition.unit is not None or units is not None else None
    mirror = Mirror(World(workflow, own_store, known, calendar))
    people = Cast(workflow.machine, places_of(workflow.definition, units))
    journey = Journey(mirror, Chances(mirror, people), _draws(workflow, units))
    journey.begin(draw, state)
    if state is None:
        for _ in range(draw(st.integers(0, 6))):
            journey.go_on(draw, None)
        return journey.case
    for _ in range(MOST_STEPS):
        if journey.there(state):
            return journey.case
        journey.go_on(draw, state)
    return reject()


def _draws(workflow: Workflow, units: Units | None) -> Draws:
    definition = workflow.definition
    return Draws(definition, places_of(definition, units), edges_of(definition))
