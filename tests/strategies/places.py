"""A small dated tree of units, a calendar, and the people who hold roles there."""

from datetime import date, timedelta

from attrs import evolve, frozen

from ocop_workflow.access import Actor
from ocop_workflow.calendar import Calendar
from ocop_workflow.model.definition import Definition
from ocop_workflow.model.text import Text
from ocop_workflow.testing.making.expressions import PEOPLE

from .dice import Dice

PARTIES = ("firm-1", "firm-2")


@frozen
class Unit:
    """A unit, above which others stand, from a day until a day (the first on which it is no more)."""

    level: str
    above: str | None
    start: date = date.min
    end: date = date.max


@frozen
class Tree:
    """Units in the sense of the library's protocol."""

    units: dict[str, Unit]

    def known(self, unit: str, on: date) -> bool:
        return unit in self.units and self.units[unit].start <= on < self.units[unit].end

    def level(self, unit: str, on: date) -> str | None:
        return self.units[unit].level if self.known(unit, on) else None

    def at_level(self, unit: str, level: str, on: date) -> str | None:
        at: str | None = unit
        while at is not None and at in self.units and self.units[at].start <= on:
            if self.units[at].level == level and self.known(at, on):
                return at
            at = self.units[at].above
        return None

    def title(self, unit: str, on: date | None = None) -> Text:  # noqa: ARG002 - the protocol's
        return Text(unit, unit)

    def silent(self, on: date) -> None:
        """Every day is known."""


UNITS = Tree(
    {
        "u": Unit("top", None),
        "u/a": Unit("middle", "u"),
        "u/a/1": Unit("low", "u/a"),
        "u/b": Unit("middle", "u", end=date(2020, 7, 1)),
        "u/b/1": Unit("low", "u/b"),
        "u/2": Unit("low", "u", start=date(2020, 3, 1)),
    }
)

CALENDAR = Calendar(
    "tests",
    date(2018, 1, 1),
    date(2030, 12, 31),
    holidays={date(2020, 1, 23) + timedelta(days=n): "Tết" for n in range(7)},
    workdays=frozenset({date(2020, 2, 1), date(2020, 5, 9)}),
)
SHORT_CALENDAR = evolve(CALENDAR, id="short", end=date(2020, 3, 1))


def actors(dice: Dice, definition: Definition) -> tuple[Actor, ...]:
    """Four people, of whom the first two hold every role everywhere, so that stories get on.

    The others hold some, their own or in somebody's place; at times everything that one of the first holds.
    """
    named = [name for name, role in definition.roles.items() if role.party is None]
    places: list[str | None] = [None, *UNITS.units]
    posts = [(role, unit) for role in named for unit in places]
    people = [Actor(name, posts, frozenset(PARTIES)) for name in PEOPLE[:2]]
    for name in PEOPLE[2:]:
        held, parties = dice.some(posts, 4), frozenset(dice.some(PARTIES, 1))
        lent = posts if dice.chance(2) else dice.some(posts, 6)
        delegated = [(role, unit, dice.one(PEOPLE[:2])) for role, unit in lent] if dice.chance(2) else []
        people.append(Actor(name, held, parties, PEOPLE[0] if dice.chance(3) else None, delegated))
    return tuple(people)
