"""A list of units as YAML: a dated tree, each unit with its level; `a/b` lies in `a` unless `in:` says another.

`units: id` · `levels: [root … down]` · `words: [what a written name may begin with]` · `from`, `to`: the days that the
list speaks for · `gaps: [{from, to, why}]` · `tree: {id: {level, in, title, code, from, to, since, became}}`, where
`from` and `to` (both included) say when the unit existed, `since: {day: {in, title, code}}` what changed on a day, and
`became: [ids]` what it became when it ended.
"""

from datetime import date
from pathlib import Path

from ..access.tree import DAY, Gap, Stay, Unit, UnitTree
from . import scalars
from .fields import Fields, as_scalar, entries
from .nodes import Node, ScalarNode
from .problems import Problems
from .stream import read_nodes
from .unit_checks import Places, check_units


def read_units(path: Path | str, text: str | bytes | None = None) -> UnitTree:
    """The tree in a file; raises DefinitionError with every problem."""
    problems = Problems()
    fields = Fields(read_nodes(path, text, problems), problems)
    name, levels = fields.need("units"), fields.need("levels")
    title = scalars.bilingual(fields.take("title"), problems)
    for key, value in entries(fields.take("sources"), problems):
        if as_scalar(key, problems):
            scalars.bilingual(value, problems)
    assumed = scalars.bilingual(fields.take("assumed"), problems)
    words = tuple(scalars.texts(fields.take("words"), problems))
    start, end = _days(fields, problems)
    gaps = fields.take("gaps")
    tree = fields.need("tree")
    fields.done()
    told = len(problems)
    read = scalars.names(levels, problems)
    if len(problems) > told:
        read = ()  # then nothing is said of the units' levels
    places = Places({level.text: level for level in read})
    units: dict[str, Unit] = {}
    for key, value in entries(tree, problems):
        places.keys[key.text] = key
        if (unit := _read_unit(key, value, places, problems)) is not None:
            units[unit.id] = unit
    found = UnitTree(
        (scalars.text(name, problems) if name else None) or "",
        tuple(places.levels),
        units,
        start,
        end,
        title,
        tuple(_read_gaps(gaps, start, end, problems)),
        words,
        assumed,
    )
    problems.check()  # of days that could not be read, nothing true can be told
    check_units(found, places, problems)
    problems.check()
    return found


def _read_unit(key: ScalarNode, node: Node, places: Places, problems: Problems) -> Unit | None:
    fields = Fields(node, problems)
    level = fields.need("level")
    start, end = _days(fields, problems)
    stays = [_read_stay(fields, Stay(start, end, key.text.rpartition("/")[0] or None), problems)]
    places.stays[key.text] = [key]
    for day_key, change in sorted(entries(fields.take("since"), problems), key=lambda entry: entry[0].text):
        day = scalars.day(day_key, problems)
        if day is None:
            continue
        if not start < day <= end:
            values = {"day": day, "start": start + DAY if start < end else start, "end": end}
            problems.add("day_outside", day_key, values)
            continue
        before = stays.pop()
        changed = Fields(change, problems)
        after = _read_stay(changed, Stay(day, end, before.above, before.title), problems)
        changed.done()
        stays += [Stay(before.start, day - DAY, before.above, before.title), after]
        places.stays[key.text].append(day_key)
    became = scalars.texts(fields.take("became"), problems)
    fields.done()
    word = None if level is None else scalars.name(level, problems)
    if level is None or word is None or not places.levels:
        return None
    if word not in places.levels:
        problems.add("unknown_level", level, {"name": word}, wrong=word, among=places.levels)
        return None
    places.became[key.text] = became
    return Unit(key.text, word, tuple(stays), tuple(became))


def _read_stay(fields: Fields, before: Stay, problems: Problems) -> Stay:
    """What `in`, `title` and `code` say; what they don't say stays as it was."""
    above, title, code = fields.take("in"), fields.take("title"), fields.take("code")
    if code is not None:
        scalars.quoted(code, problems)
    return Stay(
        before.start,
        before.end,
        before.above if above is None else scalars.text(above, problems),
        before.title if title is None else scalars.bilingual(title, problems),
    )


def _read_gaps(node: Node | None, start: date, end: date, problems: Problems) -> list[Gap]:
    found: list[Gap] = []
    for item in () if node is None else scalars.plain_list(node, problems):
        fields = Fields(item, problems)
        fields.need("from"), fields.need("to")
        why = scalars.bilingual(fields.need("why"), problems)
        first, last = _days(fields, problems)
        fields.done()
        read = [day for day in (first, last) if date.min < day < date.max]
        outside = next((day for day in read if not start <= day <= end), None)
        if outside is not None:
            problems.add("day_outside", item, {"day": outside, "start": start, "end": end})
        found.append(Gap(first, last, why))
    return found


def _days(fields: Fields, problems: Problems) -> tuple[date, date]:
    first, last = fields.take("from"), fields.take("to")
    start = (scalars.day(first, problems) if first else None) or date.min
    end = (scalars.day(last, problems) if last else None) or date.max
    if start > end and last:
        problems.add("days_crossed", last, {"start": start, "end": end})
    return start, end
