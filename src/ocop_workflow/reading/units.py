"""A list of units as YAML: a dated tree, each unit with its level; `a/b` lies in `a` unless `in:` says another.

`units: id` · `levels: [root … down]` · `from`, `to`: the days that the list speaks for · `tree: {id: {level, in,
title, from, to, code}}`, where `from` and `to` (both included) say when the unit existed.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from attrs import field, frozen

from ..model.text import Text
from . import scalars
from .fields import Fields, as_scalar, entries
from .nodes import Node, ScalarNode
from .problems import Problems
from .stream import read_nodes


@frozen
class Unit:
    """One unit: the unit above it, and the days (both included) between which it existed."""

    id: str
    level: str
    above: str | None
    title: Text
    start: date = date.min
    end: date = date.max

    def existed(self, on: date) -> bool:
        return self.start <= on <= self.end


@frozen
class UnitTree:
    """The units of one file; it answers as access.Units does. Unknown outside the days it speaks for."""

    id: str
    levels: tuple[str, ...]
    units: Mapping[str, Unit]
    start: date = date.min
    end: date = date.max
    called: Text = field(default=Text())

    def known(self, unit: str, on: date) -> bool:
        return self._on(unit, on) is not None

    def level(self, unit: str, on: date) -> str | None:
        found = self._on(unit, on)
        return None if found is None else found.level

    def at_level(self, unit: str, level: str, on: date) -> str | None:
        found = self._on(unit, on)
        while found is not None and found.level != level:
            found = None if found.above is None else self._on(found.above, on)
        return None if found is None else found.id

    def title(self, unit: str) -> str:
        found = self.units.get(unit)
        return (found.title.say("vi") if found else "") or unit

    def _on(self, unit: str, on: date) -> Unit | None:
        found = self.units.get(unit)
        return found if found and found.existed(on) and self.start <= on <= self.end else None


def read_units(path: Path | str, text: str | bytes | None = None) -> UnitTree:
    """The tree in a file; raises DefinitionError with every problem."""
    problems = Problems()
    fields = Fields(read_nodes(path, text, problems), problems)
    name, levels = fields.need("units"), fields.need("levels")
    title = scalars.bilingual(fields.take("title"), problems)
    for key, value in entries(fields.take("sources"), problems):
        if as_scalar(key, problems):
            scalars.bilingual(value, problems)
    scalars.bilingual(fields.take("assumed"), problems)
    start, end = _days(fields, problems)
    tree = fields.need("tree")
    fields.done()
    told = len(problems)
    words = tuple(word.text for word in scalars.names(levels, problems))
    if len(problems) > told or levels is None:
        words = ()  # then nothing is said of the units' levels
    units: dict[str, Unit] = {}
    keys: dict[str, ScalarNode] = {}
    for key, value in entries(tree, problems):
        keys[key.text] = key
        if (unit := _read_unit(key, value, words, problems)) is not None:
            units[unit.id] = unit
    _check_above(units, keys, words, problems)
    identity = (scalars.text(name, problems) if name else None) or ""
    problems.check()
    return UnitTree(identity, words, units, start, end, title)


def _read_unit(key: ScalarNode, node: Node, levels: tuple[str, ...], problems: Problems) -> Unit | None:
    fields = Fields(node, problems)
    level, above, code = fields.need("level"), fields.take("in"), fields.take("code")
    title = scalars.bilingual(fields.take("title"), problems)
    start, end = _days(fields, problems)
    fields.done()
    if code is not None:
        scalars.quoted(code, problems)
    word = None if level is None else scalars.name(level, problems)
    if level is None or word is None or not levels:
        return None
    if word not in levels:
        problems.add("unknown_level", level, {"name": word}, wrong=word, among=levels)
        return None
    over = key.text.rpartition("/")[0] or None
    if above is not None:
        over = scalars.text(above, problems)
    return Unit(key.text, word, over, title, start, end)


def _days(fields: Fields, problems: Problems) -> tuple[date, date]:
    first, last = fields.take("from"), fields.take("to")
    start = (scalars.day(first, problems) if first else None) or date.min
    end = (scalars.day(last, problems) if last else None) or date.max
    if start > end and last:
        problems.add("days_crossed", last, {"start": start, "end": end})
    return start, end


def _check_above(
    units: Mapping[str, Unit], keys: Mapping[str, ScalarNode], levels: tuple[str, ...], problems: Problems
) -> None:
    """The unit above is known and of a higher level, so that no unit lies in itself; only roots have none."""
    for unit in units.values():
        if unit.above is None:
            continue
        above = units.get(unit.above)
        if above is None:
            if unit.above not in keys:
                values = {"name": unit.id, "above": unit.above[:80]}
                problems.add("unknown_unit", keys[unit.id], values, wrong=unit.above, among=units)
        elif levels.index(above.level) >= levels.index(unit.level):
            values = {"name": unit.id, "level": unit.level, "above": above.id, "other": above.level}
            problems.add("level_not_below", keys[unit.id], values)
