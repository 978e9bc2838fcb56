"""What logs tell of an entry: who did what and what was handed in; and what became of the case with it.

Left out: personal values unless they are asked for, and erased ones always; what guards saw; armed clocks; hashes.
The record that an entry adds to a collection is what was handed in, and is told there.
"""

from collections.abc import Iterator, Mapping

from attrs import define, field, frozen

from ...case import Entry, Erased
from ...engine import COMMITMENT
from ...engine.reasons import event_title
from ...model.canonical import instant_text, plain
from ...model.definition import Definition, Taken
from ...model.types import CaseType, CollectionType
from ...store import Store
from ...workflow import Workflow
from .said import INTEGER, STRING, TIME, Said, said


@frozen
class Told:
    """One entry. `done`: what was done, the same of all cases that it was done to at once; `case`: of this one.

    `writes` maps each data field that changed to its attributes, none where it was cleared; `links` are the cases
    that it now refers to, by data field. `whole` says that `writes` has all of the data.
    """

    entry: Entry
    workflow: Workflow
    done: tuple[Said, ...]
    case: tuple[Said, ...]
    writes: Mapping[str, tuple[Said, ...]]
    links: tuple[tuple[str, str], ...]

    @property
    def whole(self) -> bool:
        return self.entry.moves

    @property
    def cleared(self) -> tuple[str, ...]:
        return tuple(name for name, parts in self.writes.items() if not parts)


@define
class Telling:
    """Goes through the histories of a store; counts personal values: `withheld`, as nobody asked, and `erased` ones."""

    store: Store
    personal: bool
    withheld: int = 0
    erased: int = 0
    _workflows: dict[str, Workflow] = field(factory=dict)

    def histories(self, workflow: str | None) -> Iterator[tuple[Told, ...]]:
        """Each case from its first entry, by the ids of cases; some cases at a time are in memory."""
        for entries in self.store.histories(workflow):
            yield tuple(self._told(entry) for entry in entries)

    def _told(self, entry: Entry) -> Told:
        if entry.definition not in self._workflows:
            self._workflows.update(self.store.workflows(entry.case))
        workflow = self._workflows[entry.definition]
        definition = workflow.definition
        title = event_title(definition, entry.event)
        who = {
            "org:resource": entry.actor,
            "org:role": entry.role,
            "org:group": entry.unit,
            "on_behalf": entry.on_behalf,
            "version": workflow.version,
            "title_vi": title.say("vi"),
            "title_en": title.say("en"),
        }
        done = [Said(name, STRING, text) for name, text in who.items() if text is not None]
        if entry.due is not None:
            done.append(Said("due", TIME, instant_text(entry.due)))
        case = (
            Said("seq", INTEGER, str(entry.seq)),
            Said("recorded", TIME, instant_text(entry.recorded)),
        )
        payload = tuple(self._payload(entry, takes_of(definition, entry)))
        data: Mapping[str, object] = entry.writes["data"]  # type: ignore[assignment]  # as it is stored
        links = tuple(
            (name, str(value))
            for name, value in data.items()
            if value is not None and isinstance(definition.data[name].type, CaseType)
        )
        writes = {
            name: tuple(said(f"data.{name}", value, definition.data[name].type))
            for name, value in self._writes(definition, entry, data)
        }
        return Told(entry, workflow, (*done, *payload), case, writes, links)

    def _payload(self, entry: Entry, takes: Mapping[str, Taken]) -> Iterator[Said]:
        for name, stored in entry.payload.items():
            declared = takes[name].field if name in takes else None
            if declared is None or not declared.personal:
                yield from said(f"taken.{name}", stored, declared.type if declared else None)
                continue
            value = entry.personal.get(name, Erased())
            if isinstance(value, Erased):
                self.erased += 1
            elif not self.personal:
                self.withheld += 1
            else:
                yield from said(f"taken.{name}", plain(value), declared.type)

    def _writes(
        self, definition: Definition, entry: Entry, data: Mapping[str, object]
    ) -> Iterator[tuple[str, object]]:
        """The data fields that are told, with what they became; None where they were cleared."""
        for name, stored in data.items():
            declared = definition.data[name]
            if isinstance(declared.type, CollectionType) or (declared.personal and not self.personal):
                continue
            if not declared.personal or not (isinstance(stored, Mapping) and COMMITMENT in stored):
                yield name, stored
            elif not isinstance(value := entry.personal.get(name, Erased()), Erased):
                yield name, plain(value)


def takes_of(definition: Definition, entry: Entry) -> Mapping[str, Taken]:
    """The fields of the payload that the entry's event or start takes; none of a move to another definition."""
    if entry.moves:
        return {}
    declared = (
        definition.start.get(entry.event) if entry.source is None else definition.events.get(entry.event)
    )
    return declared.takes if declared else {}
