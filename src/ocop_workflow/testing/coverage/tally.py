"""Counting: a watcher of decisions that ticks off the items of every workflow that it meets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import define, field

from ...case import Case, Entry, Reason
from ...engine import WorkflowMachine, machine_of
from ...model.definition import Definition
from ...model.document import definition_document, definition_from_document
from .items import STAY, Item, guards_of, items_of


@define
class Tally:
    """The items of one workflow, each with how often it was gone through."""

    definition: Definition
    counts: dict[Item, int]

    @property
    def name(self) -> str:
        return f"{self.definition.workflow}@{self.definition.version}"

    def of(self, kind: str) -> list[tuple[Item, int]]:
        return [(item, count) for item, count in self.counts.items() if item.kind == kind]

    def share(self, kind: str | None = None) -> tuple[int, int]:
        """How many were gone through, and how many there are: of one kind, or of all."""
        counted = [count for item, count in self.counts.items() if kind in (None, item.kind)]
        return sum(count > 0 for count in counted), len(counted)


@define
class Coverage:
    """The tallies of all workflows that were met, by the hash of their behaviour."""

    tallies: dict[str, Tally] = field(factory=dict)

    def watch(
        self,
        machine: WorkflowMachine,
        case: Case | None,
        event: str,
        entries: Sequence[Entry],
        reasons: Sequence[Reason],
    ) -> None:
        """A watcher of the engine (`ocop_workflow.engine.WATCHERS`)."""
        tally = self._tally(machine)
        items = [*_of_entries(machine, entries)]
        if reasons:
            items += _of_reasons(machine, case, event, reasons)
        for item in items:
            if item in tally.counts:
                tally.counts[item] += 1

    def percent(self) -> float:
        """Of everything there is to go through in the workflows that were met, how much was: 0 to 100."""
        shares = [tally.share() for tally in self.tallies.values()]
        whole = sum(total for _, total in shares)
        return 100 * sum(done for done, _ in shares) / whole if whole else 0.0

    def dumped(self) -> list[dict[str, Any]]:
        """As plain data, for another process to `add`."""
        return [
            {
                "digest": digest,
                "definition": definition_document(tally.definition),
                "counts": [[i.kind, i.event, i.where, i.what, n] for i, n in tally.counts.items() if n],
            }
            for digest, tally in self.tallies.items()
        ]

    def add(self, dumped: Iterable[Mapping[str, Any]]) -> None:
        """Count what another process has counted."""
        for each in dumped:
            definition = definition_from_document(each["definition"])
            tally = self._tally(machine_of(definition))
            for *parts, count in each["counts"]:
                tally.counts[Item(*parts)] += count

    def _tally(self, machine: WorkflowMachine) -> Tally:
        digest = machine.digest
        if digest not in self.tallies:
            self.tallies[digest] = Tally(machine.definition, dict.fromkeys(items_of(machine), 0))
        return self.tallies[digest]


def _of_entries(machine: WorkflowMachine, entries: Iterable[Entry]) -> Iterator[Item]:
    """The transition of each entry, and its guards that held; of branches before the one taken, those that did not."""
    table = machine.table
    for entry in entries:
        act = table.starts[entry.event] if entry.source is None else table.events[entry.event]
        kind = "clocks" if act in table.clocks else "transitions"
        yield Item(kind, entry.event, entry.source or "", STAY if entry.stay else entry.target)
        for guard in act.when:
            yield Item("guards", entry.event, guard.label, "holds")
        seen = entry.seen.get("guards")
        looked_at = seen if isinstance(seen, Mapping) else {}
        for branch in act.branches.get(entry.source or "", ()):
            taken = branch.to == (None if entry.stay else entry.target)
            if branch.when is not None and branch.when.label in looked_at:
                yield Item("guards", entry.event, branch.when.label, "holds" if taken else "fails")
            if taken:
                break


def _of_reasons(
    machine: WorkflowMachine, case: Case | None, event: str, reasons: Iterable[Reason]
) -> Iterator[Item]:
    for code in dict.fromkeys(reason.code for reason in reasons):
        yield Item("refusals", event, "", code)
    act = machine.table.starts.get(event) if case is None else machine.table.events.get(event)
    failed = [f" / {reason.guard} / " for reason in reasons if reason.code == "guard_unmet"]
    for label in dict.fromkeys(guards_of(act)) if act else ():
        if any(f" / {label} / " in said for said in failed):  # where no branch may be taken, all are named
            yield Item("guards", event, label, "fails")
