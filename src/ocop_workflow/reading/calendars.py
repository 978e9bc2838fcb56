"""A calendar as YAML: weekends, holidays and days worked in exchange, between two days that it speaks for."""

from datetime import date
from pathlib import Path

from ..calendar import Calendar
from ..model.text import LANGUAGES
from . import scalars
from .fields import Fields, as_scalar, entries, items
from .nodes import MappingNode, Node, ScalarNode
from .problems import Problems
from .stream import read_nodes

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def read_calendar(path: Path | str, text: str | bytes | None = None) -> Calendar:
    """The calendar in a file; raises DefinitionError with every problem."""
    problems = Problems()
    fields = Fields(read_nodes(path, text, problems), problems)
    name, first, last = fields.need("calendar"), fields.need("from"), fields.need("to")
    for said in ("title", "source", "assumed"):
        scalars.bilingual(fields.take(said), problems)
    for _, value in entries(fields.take("sources"), problems):
        scalars.bilingual(value, problems)
    weekend = frozenset(_weekdays(fields.need("weekend"), problems))
    start = (scalars.day(first, problems) if first else None) or date.min
    end = (scalars.day(last, problems) if last else None) or date.max
    if start > end and last:
        problems.add("days_crossed", last, {"start": start, "end": end})
        start, end = date.min, date.max  # which days lie outside, nobody can say
    holidays: dict[date, str] = {}
    for key, value in entries(fields.take("holidays"), problems):
        if (day := _inside(key, start, end, problems)) is not None:
            holidays[day] = _title(value, problems)
    workdays: set[date] = set()
    for item in items(fields.take("workdays"), problems):
        if (scalar := as_scalar(item, problems)) and (
            day := _inside(scalar, start, end, problems)
        ) is not None:
            if day in holidays:
                problems.add("workday_is_holiday", item, {"day": day})
            workdays.add(day)
    fields.done()
    identity = (scalars.text(name, problems) if name else None) or ""
    problems.check()
    return Calendar(identity, start, end, weekend, holidays, frozenset(workdays))


def _weekdays(node: Node | None, problems: Problems) -> list[int]:
    found: list[int] = []
    for word in scalars.names(node, problems):
        if word.text in WEEKDAYS:
            found.append(WEEKDAYS.index(word.text))
            continue
        values = {"given": word.text[:80]}
        problems.add("unknown_weekday", word, values, wrong=word.text, among=WEEKDAYS)
    return found


def _inside(node: ScalarNode, start: date, end: date, problems: Problems) -> date | None:
    day = scalars.day(node, problems)
    if day is not None and not start <= day <= end:
        problems.add("day_outside", node, {"day": day, "start": start, "end": end})
        return None
    return day


def _title(node: Node, problems: Problems) -> str:
    """One text, or the same in both languages."""
    if isinstance(node, MappingNode):
        return scalars.bilingual(node, problems).say(LANGUAGES[0])
    return scalars.text(node, problems) or ""
