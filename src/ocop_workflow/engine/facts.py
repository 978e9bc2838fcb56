"""What deciding is told and does not look up: the time, the map of units, the calendar, the salt."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from attrs import evolve, field, frozen

from ..access import Units
from ..calendar import Calendar
from ..model.swift import swift


@swift
@frozen
class Facts:
    """Passed in and recorded, so that deciding is a pure function.

    `now` is when the entry is written (aware). `case_id` names a case that starts. `salt` keys the commitments
    to personal values; a store draws a fresh one for every entry. `links` has what the definition's `links` ask of
    other cases, by name: a whole number or a truth value, or a Text that says why it is not known. `cases` maps the
    ids of cases that are referred to, to their workflows; one that is missing does not exist. None: ids are believed.
    """

    now: datetime
    case_id: str | None = None
    units: Units | None = None
    calendar: Calendar | None = None
    salt: bytes = field(default=b"", repr=False)
    links: Mapping[str, object] = field(factory=dict)
    cases: Mapping[str, str] | None = None


YEARS = (
    1900,
    2999,
)  # times and due dates lie within: outside, a change of time zone may leave what Python can hold


def aware(moment: datetime) -> datetime:
    """The moment in UTC, since two of one zone compare by what their clocks show, even where these are set back.

    Raises TypeError where it has no time zone, ValueError outside the years 1900 to 2999.
    """
    if moment.tzinfo is not UTC and (moment.tzinfo is None or moment.utcoffset() is None):
        msg = f"a datetime needs a time zone: {moment.isoformat()}"
        raise TypeError(msg)
    if not YEARS[0] <= moment.year <= YEARS[1]:
        msg = f"the year must be from {YEARS[0]} to {YEARS[1]}: {moment.isoformat()}"
        raise ValueError(msg)
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


def in_utc(facts: Facts) -> Facts:
    """The same facts, `now` in UTC; raises as `aware` does."""
    now = aware(facts.now)
    return facts if now is facts.now else evolve(facts, now=now)


@cache
def zone(name: str | None) -> ZoneInfo:
    """The zone of a workflow; one that names none counts days in UTC."""
    return ZoneInfo(name or "UTC")


def local_date(moment: datetime, timezone: str | None) -> date:
    """The day of a moment in a workflow's zone."""
    known = _days_of(moment.toordinal(), timezone) if moment.tzinfo is UTC else None
    if known is None:
        return moment.astimezone(zone(timezone)).date()
    changes, before, after = known
    return after if moment >= changes else before


@lru_cache(maxsize=1024)
def _days_of(ordinal: int, timezone: str | None) -> tuple[datetime, date, date] | None:
    """Of a day in UTC: when the local day changes, and the local days before and after; None where clocks change.

    Clocks that show the same difference to UTC at both ends of a day have shown it all day: of all zones none has
    changed its clocks twice within three days.
    """
    day = date.fromordinal(ordinal)
    if not YEARS[0] <= day.year <= YEARS[1]:
        return None
    first = datetime(day.year, day.month, day.day, tzinfo=UTC)
    begins, ends = (each.astimezone(zone(timezone)) for each in (first, first + timedelta(days=1)))
    if begins.utcoffset() != ends.utcoffset():
        return None
    before = begins.date()
    after = before + timedelta(days=1)
    return start_of(after, timezone), before, after


def start_of(day: date, timezone: str | None) -> datetime:
    """00:00 of a local day."""
    return datetime(day.year, day.month, day.day, tzinfo=zone(timezone)).astimezone(UTC)
