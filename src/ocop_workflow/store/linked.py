"""Cases that are linked: held while one of them is decided on, and asked what its guards want to know of them.

Whoever starts or changes a case holds, until the transaction ends, that case and every case that it refers to, before
or after; so does whoever counts. So two that depend on each other never decide at once, whatever a database lets
them read: one waits for the other and then sees what it wrote. Rows are held in one order, so that nobody waits in a
circle.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from attrs import frozen

from ..access import Units
from ..calendar import Calendar
from ..case import Case
from ..engine import Facts, WorkflowMachine, settle
from ..errors import Conflict
from ..messages import say
from ..model.canonical import instant_text
from ..model.definition import Link
from ..model.text import Text
from ..model.values import Misfit, take
from . import records, statements
from .definitions import Definitions
from .link import Link as Connection
from .records import find_case
from .rows import CaseRow, read_case


@frozen
class Linked:
    """What was found: `cases` and `links` as `Facts` has them."""

    cases: Mapping[str, str]
    links: Mapping[str, object]


def hold(link: Connection, ids: Iterable[str]) -> None:
    """Wait until nobody else writes these cases, and let nobody else until the transaction ends."""
    for case_id in sorted(set(ids)):
        link.run(statements.HOLD_CASE, case_id)


def claim(
    link: Connection, definitions: Definitions, case_id: str, payload: object, last: CaseRow | None = None
) -> CaseRow:
    """The case as it stays until the transaction ends, as far as others are concerned; raises StoreError, Conflict.

    With several writers it is held like the cases it refers to, in the same order, and read again once it is; one of
    whose definition it is known that its cases refer to none is held and read at once. Of one that had personal values
    when it was written `last` it is asked which stand.
    """
    personal = last is not None and last.standing is not None
    if link.dialect.one_writer:
        return records.case_row(link, case_id, link.dialect.claimed if personal else statements.CASE)
    alone = definitions.alone
    if alone:
        at_once = link.dialect.claimed if personal else statements.HELD_CASE_OF
        held_row = records.find_case(link, case_id, at_once, alone)
        if held_row is not None:
            return held_row
    row = records.case_row(link, case_id)
    machine = definitions.workflow(link, row.definition).machine
    if not machine.table.references:
        return records.case_row(link, case_id, statements.HELD_CASE)
    held = {case_id, *_touched(machine, row, payload)}
    hold(link, held)
    again = records.case_row(link, case_id)
    if again.seq != row.seq and not _touched(machine, again, payload) <= held:
        raise Conflict(say("store.conflict", case=case_id), "conflict")
    return again


def _touched(machine: WorkflowMachine, row: CaseRow, payload: object) -> set[str]:
    return touched(machine, read_case(machine, row, ()), payload)


def touched(machine: WorkflowMachine, case: Case | None, payload: object) -> set[str]:
    """The cases that must be held while an event is decided: those referred to before or after, and one that counts."""
    before = case.data if case else {}
    found = {*referred(machine, before, {}).values(), *referred(machine, before, payload).values()}
    if case is not None and any(asked.count for asked in machine.definition.links.values()):
        found.add(case.id)
    return found


def referred(machine: WorkflowMachine, data: Mapping[str, object], payload: object) -> dict[str, str]:
    """Data field → the case that it refers to once the payload is taken; what is no id is left to `decide`."""
    given = payload if isinstance(payload, Mapping) else {}
    found: dict[str, str] = {}
    for name in machine.table.references:
        raw = given[name] if given.get(name) is not None else data.get(name)
        try:
            found[name] = str(take(machine.definition.data[name].type, raw))
        except Misfit:
            continue
    return found


@frozen
class Lookup:
    """Asks about linked cases, each settled at `now` without being written, as its own next event would find it."""

    link: Connection
    definitions: Definitions
    now: datetime
    units: Units | None
    calendar: Calendar | None

    def facts(self, machine: WorkflowMachine, case: Case | None, payload: object) -> Linked:
        """What an event with this payload may want to know."""
        to = referred(machine, case.data if case else {}, payload)
        rows = {case_id: find_case(self.link, case_id) for case_id in to.values()}
        cases = {case_id: row.workflow for case_id, row in rows.items() if row is not None}
        links: dict[str, object] = {}
        for name, asked in machine.definition.links.items():
            if asked.count is not None:
                links[name] = self._count(asked, case)
            elif (row := rows.get(to.get(asked.of or "", ""))) is not None:
                links[name] = self._stands(asked, row)
        return Linked(cases, links)

    def _stands(self, asked: Link, row: CaseRow) -> bool | Text:
        machine = self.definitions.workflow(self.link, row.definition).machine
        leaves = _leaves(machine, asked)
        return leaves if isinstance(leaves, Text) else self._settled(machine, row) in leaves

    def _count(self, asked: Link, case: Case | None) -> int | Text:
        """Groups by definition and state, and one by one those whose clocks are due."""
        if case is None:
            return 0  # nothing refers to a case that is only about to start
        found = 0
        for machine, leaf, number in self._groups(asked, case.id):
            leaves = _leaves(machine, asked)
            if isinstance(leaves, Text):
                return leaves
            found += number if leaf in leaves else 0
        return found

    def _groups(self, asked: Link, case_id: str) -> Iterator[tuple[WorkflowMachine, str, int]]:
        which = (case_id, asked.by, asked.count, instant_text(self.now))
        for definition, state, number in self.link.rows(statements.COUNT_LINKED, *which):
            yield self.definitions.workflow(self.link, definition).machine, state, number
        for row in (CaseRow(*each) for each in self.link.rows(statements.LINKED_DUE, *which)):
            machine = self.definitions.workflow(self.link, row.definition).machine
            yield machine, self._settled(machine, row), 1

    def _settled(self, machine: WorkflowMachine, row: CaseRow) -> str:
        if row.due is None or row.due > instant_text(self.now):
            return row.state
        case = read_case(machine, row, ())
        facts = Facts(now=max(self.now, case.at), units=self.units, calendar=self.calendar)
        return settle(machine, case, facts.now, facts).case.state


def _leaves(machine: WorkflowMachine, asked: Link) -> frozenset[str] | Text:
    """The leaves that are asked for; or that a version of the other workflow has no such state."""
    tree, definition = machine.table.tree, machine.definition
    for state in asked.states:
        if state not in tree.members:
            whole = f"{definition.workflow}@{definition.version}"
            return say("store.link_state", workflow=whole, state=state)
    if not asked.states:
        return frozenset(tree.leaves)
    return frozenset(leaf for state in asked.states for leaf in tree.members[state])
