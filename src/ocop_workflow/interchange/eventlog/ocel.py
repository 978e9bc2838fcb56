"""Histories as OCEL 2.0 (JSON): cases are objects, and what one person did to many of them at once is one event."""

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO

from attrs import define, field

from ...model.canonical import canonical, instant_text
from ..conform.ocel import OF
from .acts import Acts
from .said import STRING, Said
from .telling import Telling, Told

if TYPE_CHECKING:
    from ...case import Entry

FIRST = "1970-01-01T00:00:00.000000Z"  # how the standard says: from the beginning
UNSET, NONE = "null", ""  # how pm4py reads that there is no value; which is of no kind
Types = dict[str, dict[str, str]]  # type of objects or events → attribute → its kind


@define
class Ocel:
    """A log that is being written. `types` come last, as they are known when all has been gone through."""

    telling: Telling
    stream: BinaryIO
    cases: int = 0
    entries: int = 0
    events: int = 0
    _object_types: Types = field(factory=dict)
    _event_types: Types = field(factory=dict)
    _workflows: frozenset[str] | None = None

    def write(self, workflow: str | None) -> None:
        """Objects as the cases come, then events by time, then types."""
        self._workflows = None if workflow is None else frozenset([workflow])
        with Acts() as acts:
            self.stream.write(b'{"objects": [')
            for told in self.telling.histories(workflow):
                self._put(self._object(told), self.cases)
                self._remember(told, acts)
                self.cases, self.entries = self.cases + 1, self.entries + len(told)
            self.stream.write(b'],\n"events": [')
            for document, touched in acts.in_order():
                event = json.loads(document)
                event["relationships"] = [{"objectId": o, "qualifier": as_what} for o, as_what in touched]
                self._put(event, self.events)
                self.events += 1
        self.stream.write(b"],\n")
        types = {"objectTypes": self._object_types, "eventTypes": self._event_types}
        listed = {name: [_type(*each) for each in sorted(known.items())] for name, known in types.items()}
        self.stream.write(json.dumps(listed, ensure_ascii=False)[1:].encode() + b"\n")

    def _put(self, document: object, number: int) -> None:
        self.stream.write((",\n" if number else "\n").encode())
        self.stream.write(json.dumps(document, ensure_ascii=False).encode())

    def _object(self, told: Sequence[Told]) -> dict[str, object]:
        last = told[-1]
        known = self._object_types.setdefault(last.workflow.name, {})
        changes = list(_changes(told))
        begun = {said.name for at, said in changes if at == 0}
        later = dict.fromkeys(said.name for _, said in changes if said.name not in begun)
        attributes = [_attribute(Said(name, STRING, UNSET), FIRST) for name in later]
        for place, said in changes:
            if said.kind != NONE:
                _declare(known, said)
            attributes.append(_attribute(said, instant_text(told[place].entry.at)))
        links = dict.fromkeys((target, name) for each in told for name, target in self._linked(each))
        return {
            "id": last.entry.case,
            "type": last.workflow.name,
            "attributes": attributes,
            "relationships": [{"objectId": target, "qualifier": name} for target, name in links],
        }

    def _remember(self, told: Sequence[Told], acts: Acts) -> None:
        at, place = "", 0
        for each in told:
            entry = each.entry
            known = self._event_types.setdefault(entry.event, {})
            for said in each.done:
                _declare(known, said)
            before, at = at, instant_text(entry.at)
            place = place + 1 if at == before else 0
            event = {
                "id": f"{entry.case}/{entry.seq}",
                "type": entry.event,
                "time": at,
                "attributes": [{"name": said.name, "value": said.text} for said in each.done],
            }
            touched = [(entry.case, OF), *((target, name) for name, target in self._linked(each))]
            acts.add(_key(each, place), at, place, json.dumps(event, ensure_ascii=False), touched)

    def _linked(self, told: Told) -> Iterator[tuple[str, str]]:
        """References to cases that are in the log."""
        for name, target in told.links:
            to = told.workflow.definition.data[name].type
            if self._workflows is None or getattr(to, "workflow", None) in self._workflows:
                yield name, target


def _key(told: Told, place: int) -> str | None:
    """What entries of several cases have in common that are one act; None where an entry is an act of its own.

    Of its own are what nobody did (clocks), starts, records that are added to a collection (a sheet is about one
    case), and what takes personal values.
    """
    entry: Entry = told.entry
    event = told.workflow.machine.table.events.get(entry.event)
    own = entry.actor is None or entry.source is None or (event and (event.collection or event.personal))
    if own:
        return None
    parts = (told.workflow.name, entry.definition, entry.event, entry.at, place, entry.actor, entry.role,
             entry.unit, entry.on_behalf, entry.payload)  # fmt: skip
    return canonical(parts).decode()


def _changes(told: Sequence[Told]) -> Iterator[tuple[int, Said]]:
    """Which attributes a case gets with each entry, by its place; those that are gone are UNSET, of kind NONE."""
    standing: dict[str, tuple[Said, ...]] = {}
    state = None
    for place, each in enumerate(told):
        yield from ((place, said) for said in each.case)
        if each.entry.target != state:
            state = each.entry.target
            yield place, Said("state", STRING, state)
        gone = standing.keys() - each.writes.keys() if each.whole else ()
        for name, parts in {**dict.fromkeys(sorted(gone), ()), **each.writes}.items():
            still = {said.name for said in parts}
            for old in standing.get(name, ()):
                if old.name not in still:
                    yield place, Said(old.name, NONE, UNSET)
            yield from ((place, said) for said in parts)
            standing[name] = parts


def _attribute(said: Said, at: str) -> dict[str, str]:
    return {"name": said.name, "time": at, "value": said.text}


def _declare(known: dict[str, str], said: Said) -> None:
    """Where versions or workflows differ in what a name is, it is text."""
    known[said.name] = said.kind if known.get(said.name, said.kind) == said.kind else STRING


def _type(name: str, known: dict[str, str]) -> dict[str, object]:
    return {"name": name, "attributes": [{"name": each, "type": kind} for each, kind in known.items()]}
