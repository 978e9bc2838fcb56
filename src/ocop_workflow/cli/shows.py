"""What to show of cases after a run, as data: columns, which cases, totals beside what was published."""

from collections import Counter
from collections.abc import Mapping, Sequence

from attrs import field, frozen

from ..case import Case
from ..model.text import Text
from ..reading import scalars
from ..reading.fields import Fields, entries, items
from ..reading.nodes import Node
from ..reading.problems import Problems
from ..wording import Words
from .layout import Column


@frozen
class Shown:
    """A column: `kind` is data, state, case, due or entries; `name` the data field or clock event.

    `words` says values otherwise, by their text; `level` adds the unit above of that level; `assumed` names
    the assumption that the column rests on, in those cases that have it.
    """

    kind: str
    name: str = ""
    title: Text = Text()
    words: Mapping[str, str] = field(factory=dict)
    level: str | None = None
    assumed: str | None = None


@frozen
class Totals:
    """Cases counted by the value of a data field, and what was published, with its source."""

    by: str
    public: Mapping[str, int]
    source: Text = Text()


@frozen
class Show:
    """A table; `states` restricts it to cases that are in one of these states at the end."""

    columns: tuple[Shown, ...]
    title: Text = Text()
    states: tuple[str, ...] = ()
    totals: Totals | None = None


KINDS = ("data", "due", "state", "case", "entries")
DEFAULT = Show((Shown("case"), Shown("state"), Shown("entries")))


def read_show(node: Node, problems: Problems) -> Show:
    """A `table:` with its columns, states and totals."""
    fields = Fields(node, problems)
    title = scalars.bilingual(fields.take("title"), problems)
    columns = tuple(_column(item, problems) for item in items(fields.need("columns"), problems))
    states = tuple(scalars.text(item, problems) or "" for item in items(fields.take("states"), problems))
    totals = fields.take("totals")
    fields.done()
    return Show(columns, title, states, _totals(totals, problems) if totals else None)


def _column(node: Node, problems: Problems) -> Shown:
    fields = Fields(node, problems)
    title = scalars.bilingual(fields.take("title"), problems)
    words = {
        key.text: scalars.text(value, problems) or ""
        for key, value in entries(fields.take("words"), problems)
    }
    level, assumed = fields.take("level"), fields.take("assumed")
    kind = next((kind for kind in KINDS if kind in fields), "data")
    name = fields.need(kind)
    fields.done()
    return Shown(
        kind,
        (scalars.text(name, problems) or "") if name else "",
        title,
        words,
        scalars.text(level, problems) if level else None,
        scalars.text(assumed, problems) if assumed else None,
    )


def _totals(node: Node, problems: Problems) -> Totals:
    fields = Fields(node, problems)
    by = fields.need("by")
    public = {
        key.text: scalars.integer(value, problems) or 0
        for key, value in entries(fields.need("public"), problems)
    }
    source = scalars.bilingual(fields.take("source"), problems)
    fields.done()
    return Totals((scalars.text(by, problems) or "") if by else "", public, source)


def header(shown: Shown, words: Words) -> Column:
    """The column's title: its own, else the field's or the event's."""
    right = shown.kind == "entries"
    if shown.title:
        return Column(shown.title.say(words.language), right)
    if shown.kind == "data":
        declared = words.definition.data.get(shown.name)
        return Column(words.title(declared.title, shown.name) if declared else shown.name)
    return Column(words.event(shown.name) if shown.kind == "due" else words.told(shown.kind), right)


def cell(shown: Shown, case: Case, words: Words) -> str:
    """What the column says of a case."""
    if shown.kind == "data":
        declared = words.definition.data.get(shown.name)
        value = case.data.get(shown.name)
        text = "–" if value is None else words.on(case.at).value(value, declared)
        text = shown.words.get(text, text)
        if shown.level and isinstance(value, str) and (above := words.above(value, shown.level, case.at)):
            text = f"{text},\n{above}"
        return text
    if shown.kind == "due":
        due = case.due.get(shown.name)
        return words.day(due.at) if due and due.at else "–"
    return {"state": words.state(case.state), "entries": str(case.seq)}.get(shown.kind, case.id)


def counted(totals: Totals, cases: Sequence[Case], words: Words) -> dict[str, int]:
    """How many cases have each value, those that were published first."""
    found = Counter(words.value(case.data[totals.by]) for case in cases if totals.by in case.data)
    return {name: found.pop(name, 0) for name in totals.public} | dict(sorted(found.items()))
