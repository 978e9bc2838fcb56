"""What a log must hold of a history, reckoned from the entries alone; and pm4py's reading of the two forms."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from math import isnan
from pathlib import Path
from typing import Any

import pandas as pd
import pm4py

from ocop_workflow import Entry, Workflow
from ocop_workflow.case import Erased
from ocop_workflow.model.definition import Definition
from ocop_workflow.model.text import Text
from ocop_workflow.model.types import CollectionType, Field, NumberType, RecordType, Type

Values = dict[str, object]


def expected(entry: Entry, workflow: Workflow, *, personal: bool = False) -> tuple[Values, Values, list[str]]:
    """What was done; what became of the case; which fields were cleared."""
    definition = workflow.definition
    declared = definition.events.get(entry.event) or definition.start.get(entry.event)
    takes = {name: taken.field for name, taken in declared.takes.items()} if declared else {}
    who = {"org:resource": entry.actor, "org:role": entry.role, "org:group": entry.unit,
           "on_behalf": entry.on_behalf, "due": entry.due, "version": workflow.version}  # fmt: skip
    done: Values = {name: value for name, value in who.items() if value is not None}
    for name, stored in entry.payload.items():
        done |= dict(
            _flat(
                f"taken.{name}",
                _clear(entry, name, stored, takes.get(name), personal=personal),
                takes.get(name),
            )
        )
    case: Values = {"seq": entry.seq, "recorded": entry.recorded}
    cleared = []
    data: Any = entry.writes["data"]
    for name, stored in data.items():
        kept = definition.data[name]
        if isinstance(kept.type, CollectionType) or (kept.personal and not personal):
            continue
        case |= dict(_flat(f"data.{name}", _clear(entry, name, stored, kept, personal=personal), kept))
        cleared += [name] if stored is None else []
    return done, case, cleared


def _clear(entry: Entry, name: str, stored: object, field: Field | None, *, personal: bool) -> object:
    if field is None or not field.personal:
        return stored
    value = entry.personal.get(name, Erased()) if personal and stored is not None else None
    return None if isinstance(value, Erased) else value


def _flat(name: str, stored: Any, field: Field | None) -> Iterator[tuple[str, object]]:
    yield from _parts(name, stored, field.type if field else None)


def _parts(name: str, stored: Any, type_: Type | None) -> Iterator[tuple[str, object]]:
    if stored is None:
        return
    if isinstance(stored, Mapping):
        for part, value in stored.items():
            inner = type_.fields[part].type if isinstance(type_, RecordType) else None
            yield from _parts(f"{name}.{part}", value, inner)
    elif isinstance(stored, list):
        yield name, json.loads(json.dumps(stored))
    elif isinstance(type_, NumberType):
        yield name, Decimal(str(stored))
    else:
        yield name, stored


def titles(definition: Definition, event: str) -> Values:
    declared = definition.events.get(event) or definition.start.get(event)
    title = declared.title if declared else Text()
    return {"title_vi": title.vi or title.en or event, "title_en": title.en or title.vi or event}


def as_read(value: Any, wanted: object) -> object:
    """What a reader of pm4py has, as what is expected has it."""
    if isinstance(value, pd.Timestamp):
        value = value.to_pydatetime()
    if isinstance(wanted, Decimal):
        return Decimal(repr(value))
    if isinstance(wanted, list):
        return json.loads(value)
    if isinstance(wanted, int) and not isinstance(wanted, bool):
        assert float(value).is_integer()
        return int(value)
    return value


def compare(found: Mapping[str, Any], wanted: Values) -> None:
    """The same names with the same values."""
    assert sorted(found) == sorted(wanted)
    for name, value in wanted.items():
        read = as_read(found[name], value)
        assert read == value, name
        assert isinstance(read, type(value)) or value is None, name


def there(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a row of a table has at all."""
    return {
        str(k): v
        for k, v in row.items()
        if not (v is None or v is pd.NaT or (isinstance(v, float) and isnan(v)))
    }


def read_xes(path: Path) -> list[Any]:
    return list(pm4py.read_xes(str(path), variant="lxml", return_legacy_log_object=True))


class ReadOcel:
    """An object-centric log by object: its events, what changed with each, and what it refers to."""

    def __init__(self, path: Path) -> None:
        self.log = pm4py.read_ocel2_json(str(path))
        self.events = {row["ocel:eid"]: there(row) for row in self.log.events.to_dict("records")}
        self.objects = {row["ocel:oid"]: there(row) for row in self.log.objects.to_dict("records")}
        self._touched: dict[str, list[str]] = {name: [] for name in self.objects}
        self.other: set[tuple[str, str, str]] = set()
        for row in self.log.relations.to_dict("records"):
            if row["ocel:qualifier"] == "case":
                self._touched[row["ocel:oid"]].append(row["ocel:eid"])
            else:
                self.other.add((row["ocel:eid"], row["ocel:oid"], row["ocel:qualifier"]))
        self._changes: dict[str, list[Any]] = {name: [] for name in self.objects}
        for row in self.log.object_changes.to_dict("records") if len(self.log.object_changes) else ():
            self._changes[row["ocel:oid"]].append(row)
        self.linked = {
            (row["ocel:oid"], row["ocel:oid_2"], row["ocel:qualifier"])
            for row in (self.log.o2o.to_dict("records") if len(self.log.o2o) else ())
        }

    def events_of(self, case: str) -> list[dict[str, Any]]:
        order = {name: place for place, name in enumerate(self.events)}
        return [self.events[name] for name in sorted(self._touched[case], key=order.__getitem__)]

    def changes(self, case: str) -> list[tuple[datetime, str, Any]]:
        """When, which attribute, what it became; the first values have the time of the first event."""
        first = self.events_of(case)[0]["ocel:timestamp"]
        begun = [
            (first, name, value) for name, value in self.objects[case].items() if not name.startswith("ocel:")
        ]
        later = [
            (row["ocel:timestamp"], row["ocel:field"], there(row).get(row["ocel:field"]))
            for row in self._changes[case]
        ]
        return begun + later


def changes_expected(
    entries: Sequence[Entry], workflows: Mapping[str, Workflow]
) -> list[tuple[datetime, str, object]]:
    """The same, reckoned from the entries."""
    found: list[tuple[datetime, str, object]] = []
    standing: dict[str, list[str]] = {}
    state = None
    for entry in entries:
        workflow = workflows[entry.definition]
        _, case, cleared = expected(entry, workflow)
        if entry.target != state:
            case["state"] = state = entry.target
        data: Any = entry.writes["data"]
        gone = [*cleared, *([name for name in standing if name not in data] if entry.moves else [])]
        named = {
            name: [k for k in case if k == f"data.{name}" or k.startswith(f"data.{name}.")] for name in data
        }
        for name in {*gone, *named}:
            now = named.get(name, [])
            found += [(entry.at, old, None) for old in standing.get(name, []) if old not in now]
            standing[name] = now
        found += [(entry.at, name, value) for name, value in case.items()]
    return found
