"""Units as dated data: what each was called and where it lay, from which day to which."""

from collections.abc import Mapping
from datetime import date, timedelta

from attrs import field, frozen

from ..messages import say
from ..model.text import Text

DAY = timedelta(days=1)


@frozen
class Stay:
    """What held of a unit from one day to another (both included): the unit that it lay in, and its name."""

    start: date
    end: date
    above: str | None
    title: Text = Text()


@frozen
class Unit:
    """A unit of one level: its stays, each beginning when the one before ends; what it became when it ended."""

    id: str
    level: str
    stays: tuple[Stay, ...]
    became: tuple[str, ...] = ()

    @property
    def start(self) -> date:
        return self.stays[0].start

    @property
    def end(self) -> date:
        return self.stays[-1].end

    def on(self, day: date) -> Stay | None:
        """Where it stood on a day, None if it did not exist."""
        for stay in self.stays:
            if stay.start <= day <= stay.end:
                return stay
        return None


@frozen
class Gap:
    """Days (both included) of which a list says nothing, and why."""

    start: date
    end: date
    why: Text


@frozen
class UnitTree:
    """The units of one list; it answers as `Units` does. Nothing is known in gaps and outside `start` to `end`.

    `words` are those that a written name may begin with or lack, such as "ward"; `assumed` says what is not official.
    """

    id: str
    levels: tuple[str, ...]
    units: Mapping[str, Unit]
    start: date = date.min
    end: date = date.max
    called: Text = field(default=Text())
    gaps: tuple[Gap, ...] = ()
    words: tuple[str, ...] = ()
    assumed: Text = field(default=Text())

    def known(self, unit: str, on: date) -> bool:
        return self.stay(unit, on) is not None

    def level(self, unit: str, on: date) -> str | None:
        return self.units[unit].level if self.known(unit, on) else None

    def at_level(self, unit: str, level: str, on: date) -> str | None:
        if self.silent(on) is not None:
            return None
        found = self.units.get(unit)
        while found is not None:
            last = found.stays[-1]
            stay = last if last.start <= on else found.on(on)
            if stay is None:
                break
            if found.level == level and on <= stay.end:
                return found.id
            found = self.units.get(stay.above) if stay.above is not None else None
        return None

    def title(self, unit: str, on: date | None = None) -> Text:
        found = self.units.get(unit)
        if found is None:
            return Text(unit, unit)
        stay = (found.on(on) if on else None) or found.stays[-1]
        return stay.title or Text(unit, unit)

    def silent(self, on: date) -> Text | None:
        """Why the list says nothing of that day, None if it does."""
        for gap in self.gaps:
            if gap.start <= on <= gap.end:
                return say("access.in_gap", list=self.id, start=gap.start, end=gap.end, why=gap.why)
        if self.start <= on <= self.end:
            return None
        if on < self.start:
            return say("access.before_list", list=self.id, day=self.start)
        return say("access.after_list", list=self.id, day=self.end)

    def stay(self, unit: str, on: date) -> Stay | None:
        """Where the unit stood on that day, None if it is unknown."""
        found = self.units.get(unit)
        return found.on(on) if found and self.silent(on) is None else None

    def upward(self, unit: str, on: date) -> tuple[str, ...]:
        """The unit and those that it lay in on that day, from below; empty if it is unknown."""
        found: list[str] = []
        above: str | None = unit
        while above is not None and (stay := self.stay(above, on)) is not None:
            found.append(above)
            above = stay.above
        return tuple(found)

    def successors(self, unit: str, on: date) -> tuple[str, ...]:
        """What a unit has become by that day, itself if it still exists; empty where the list does not tell."""
        found = self.units.get(unit)
        if found is None or on <= found.end:
            return (unit,) if self.known(unit, on) else ()
        return tuple(dict.fromkeys(last for next_ in found.became for last in self.successors(next_, on)))
