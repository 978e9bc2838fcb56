"""Every case of the counted workflows as it stood on the day, a row each, taken from the store one by one."""

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from attrs import define, field

from ..access.tree import UnitTree
from ..case import Case, Entry
from ..engine import WorkflowMachine, local_date
from ..engine.reasons import event_title, state_title, titled
from ..measures import Targets
from ..measures.standing import standings
from ..messages import day_text, say
from ..model.text import LANGUAGES, Text
from ..store import Store
from .markup import Column, both, table, told


def cases(store: Store, targets: Targets, on: date) -> Iterator[str]:
    """The table, and what finds a row in it where scripts run; without them it is a table."""
    yield f'<p class="note">{told("cases_day", day=on)}</p>\n'
    yield (
        f'<div class="find" role="search" hidden><label>{told("find")} <input type="search" autocomplete="off"></label>'
        '<span role="status"><span class="first"></span>–<span class="last"></span> / <span class="all"></span></span>'
        f'<span><button type="button" class="back">‹ {told("back")}</button> '
        f'<button type="button" class="onward">{told("onward")} ›</button></span></div>\n'
    )
    columns = [
        Column(say(f"pages.case_{key}")) for key in ("id", "workflow", "state", "unit", "since", "due")
    ]
    rows = (row for name in targets.workflows for row in _Rows(store, name, targets, on))
    yield from table(columns, rows, "of-cases", "cases")


@define
class _Rows:
    """The rows of the cases of one workflow; a version that is brought in meanwhile is looked up."""

    store: Store
    workflow: str
    targets: Targets
    on: date
    _machines: dict[str, WorkflowMachine] = field(factory=dict, init=False)

    def __iter__(self) -> Iterator[list[str]]:
        for entries in self.store.histories(self.workflow):
            if any(entry.definition not in self._machines for entry in entries):
                self._learn(entries)
            for standing in standings(self._machines, entries, [self.on], self.targets.calendar):
                yield self._row(standing.case, standing.machine)

    def _learn(self, entries: Sequence[Entry]) -> None:
        found = {**self.store.versions(self.workflow), **self.store.workflows(entries[0].case)}
        self._machines |= {digest: each.machine for digest, each in found.items()}

    def _row(self, case: Case, machine: WorkflowMachine) -> list[str]:
        definition = machine.definition
        unit = case.data.get(definition.unit or "")
        return [
            escape(case.id),
            both(titled(definition.title, definition.workflow)),
            both(state_title(machine.table.tree, case.state)),
            "–" if unit is None else both(_unit(self.targets.units, str(unit), self.on)),
            _day(local_date(case.since[case.state], definition.timezone)),
            _due(case, machine),
        ]


def _unit(units: UnitTree | None, unit: str, on: date) -> Text:
    return Text(vi=unit, en=unit) if units is None else units.title(unit, on)


def _due(case: Case, machine: WorkflowMachine) -> str:
    """What is due first, and when."""
    dated = [(due.at, name) for name, due in case.due.items() if due.at is not None]
    if not dated:
        return "–"
    at, name = min(dated)
    definition = machine.definition
    return f"{_day(local_date(at, definition.timezone))} {both(event_title(definition, name))}"


def _day(day: date) -> str:
    vi, en = (day_text(day, language) for language in LANGUAGES)
    return f'<time datetime="{day.isoformat()}">{both(Text(vi=vi, en=en))}</time>'
