"""The store: cases, their histories and due dates in a database, so that nothing acknowledged is lost."""

import logging
import secrets
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Self

from attrs import evolve

from ..access import Actor, Directory, Units
from ..calendar import Calendar
from ..case import Case, Decision, Entry
from ..engine import Facts, aware, decide, decisions, local_date, settle
from ..errors import Conflict, Refused, StoreError, UnknownOutcome
from ..messages import say
from ..model.canonical import sha256_of
from ..workflow import Workflow, utc_now
from . import listing, records, statements
from .definitions import Definitions
from .dues import DueEvent, due_events, ids_due
from .erasure import erase
from .host import Host
from .link import Link
from .linked import Lookup, claim, hold, touched
from .owned import Owned, sqlite_file
from .postgres import SCHEMES, PostgresLink, server
from .replay import replay
from .verify import Finding, verify

_log = logging.getLogger("ocop_workflow.store")
_BATCH = 500  # cases that are read at once
_TOGETHER = (
    100  # cases that are settled in one transaction: other writers wait for some hundredths of a second
)


def _fresh_salt() -> bytes:
    return secrets.token_bytes(32)


class Store:
    """Cases in a database, over the host's connection or over one of its own (`Store.connect`).

    `Store(connection)` works inside the host's transaction (sqlite3, psycopg 3, SQLAlchemy, Django) and never ends
    it: the host's own rows and ours commit or roll back together. The tables are created with the first write, in that
    same transaction, if they are missing. What the connection lacks for keeping what is acknowledged is in
    `lacks` and is warned of. Use it in the thread that the connection belongs to.

    `units`, `calendar`: dated data passed to every decision. `directory`: who holds which role; where there is
    one, the roles that a caller's Actor asserts are ignored. `clock` gives an aware datetime; `salt` gives fresh
    random bytes for each entry.
    """

    def __init__(
        self,
        connection: Any,
        *,
        units: Units | None = None,
        calendar: Calendar | None = None,
        directory: Directory | None = None,
        clock: Callable[[], datetime] | None = None,
        salt: Callable[[], bytes] | None = None,
    ) -> None:
        self._session = connection if isinstance(connection, Owned) else Host(connection)
        self._units = units
        self._calendar = calendar
        self._directory = directory
        self._clock = clock or utc_now
        self._salt = salt or _fresh_salt
        self._definitions = Definitions()
        self.lacks = self._session.lacks()
        for text in self.lacks:
            warnings.warn(text.say("en"), stacklevel=2)

    @classmethod
    def connect(
        cls,
        url: str,
        *,
        units: Units | None = None,
        calendar: Calendar | None = None,
        directory: Directory | None = None,
        clock: Callable[[], datetime] | None = None,
        salt: Callable[[], bytes] | None = None,
        timeout: float = 10.0,
    ) -> Self:
        """A store with its own connection and transactions: `sqlite:///cases.db`, `postgresql://user@host/name`.

        `sqlite:////absolute/cases.db` names a file wherever the process stands. The file and the tables are made if
        they are missing; a server's database is there already. Threads may share the store: they take turns.
        Another process is waited for at most `timeout` seconds; SQLite lets writers wait in no fair order. Raises
        StoreError where it cannot be opened, and for PostgreSQL without psycopg 3 (`ocop-workflow[postgres]`).
        """
        if url.partition("://")[0] in SCHEMES:
            owned = Owned(server(url, timeout), PostgresLink)
        else:
            owned = Owned(sqlite_file(url, timeout))
        return cls(owned, units=units, calendar=calendar, directory=directory, clock=clock, salt=salt)

    def start(
        self,
        workflow: Workflow,
        payload: Mapping[str, object] | None = None,
        *,
        actor: Actor,
        id: str | None = None,  # noqa: A002 - the case's id, as everyone calls it
        event: str | None = None,
        at: datetime | None = None,
        key: str | None = None,
    ) -> Case:
        """Start a case by the start named `event`, or by the only one.

        Without an `id` the key decides it, so that a retry finds the case; without a key it is random. Raises
        Refused; StoreError for an id that is taken, a key used for something else, or a workflow whose version
        is kept with another behaviour; DefinitionError where a required parameter is open.
        """
        workflow.require_parameters()
        event = event or _only_start(workflow)
        given = {} if payload is None else payload
        case_id = id or (_id_of_key(workflow, key) if key else secrets.token_hex(10))
        try:
            return self._start(workflow, case_id, event, given, actor, at, key)
        except Conflict:  # someone else started it at the same time, and is seen by now
            return self._start(workflow, case_id, event, given, actor, at, key)

    def _start(
        self,
        workflow: Workflow,
        case_id: str,
        event: str,
        given: Mapping[str, object],
        actor: Actor,
        at: datetime | None,
        key: str | None,
    ) -> Case:
        with self._session.writing() as link:
            row = records.find_case(link, case_id)
            if row is not None:
                machine = self._definitions.workflow(link, row.definition).machine
                known = replay(link, machine, case_id, key, event, given, actor) if key else None
                if known is None:
                    raise StoreError(say("store.case_exists", case=case_id), "case_exists")
                return known
            self._definitions.keep(link, workflow)
            now = self._clock()
            moment = at or now
            actor = self._actor(workflow, actor, moment)
            facts = self._held(link, workflow, None, given, self._facts(now, case_id))
            decision = decide(workflow.machine, None, event, given, actor, moment, facts)
            case = _allowed(decision)
            records.write(link, workflow.machine, case, decision.entries, found=None, key=key)
        return case

    def fire(
        self,
        case_id: str,
        event: str,
        payload: Mapping[str, object] | None = None,
        *,
        actor: Actor,
        at: datetime | None = None,
        key: str | None = None,
        expected: int | None = None,
    ) -> Case:
        """Fire one event; clock events that are due come first and are written with it.

        `at` is when it happened, now if not said. The same `key` again gives the same case as then, with
        `replayed` set, and changes nothing. `expected` is the `seq` that the caller has read. Raises Refused
        (nothing is written), Conflict (someone else was first), UnknownOutcome (the disk would not say: read
        again), StoreError (no such case, a key used for something else, an unfit connection).
        """
        given = {} if payload is None else payload
        with self._session.writing() as link:
            row = claim(link, self._definitions, case_id, given)
            workflow = self._definitions.workflow(link, row.definition)
            if key is not None:
                known = replay(link, workflow.machine, case_id, key, event, given, actor)
                if known is not None:
                    return known
            if expected is not None and row.seq != expected:
                raise Conflict(say("store.conflict", case=case_id), "conflict")
            before = records.the_case(link, workflow.machine, row)
            now, moment = self._moment(at, before)
            actor = self._actor(workflow, actor, moment)
            facts = self._held(link, workflow, before, given, self._facts(now))
            decision = decide(workflow.machine, before, event, given, actor, moment, facts)
            case = _allowed(decision)
            records.write(link, workflow.machine, case, decision.entries, found=row.seq, key=key)
        return case

    def decisions(self, case_id: str, *, actor: Actor, at: datetime | None = None) -> tuple[Decision, ...]:
        """For every event of the case's workflow: allowed, or every reason against it, or what it needs."""
        with self._session.reading() as link:
            row = records.case_row(link, case_id)
            workflow = self._definitions.workflow(link, row.definition)
            case = records.the_case(link, workflow.machine, row)
            now, moment = self._moment(at, case)
            facts = self._linked(link, workflow, case, {}, self._facts(now))
        actor = self._actor(workflow, actor, moment)
        return decisions(workflow.machine, case, actor, moment, facts)

    def links(self, case_id: str) -> Mapping[str, object]:
        """What the links of the case's workflow say now, by name, as `Facts` takes it and `decisions` sees it."""
        with self._session.reading() as link:
            row = records.case_row(link, case_id)
            workflow = self._definitions.workflow(link, row.definition)
            case = records.the_case(link, workflow.machine, row)
            now, _ = self._moment(None, case)
            return self._linked(link, workflow, case, {}, self._facts(now)).links

    def get(self, case_id: str) -> Case:
        """The case as it is stored: clock events that are due but not fired yet have not changed it."""
        with self._session.reading() as link:
            row = records.case_row(link, case_id)
            return records.the_case(link, self._definitions.workflow(link, row.definition).machine, row)

    def history(self, case_id: str) -> tuple[Entry, ...]:
        """Every entry from the first; personal values are joined, or `Erased`."""
        with self._session.reading() as link:
            row = records.case_row(link, case_id)
            machine = self._definitions.workflow(link, row.definition).machine
            return tuple(records.the_entries(link, machine, case_id))

    def workflow(self, case_id: str) -> Workflow:
        """The workflow that the case runs on, as the store keeps it."""
        with self._session.reading() as link:
            return self._definitions.workflow(link, records.case_row(link, case_id).definition)

    def cases(self, workflow: str | None = None, state: str | None = None) -> Iterator[Case]:
        """Cases of one workflow, in one state (a leaf, a composite or a tag); by id, within a state where one is named.

        They are read in batches: each is right, but together they are not the picture of one moment. Raises
        StoreError for a state that no workflow of the cases has.
        """
        return listing.cases(self._session, self._definitions, workflow, state, _BATCH)

    def due(self, until: datetime | date) -> Iterator[DueEvent]:
        """What falls due up to an instant, or by the end of a local day, as each case stands now; the earliest first.

        What is due already and has not been fired is there, too. A clock that has no move where its case stands is
        not: it waits. Nor is one that something would only arm in the meantime. The cases are read in batches, as
        they are asked for. Whoever reminds people n days before asks for today and n days more, and remembers what
        was told by case, event and day, as a due date is never computed anew::

            for each in store.due(date.today() + timedelta(days=30)):
                if (each.case, each.event, each.day) not in reminded:
                    send(each.case, each.title.vi, each.day)
        """
        return due_events(self._session, self._definitions, until, _BATCH)

    def fire_due(self, now: datetime | None = None) -> tuple[Entry, ...]:
        """Fire the clock events that are due, of all cases; gives their entries.

        On a connection of its own a hundred cases at a time are one transaction: what was fired before an
        interruption is kept, and the next call goes on with what is left. `now` is what the store's clock says, or
        earlier. A case whose clock event cannot fire (a working day outside the calendar, a definition that was
        tampered with, someone else who was first) is left where it is and told to the log; the others go on.
        """
        clock = self._clock()
        moment = aware(now or clock)
        if moment > clock:
            told = say("store.in_future", at=moment.isoformat(), now=clock.isoformat())
            raise StoreError(told, "in_future")
        entries: list[Entry] = []
        for together in ids_due(self._session, moment, _TOGETHER):
            entries += self._settle_all(together, moment)
        return tuple(entries)

    def erase(self, case_id: str, fields: tuple[str, ...] | None = None) -> int:
        """Erase the personal values of a case, or those of some fields; gives how many there were.

        The history keeps commitments that say nothing without the erased key, and its chain still holds.
        """
        with self._session.writing() as link:
            records.case_row(link, case_id)
            return erase(link, case_id, fields)

    def verify(self, case_id: str) -> tuple[Finding, ...]:
        """What is wrong with a stored case and its history; nothing, if it is whole."""
        with self._session.reading() as link:
            return verify(link, records.case_row(link, case_id))

    def close(self) -> None:
        """Close the store's own connection; a host's stays open."""
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _settle_all(self, case_ids: Sequence[str], moment: datetime) -> list[Entry]:
        """All in one transaction; where one of them fails, each in its own, so that only that one is left."""
        try:
            return self._settle(case_ids, moment)
        except (StoreError, UnknownOutcome):
            raise
        except Exception as error:
            if len(case_ids) > 1:
                return [entry for case_id in case_ids for entry in self._settle_all([case_id], moment)]
            if not isinstance(error, Conflict):
                raise
            _log.warning("%s: %s", case_ids[0], error)
            return []

    def _settle(self, case_ids: Sequence[str], moment: datetime) -> list[Entry]:
        """Settle these cases in one transaction; what could not fire is told to the log once the rest is kept."""
        entries: list[Entry] = []
        stuck: list[tuple[str, str]] = []
        with self._session.writing() as link:
            parents = (target for (target,) in link.rows(statements.targets(len(case_ids)), *case_ids))
            hold(link, parents if link.dialect.one_writer else {*parents, *case_ids})
            for case_id in case_ids:
                row = records.case_row(link, case_id)
                try:
                    machine = self._definitions.workflow(link, row.definition).machine
                except StoreError as error:
                    stuck.append((case_id, str(error)))
                    continue
                before = records.the_case(link, machine, row)
                now = max(self._clock(), before.at)
                settled = settle(machine, before, max(moment, before.at), self._facts(now))
                if settled.entries:
                    records.write(link, machine, settled.case, settled.entries, found=row.seq)
                    entries += settled.entries
                stuck += [(case_id, reason.text.say("en")) for reason in settled.stuck]
        for case_id, why in stuck:
            _log.warning("%s: %s", case_id, why)
        return entries

    def _moment(self, at: datetime | None, case: Case) -> tuple[datetime, datetime]:
        """When it is and when it happens. Where the caller names no time, a clock that went back is not his fault."""
        now = self._clock()
        if at is None:
            now = max(aware(now), case.at)
        return now, at or now

    def _facts(self, now: datetime, case_id: str | None = None) -> Facts:
        return Facts(now=now, case_id=case_id, units=self._units, calendar=self._calendar, salt=self._salt())

    def _held(
        self, link: Link, workflow: Workflow, case: Case | None, payload: object, facts: Facts
    ) -> Facts:
        """What linked cases say, and will say until the transaction ends: nobody else writes them meanwhile."""
        hold(link, touched(workflow.definition, case, payload))
        return self._linked(link, workflow, case, payload, facts)

    def _linked(
        self, link: Link, workflow: Workflow, case: Case | None, payload: object, facts: Facts
    ) -> Facts:
        lookup = Lookup(link, self._definitions, facts.now, self._units, self._calendar)
        found = lookup.facts(workflow.definition, case, payload)
        return evolve(facts, links=found.links, cases=found.cases)

    def _actor(self, workflow: Workflow, actor: Actor, at: datetime) -> Actor:
        if self._directory is None:
            return actor
        return self._directory.actor(actor.id, local_date(aware(at), workflow.definition.timezone))


def _allowed(decision: Decision) -> Case:
    if not decision.allowed or decision.case is None:
        raise Refused(decision.event, decision.reasons)
    return decision.case


def _only_start(workflow: Workflow) -> str:
    starts = list(workflow.definition.start)
    if len(starts) != 1:
        told = say("store.which_start", workflow=workflow.definition.workflow, starts=", ".join(starts))
        raise StoreError(told, "which_start")
    return starts[0]


def _id_of_key(workflow: Workflow, key: str) -> str:
    return sha256_of([workflow.definition.workflow, key])[:20]
