"""The store: cases, their histories and due dates in a database, so that nothing acknowledged is lost."""

import secrets
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Self, overload

from ..access import Actor, Directory, Units
from ..calendar import Calendar
from ..case import Case, Decision, Entry
from ..engine import Facts, aware, decisions
from ..errors import Conflict, Refused, StoreError
from ..messages import say
from ..model.canonical import instant_text
from ..workflow import Workflow, utc_now
from . import listing, records, sqlite, statements
from .audit.checkpoint import Checkpoint, write_checkpoint
from .audit.exporting import Exported, write_export
from .audit.importing import read_export
from .audit.whole import Verification
from .case_ids import CaseIds, taken
from .context import Context
from .dues import DueEvent, due_events
from .erasure import erase
from .firing import Command, fire, new_id, only_start, start
from .histories import histories
from .host import Host
from .many import fire_many
from .moving import Moved, Mover, ids_of, move
from .outbox import RETRY, Consumer, Progress, Retry, Settings, consumers
from .owned import Owned
from .postgres import SCHEMES, PostgresLink, server
from .selection import Selection
from .settling import fire_due
from .upkeep import backup, vacuum
from .verify import Finding, verify

LONGEST_TIMEOUT = 86_400  # seconds
_BATCH = 500  # cases that are read at once


def _until(due: datetime | None) -> str | None:
    return None if due is None else instant_text(aware(due))


def _fresh_salt() -> bytes:
    return secrets.token_bytes(32)


class Store:
    """Cases in a database, over the host's connection or over one of its own (`Store.connect`).

    `Store(connection)` works inside the host's transaction and never ends it: the host's own rows and ours commit or
    roll back together. It takes a connection of sqlite3 or psycopg 3, a Connection, Session or scoped_session of
    SQLAlchemy, or Django's. The tables are created with the first write, in that same transaction, if they are missing.
    What the connection lacks for keeping what is acknowledged is in `lacks` and is warned of. One thread uses a
    connection at a time. Raises StoreError for what is no connection, or of no use as one.

    `units`, `calendar`: dated data passed to every decision. `directory`: who holds which role; where there is
    one, the roles that a caller's Actor asserts are ignored. `clock` gives an aware datetime; `salt` gives fresh
    random bytes for each entry. `case_ids`: the ids that new cases may have, where another system gives them.
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
        case_ids: CaseIds | None = None,
    ) -> None:
        self._session = connection if isinstance(connection, Owned) else Host(connection)
        self._context = Context(
            self._session,
            units,
            calendar,
            directory,
            clock or utc_now,
            salt or _fresh_salt,
            case_ids=taken(case_ids),
        )
        self._definitions = self._context.definitions
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
        case_ids: CaseIds | None = None,
        timeout: float = 10.0,
        existing: bool = False,
    ) -> Self:
        """A store with its own connection and transactions: `sqlite:///cases.db`, `postgresql://user@host/name`.

        `sqlite:////absolute/cases.db` names a file wherever the process stands. The file and the tables are made if
        they are missing; a server's database is there already. Threads may share the store: they take turns.
        Another process is waited for at most `timeout` seconds. Stores that write one SQLite file come in turn: of
        four processes that wrote as fast as they could for half a minute none waited longer than 0.8 seconds, on two
        busy cores (not on Windows, and not beside connections that are no store's own). Raises
        StoreError where it cannot be opened, and for PostgreSQL without psycopg 3 (`ocop-workflow[postgres]`). With
        `existing` a database that is of no store is left as it is: StoreError.
        """
        if not isinstance(url, str):
            raise StoreError(say("store.url_unknown", url=url), "url_unknown")
        if not 0 <= timeout <= LONGEST_TIMEOUT:
            raise StoreError(say("store.timeout", given=timeout, longest=LONGEST_TIMEOUT), "timeout")
        if url.partition("://")[0] in SCHEMES:
            owned = Owned(server(url, timeout), PostgresLink, existing=existing)
        else:
            owned = sqlite.session(url, timeout, existing=existing)
        try:
            return cls(
                owned,
                units=units,
                calendar=calendar,
                directory=directory,
                clock=clock,
                salt=salt,
                case_ids=case_ids,
            )
        except BaseException:
            owned.close()
            raise

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
        Refused; StoreError for an id that is taken, cannot be one or is not as `case_ids` asks, a key used for
        something else, or a workflow whose version is kept with another behaviour; DefinitionError where a required
        parameter is open.
        """
        workflow.require_parameters()
        command = Command(
            new_id(workflow, key) if id is None else id,
            event or only_start(workflow),
            payload,
            key,
        )
        return start(self._context, workflow, command, actor, at, named=id is not None)

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
        return fire(
            self._context,
            Command(case_id, event, payload, key, expected),
            actor,
            at,
        )

    def fire_many(
        self, commands: Iterable[Command], *, actor: Actor, at: datetime | None = None
    ) -> tuple[Case | Refused | StoreError | Conflict, ...]:
        """Fire events of many cases in one transaction, in the order given; the answer to each in its place.

        What is allowed is kept, all of it or, if the transaction fails, none. What is not is answered with what
        `fire` would have raised (Refused with every reason, Conflict, StoreError), and has written nothing. Later
        commands see what earlier ones did. Without `at` all of it happens at the same moment, so that logs for analysis
        tell it as one act (docs/exchange.md). Raises UnknownOutcome, and StoreError for what the database says::

            commands = [Command(id, "approve", {"decided_on": day}) for id in ids]
            for command, answer in zip(commands, store.fire_many(commands, actor=chair)):
                if isinstance(answer, Refused):
                    print(command.case, answer.text("vi"))
        """
        return fire_many(self._context, list(commands), actor, at)

    def decisions(self, case_id: str, *, actor: Actor, at: datetime | None = None) -> tuple[Decision, ...]:
        """For every event of the case's workflow: allowed, or every reason against it, or what it needs."""
        with self._session.reading() as link:
            row = records.case_row(link, case_id)
            workflow = self._definitions.workflow(link, row.definition)
            case = records.the_case(link, workflow.machine, row)
            now, moment = self._context.moment(at, case)
            facts = self._context.linked(link, workflow, case, {}, self._context.facts(now))
        actor = self._context.actor(workflow, actor, moment)
        return decisions(workflow.machine, case, actor, moment, facts)

    def links(self, case_id: str) -> Mapping[str, object]:
        """What the links of the case's workflow say now, by name, as `Facts` takes it and `decisions` sees it."""
        return self.facts(case_id).links

    def facts(self, case_id: str, *, at: datetime | None = None) -> Facts:
        """What deciding about the case is told at that time, now if not said: units, calendar, what its links say."""
        with self._session.reading() as link:
            row = records.case_row(link, case_id)
            workflow = self._definitions.workflow(link, row.definition)
            case = records.the_case(link, workflow.machine, row)
            now = self._context.moment(None, case)[0] if at is None else max(aware(at), case.at)
            return self._context.linked(link, workflow, case, {}, self._context.facts(now))

    def get(self, case_id: str) -> Case:
        """The case as it is stored: clock events that are due but not fired yet have not changed it."""
        with self._session.reading() as link:
            row = records.case_row(link, case_id)
            return records.the_case(link, self._definitions.workflow(link, row.definition).machine, row)

    def history(self, case_id: str) -> tuple[Entry, ...]:
        """Every entry from the first; personal values are joined, or `Erased`."""
        with self._session.reading() as link:
            row = records.case_row(link, case_id)
            return tuple(records.the_entries(link, self._definitions.machines(link), row.id))

    def histories(self, workflow: str | None = None) -> Iterator[tuple[Entry, ...]]:
        """The history of every case by its id, of one workflow or of all, as `history` gives each.

        They are read some cases at a time: each is whole, but together they are not the picture of one moment.
        """
        return histories(self._context, workflow)

    def workflow(self, case_id: str) -> Workflow:
        """The workflow that the case runs on, as the store keeps it."""
        with self._session.reading() as link:
            return self._definitions.workflow(link, records.case_row(link, case_id).definition)

    def workflows(self, case_id: str) -> dict[str, Workflow]:
        """The workflows that the case has run on, by the digests that its entries have; the first comes first."""
        with self._session.reading() as link:
            row = records.case_row(link, case_id)
            return {
                name: self._definitions.workflow(link, name) for name in records.definitions_of(link, row.id)
            }

    def cases(
        self,
        workflow: str | None = None,
        state: str | None = None,
        *,
        unit: str | None = None,
        due: datetime | None = None,
        where: Mapping[str, object] | None = None,
        after: str = "",
        limit: int | None = None,
    ) -> Iterator[Case]:
        """Cases by id: of one workflow, in one state (a leaf, a composite or a tag), and of all that is asked for.

        `unit`: of this unit, and where the store has units of those below it on the workflow's local day. `due`: whose
        next clock event is due by then. `where`: data field → value, exactly; None for unset. What narrows is found by
        an index, a data field is looked at in each case that the rest leaves. `after` and `limit` give a page::

            page = list(store.cases("permit", "review", unit="north", limit=50))
            more = list(store.cases("permit", "review", unit="north", limit=50, after=page[-1].id))

        They are read in batches: each is right, but together they are not the picture of one moment. Raises
        StoreError for a state or field that no workflow of the store has, a unit that is unknown today, and a field
        that cannot be searched (a personal one, a list or a record) or have the value in any of them.
        """
        asked = Selection(workflow, state, unit, _until(due), where or {})
        return listing.cases(self._context, asked, after, limit)

    def counts(
        self,
        workflow: str,
        state: str | None = None,
        *,
        unit: str | None = None,
        due: datetime | None = None,
        where: Mapping[str, object] | None = None,
    ) -> dict[str, int]:
        """Leaf → how many cases of the workflow are there, of all its versions; asked for as in `cases`."""
        asked = Selection(workflow, state, unit, _until(due), where or {})
        return listing.counts(self._context, asked)

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
        return fire_due(self._context, now)

    def move(
        self, case_ids: Sequence[str], mover: Mover, *, at: datetime | None = None, write: bool = True
    ) -> dict[str, Moved | StoreError | Conflict | None]:
        """Let cases go on under another definition, as `mover` decides of each; what becomes of each by its id.

        Clock events that are due come first. All is written in one transaction; where that fails each case is moved in
        its own, and what speaks against one is its answer. Without `write` it is only found out. Migration plans
        are what decides: see `ocop_workflow.migration`.
        """
        return move(self._context, case_ids, mover, at, write=write)

    def versions(self, workflow: str) -> dict[str, Workflow]:
        """What the store keeps of a workflow: every version, with every set of parameters, by its digest."""
        with self._session.reading() as link:
            known = link.rows(statements.DEFINITIONS_OF_WORKFLOW, workflow)
            return {name: self._definitions.workflow(link, name) for (name,) in known}

    def ids_of(self, workflow: str, version: str) -> Iterator[list[str]]:
        """The ids of the cases that stand under one version, in order, some at a time."""
        return ids_of(self._context, workflow, version)

    def erase(self, case_id: str, fields: str | Collection[str] | None = None) -> int:
        """Erase the personal values of a case, or those of some fields; gives how many there were.

        The history keeps commitments that say nothing without the erased key, and its chain still holds. Raises
        StoreError for a field that is not personal in the case's workflow; then nothing was erased.
        """
        with self._session.writing() as link:
            row = records.case_row(link, case_id)
            declared = self._definitions.workflow(link, row.definition).machine.table.personal
            kept = {each.field for each in records.personal_rows(link, row.id)}
            return erase(link, row.id, declared | kept, fields)

    @overload
    def verify(self, case_id: str) -> tuple[Finding, ...]: ...
    @overload
    def verify(self, *, against: Iterable[Path] = ()) -> Verification: ...
    def verify(
        self, case_id: str | None = None, *, against: Iterable[Path] = ()
    ) -> tuple[Finding, ...] | Verification:
        """What is wrong with a stored case and its history, or anywhere in the store; nothing, if all is whole.

        Without an id the whole store is looked through, some cases at a time, as the result is iterated over.
        `against`: files of `checkpoint`; what they had and the store lost, or has otherwise, is told as well.
        """
        if case_id is None:
            return Verification(self._session, against)
        with self._session.reading() as link:
            return verify(link, records.case_row(link, case_id))

    def consumer(
        self,
        name: str,
        *,
        from_now: bool = False,
        retry: Retry = RETRY,
        lease: timedelta = timedelta(minutes=1),
        wait: timedelta = timedelta(seconds=5),
    ) -> Consumer:
        """A consumer of the history by its name, made with its first delivery; see `Consumer.deliver`.

        It starts at the beginning of history, or with what comes `from_now` on. `retry`: how often a failed delivery
        is tried, and when. `lease`: how long a worker that died keeps others from delivering to this consumer. `wait`:
        how long transactions are waited for that may hold earlier entries. Raises StoreError for what makes no sense.
        """
        settings = Settings(from_now, retry, lease, wait)
        settings.check(name)
        return Consumer(name, self._session, self._definitions, self._context.clock, settings)

    def consumers(self) -> tuple[Progress, ...]:
        """How far every consumer has got, by name."""
        return consumers(self._session)

    def checkpoint(self, stream: BinaryIO) -> Checkpoint:
        """Write where every history ends to a binary file that is kept elsewhere; gives its SHA-256 and counts.

        One picture of the store, as far as the transaction of a host's connection lets it be one. `verify` with
        `against` finds every case that vanishes later, and every history that is cut off or written anew.
        """
        return write_checkpoint(self._session, stream, self._context.clock())

    def export(self, stream: BinaryIO) -> Exported:
        """Write the whole store to a binary file, as docs/format.md describes it; gives its SHA-256 and counts.

        One picture of the store, as far as a host's transaction lets it be one. Erased values are erased in it;
        those that are not are in it in clear.
        """
        return write_export(self._session, stream)

    def import_(self, stream: BinaryIO, name: str = "export") -> Exported:
        """Take what an export holds into this store, verified line by line, in one transaction; gives what was new.

        Cases that are there already, as they are in the file or further on, stay as they are. Raises StoreError,
        with the line of the file called `name`, for what is damaged, and for a case or a definition that the store
        has otherwise; Conflict if someone else wrote the same at the same time. Then nothing was taken.
        """
        return read_export(self._session, stream, name)

    def vacuum(self) -> None:
        """Rewrite what erased values stood in, so that no file of the database has their bytes any more.

        On SQLite the whole file, with its journal or log; on PostgreSQL two tables. Others wait meanwhile. Backups
        and a server's own log are the host's. Raises StoreError on a host's connection, as it is not done inside a
        transaction, for a role of PostgreSQL that does not own the tables, and where traces stay, as somebody still
        reads what was there before.
        """
        vacuum(self._session)

    def backup(self, path: Path) -> None:
        """Copy an SQLite store to a new file, as it is at one moment, while others use it; writers wait meanwhile.

        Raises StoreError where the file exists or cannot be written; for PostgreSQL, which has pg_dump; on a host's
        connection.
        """
        backup(self._session, path)

    def upgrade(self) -> tuple[int, int]:
        """Make the tables, or bring them up to date; the schema's version before (0: there were none) and after.

        A store of its own connection does that when it opens, a host's with its first write: a migration of
        Alembic's or Django's does it at a time of the host's choosing, in the host's transaction.
        """
        return self._session.upgraded()

    def close(self) -> None:
        """Close the store's own connection; a host's stays open."""
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
