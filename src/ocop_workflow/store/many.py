"""Many commands in one transaction: cases are read some at a time, each is written once, and entries all together."""

from collections.abc import Sequence
from datetime import datetime

from attrs import define, evolve, field

from ..access import Actor
from ..case import Case, Entry
from ..engine import WorkflowMachine
from ..errors import Conflict, Refused, StoreError
from . import records, statements
from .context import Context
from .firing import Command, Step, decided
from .kept import Known
from .link import Link
from .rows import CaseRow

TOGETHER = 200  # commands: of so many cases the rows are read at once, and what is decided is written at once
Answer = Case | Refused | StoreError | Conflict  # of one command among many


def fire_many(
    context: Context, commands: Sequence[Command], actor: Actor, at: datetime | None
) -> tuple[Answer, ...]:
    """See `Store.fire_many`."""
    answers: list[Answer] = []
    with context.session.writing() as link:
        if not link.dialect.one_writer:  # in one order, so that two of these never wait in a circle
            link.rows(statements.HOLD_CASES, sorted({command.case for command in commands}))
        context = _at_once(context)
        for first in range(0, len(commands), TOGETHER):
            some = commands[first : first + TOGETHER]
            batch = _Batch(context, link, records.case_rows(link, {command.case for command in some}))
            answers += [batch.answer(command, actor, at) for command in some]
            batch.write()
    return tuple(answers)


def _at_once(context: Context) -> Context:
    """The same with a clock that stands: what is fired together happens at one moment."""
    now = context.clock()
    return evolve(context, clock=lambda: now)


@define
class _Changed:
    """A case that is not written yet: as it will be, the seq at which it was found, and its new entries."""

    machine: WorkflowMachine
    known: Known
    found: int
    entries: list[Entry]


@define
class _Batch:
    """What some commands come to; `rows` are those of their cases, by id.

    What is decided is written when all are, or earlier where somebody may look at it: a case that refers to others or
    is asked about, a directory that asks the store, or a key that comes again.
    """

    context: Context
    link: Link
    rows: dict[str, CaseRow]
    changed: dict[str, _Changed] = field(factory=dict)
    entries: list[tuple[Entry, str | None]] = field(factory=list)
    keys: set[tuple[str, str]] = field(factory=set)

    def answer(self, command: Command, actor: Actor, at: datetime | None) -> Answer:
        """The case after the command, or what `fire` would have raised: then nothing of it is written."""
        try:
            step = self._decided(command, actor, at)
        except (Refused, StoreError, Conflict) as told:
            return told
        if step.before is not None and step.machine is not None:
            self._add(command, step, step.machine, step.before.after(step.machine, step.case, step.entries))
        return step.case

    def write(self) -> None:
        """Write what is not written yet; raises Conflict if someone else wrote in between."""
        if not self.changed:
            return
        for each in self.changed.values():
            each.known = each.known.written(each.machine)
        written = [(each.machine, each.known, each.found, each.entries) for each in self.changed.values()]
        records.write_all(
            self.link, self.entries, [(m, k.case, k.row, n, entries) for m, k, n, entries in written if k.row]
        )
        for _, known, _, _ in written:
            self.context.kept.keep(known)
            if known.row is not None:
                self.rows[known.case.id] = known.row
        self.changed, self.entries, self.keys = {}, [], set()

    def _decided(self, command: Command, actor: Actor, at: datetime | None) -> Step:
        row, changed = self.rows.get(command.case), self.changed.get(command.case)
        if row is None or self._may_be_looked_at(command, row.definition):
            self.write()
            return decided(self.context, self.link, command, actor, at)
        known = changed.known if changed is not None else None
        return decided(self.context, self.link, command, actor, at, row, known)

    def _may_be_looked_at(self, command: Command, definition: str) -> bool:
        if self.context.directory is not None or (command.case, command.key) in self.keys:
            return True
        return not self.context.definitions.workflow(self.link, definition).machine.table.alone

    def _add(self, command: Command, step: Step, machine: WorkflowMachine, after: Known) -> None:
        changed = self.changed.get(command.case)
        if changed is None:
            self.changed[command.case] = _Changed(machine, after, step.found, list(step.entries))
        else:
            changed.known = after
            changed.entries += step.entries
        if command.key is not None:
            self.keys.add((command.case, command.key))
        self.entries += [(entry, None) for entry in step.entries[:-1]]
        self.entries.append((step.entries[-1], command.key))
