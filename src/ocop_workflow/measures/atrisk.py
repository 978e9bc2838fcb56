"""A case at risk: what it is known by, how long it stands, what is left of its time, what happened to it and why."""

from collections.abc import Mapping, Sequence
from datetime import date

from ..case import Entry
from ..engine import WorkflowMachine
from ..engine.reasons import state_title
from ..model.definition import Definition
from ..model.text import Text
from ..model.types import Field
from ..model.values import decode
from .judging import Asked, Judge
from .places import Places
from .progress import AtRisk, Listed
from .targets import Risk


def at_risk(
    risk: Risk, judge: Judge, asked: Asked, places: Places, machines: Mapping[str, WorkflowMachine]
) -> AtRisk | None:
    """What is told of a case that a list means; None of one to which none of the list's events has happened."""
    standing = asked.standing
    case, data = standing.case, judge.machine.definition.data
    events = [entry for entry in standing.entries if entry.event in risk.events]
    if risk.events and not events:
        return None
    left = None
    if risk.at is not None:
        day = judge.value(risk.at, asked)
        assert isinstance(day, date)  # typed when it was read
        left = (day - standing.day).days
    shown = {name: places.spoken(case.data[name], data[name]) for name in risk.shows if name in case.data}
    return AtRisk(
        case=case.id,
        state=state_title(judge.machine.table.tree, case.state),
        days=standing.days_since(case.since[case.state]),
        shown=shown,
        left=left,
        times=len(events) if risk.events else None,
        reasons=_reasons(risk, events, machines, places),
    )


def _reasons(
    risk: Risk, events: Sequence[Entry], machines: Mapping[str, WorkflowMachine], places: Places
) -> tuple[Text, ...]:
    """What the payloads say, the last one first."""
    found = []
    for entry in reversed(events):
        declared = _taken(machines[entry.definition].definition, entry).get(risk.reason or "")
        if declared is not None and declared.name in entry.payload:
            value = decode(declared.type, entry.payload[declared.name])
            found.append(places.spoken(value, declared))
    return tuple(found)


def _taken(definition: Definition, entry: Entry) -> dict[str, Field]:
    act = definition.start.get(entry.event) if entry.source is None else definition.events.get(entry.event)
    return {name: each.field for name, each in act.takes.items()} if act else {}


def listed(risk: Risk, cases: Sequence[AtRisk], versions: Sequence[Definition]) -> Listed:
    """The most urgent first; of equals those that have stood longer, then by id."""

    def urgency(each: AtRisk) -> tuple[int, int, str]:
        first = each.left if each.left is not None else -(each.times or 0)
        return first, -each.days, each.case

    titles = {
        name: next((each.data[name].title for each in versions if name in each.data), Text())
        or Text(name, name)
        for name in risk.shows
    }
    return Listed(risk, tuple(sorted(cases, key=urgency)), titles)
