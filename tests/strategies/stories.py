"""Random lives of one case: who asks for what, when. The reference goes along, so that stories get somewhere."""

from datetime import UTC, datetime, timedelta
from typing import Any

from attrs import frozen
from hypothesis import strategies as st
from reference import Asked, Plain, World, decide, settle
from reference.plain import move_from

from ocop_workflow.access import Actor
from ocop_workflow.model.definition import Definition
from ocop_workflow.testing.making.definitions import definitions
from ocop_workflow.testing.making.spelling import document

from .dice import Dice, parts
from .payloads import payload
from .places import CALENDAR, SHORT_CALENDAR, UNITS, actors

BEGINNING = datetime(2020, 1, 15, 3, tzinfo=UTC)
PAUSES = tuple(timedelta(hours=hours) for hours in (0, 0, 1, 20, 24, 60, 200, 500, 1200))
WORLD = World(UNITS, CALENDAR)
WORLDS = [WORLD] * 8 + [World(UNITS, SHORT_CALENDAR), World(UNITS), World(None, CALENDAR)]


@frozen
class Settling:
    """Time has passed: what is due is fired."""

    at: datetime


@frozen
class Looking:
    """Somebody asks what could be done."""

    actor: Actor
    at: datetime


Step = Asked | Settling | Looking


@frozen
class Scene:
    """Where a story plays."""

    definition: Definition
    people: tuple[Actor, ...]
    world: World


@frozen(repr=False)
class Story:
    """A definition, and what happens to a case of it. It is printed as a person would write it down."""

    definition: Definition
    steps: tuple[Step, ...]
    world: World = WORLD

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:  # noqa: FBT001 - Hypothesis calls it so
        printer.text(repr(self))

    def __repr__(self) -> str:
        lines = [document(self.definition), f"parameters: {dict(self.definition.values)}"]
        calendar = self.world.calendar.id if self.world.calendar else None
        lines.append(f"# calendar: {calendar}, units: {'known' if self.world.units else None}")
        people = {}
        for step in self.steps:
            match step:
                case Settling(at=at):
                    lines.append(f"{at.isoformat()}  settle")
                case Looking(actor=actor, at=at):
                    lines.append(f"{at.isoformat()}  {actor.id} asks what could be done")
                case Asked(event=event, payload=payload, actor=actor, at=at):
                    lines.append(f"{at.isoformat()}  {actor.id}: {event} {payload}{written(step)}")
            if not isinstance(step, Settling):
                people[step.actor.id] = step.actor
        for actor in people.values():
            held = (
                "everything everywhere"
                if len(actor.roles) > 6
                else [f"{role}@{unit}" for role, unit in actor.roles]
            )
            lines.append(f"# {actor.id}: {held} {sorted(actor.parties)}")
        return "\n" + "\n".join(lines) + "\n"


def written(step: Asked) -> str:
    return f" (written down {step.recorded.isoformat()})" if step.recorded else ""


@st.composite
def stories(draw: st.DrawFn, *, most: int = 14) -> Story:
    """Up to three attempts to start a case, then up to `most` steps of its life."""
    definition = draw(definitions())
    first, *later = draw(parts(most + 1))
    dice = first or Dice(0)
    people = actors(dice, definition)
    world = dice.one(WORLDS)
    now = BEGINNING
    steps: list[Step] = []
    case: Plain | None = None
    for _ in range(3):
        name = dice.one(sorted(definition.start))
        asked = Asked(
            name, payload(dice, definition.start[name].takes), dice.one([*people[:2] * 2, *people]), now
        )
        steps.append(asked)
        case = decide(definition, None, asked, world).case
        if case is not None:
            break
        now += timedelta(days=1)
    for part in later:
        if case is None:
            break
        if part is None:
            continue
        now += part.one(PAUSES)
        step = draw_step(part, Scene(definition, people, world), case, now)
        steps.append(step)
        if isinstance(step, Asked):
            case = decide(definition, case, step, world).case
        elif isinstance(step, Settling):
            case = settle(definition, case, now, world).case
    return Story(definition, tuple(steps), world)


def draw_step(dice: Dice, scene: Scene, case: Plain, now: datetime) -> Step:
    """Mostly something that is possible where the case is; of a few tries, the first that is allowed."""
    definition, people, events = scene.definition, scene.people, scene.definition.events
    actor = dice.one([*people[:2], *people])
    likely = [e.name for e in events.values() if not e.is_clock and move_from(definition, e, case.state)]
    match dice.number(0, 16):
        case 0:
            return Settling(now)
        case 1:
            return Looking(actor, now)
        case 2:
            event = dice.one([*events, *definition.start, "nothing_known"])
            takes = events[event].takes if event in events else {}
            return Asked(event, payload(dice, takes, wrong_in=2), actor, now)
        case 3 | 4 | 5:
            event = dice.one(likely or list(events))
            return Asked(event, payload(dice, events[event].takes), actor, now)
        case 6:
            event = dice.one(likely or list(events))
            at = now + dice.one([-3, -1, 1]) * dice.one(PAUSES)
            return Asked(event, payload(dice, events[event].takes), actor, at, now)
    asked: Step = Settling(now)
    for event in dice.shuffled(likely)[:4]:
        asked = Asked(event, payload(dice, events[event].takes, wrong_in=0), dice.one(people[:2]), now)
        if decide(definition, case, asked, scene.world).allowed:
            break
    return asked
