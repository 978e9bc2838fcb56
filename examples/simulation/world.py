"""A store in a world of its own: dated units, a clock moved by hand, salts of a seed, the law of the day, people."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import count
from tempfile import TemporaryFile
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from attrs import define, field, frozen

from ocop_workflow import Actor, Store, Workflow, load
from ocop_workflow.access.tree import UnitTree
from ocop_workflow.calendar import Calendar
from ocop_workflow.migration import Composed, Outcome, load_plan, migrate
from ocop_workflow.reading import read_calendar, read_units
from ocop_workflow.reading.catalogue import shipped
from ocop_workflow.testing import Clock

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FOLDER = shipped()
PRODUCT = FOLDER / "ocop-product"
PARAMETERS = {  # of each version, as they ship for Hải Phòng: assumed, as the files say
    "1048": "hai-phong.parameters.yaml",
    "148": "hai-phong-148.parameters.yaml",
    "148-1489": "hai-phong-148-1489.parameters.yaml",
}
LEGAL = Actor("hp.legal")  # who moves running cases when the law changes


def document(path: Any) -> Any:
    """A file of YAML as data."""
    return yaml.safe_load(path.read_text("utf-8"))


def values(name: str) -> Mapping[str, object]:
    """The values of a file of parameters that ships."""
    found: Mapping[str, object] = document(PRODUCT / name)["values"]
    return found


def at(day: date, minute: int) -> datetime:
    """That minute of a local day."""
    return datetime(day.year, day.month, day.day, tzinfo=ZONE) + timedelta(minutes=minute)


def local(moment: datetime) -> date:
    """The day of a moment where the law is in force."""
    return moment.astimezone(ZONE).date()


def kept(store: Store, url: str) -> None:
    """Take a whole store into the database of that URL, in one transaction: all of it or nothing."""
    with TemporaryFile() as file, Store.connect(url) as database:
        store.export(file)
        file.seek(0)
        database.import_(file)


@frozen
class Change:
    """The law from a day on, and the plan by which what runs goes on under it."""

    day: date
    workflow: Workflow
    plan: Composed | None = None


def laws_as_they_came(assumed: Mapping[str, object]) -> tuple[Change, ...]:
    """The shipped versions, each from its own day; `assumed` are values of the plans that no document has."""
    versions = [load(f"ocop-product@{each}", parameters=values(file)) for each, file in PARAMETERS.items()]
    to_148 = load_plan("ocop-product@1048-148", values("hai-phong-1048-148.parameters.yaml"))
    to_1489 = load_plan("ocop-product@148-148-1489", {**values(PARAMETERS["148-1489"]), **assumed})
    laws = zip(versions, (None, to_148, to_1489), strict=True)
    return tuple(Change(law.definition.from_ or date.min, law, plan) for law, plan in laws)


@define
class World:
    """One store and what it is given; nothing in it is asked of the machine that it runs on."""

    store: Store
    clock: Clock
    units: UnitTree
    calendar: Calendar
    laws: tuple[Change, ...]
    people: dict[tuple[str, str, int], Actor] = field(factory=dict)

    @classmethod
    def of(cls, url: str, seed: str, begins: date, laws: tuple[Change, ...]) -> "World":
        """The seed decides the salts, and so every hash of the store."""
        units = read_units(FOLDER / "units" / "hai-phong.yaml")
        calendar = read_calendar(FOLDER / "calendars" / "vietnam-2019-2026.yaml")
        clock, drawn = Clock(at(begins, 0)), count()
        store = Store.connect(
            url,
            units=units,
            calendar=calendar,
            clock=clock,
            salt=lambda: sha256(f"{seed} {next(drawn)}".encode()).digest(),
        )
        return cls(store, clock, units, calendar, laws)

    def law(self, day: date) -> Workflow:
        """What a case begins under on that day."""
        return next(change.workflow for change in reversed(self.laws) if change.day <= day)

    def go_on(self) -> Iterator[Outcome]:
        """Take what stands under an older version on to the one of today, where its plan lets it go."""
        today = local(self.clock.now)
        for change in self.laws:
            if change.plan is not None and change.day <= today:
                yield from migrate(self.store, change.plan, actor=LEGAL)

    def workday(self, day: date) -> date:
        """That day, or the next on which offices work; beyond the calendar nothing is done any more."""
        if day >= self.calendar.end:
            return self.calendar.end + timedelta(days=1)
        return day if self.calendar.is_working_day(day) else self.calendar.add_working_days(day, 1)

    def unit(self, place: str, levels: tuple[str, ...], day: date) -> str | None:
        """The first unit above a place, of these levels, that there is on that day."""
        found = (self.units.at_level(place, level, day) for level in levels)
        return next((unit for unit in found if unit is not None), None)

    def heir(self, place: str, day: date) -> str:
        """A commune of that day to which a place may belong: assumed, where it was divided or is not linked."""
        units = self.units
        above = units.units[place].stays[-1].above
        near = [place, *(each.id for each in units.units.values() if each.stays[-1].above == above)]
        return next(became for unit in near for became in units.successors(unit, day))

    def person(self, role: str, unit: str, number: int = 1) -> Actor:
        """Somebody who holds the role in that unit: always the same person. Whoever receives may review."""
        key = (role, unit, number)
        if key not in self.people:
            roles = ("officer", "reviewer") if role == "officer" else (role,)
            self.people[key] = Actor(f"{unit}.{role}-{number}", roles=[(each, unit) for each in roles])
        return self.people[key]
