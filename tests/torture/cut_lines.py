"""R3 on PostgreSQL: the line to the server is cut in the middle of a command, and the store says honestly what is kept.

Between the store and the server stands a line that breaks at the Nth message of the store's: before it goes on, after
the server has done it and before the answer comes back, or because the server itself ends the connection there.
"""

import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from select import select
from threading import Thread
from urllib.parse import quote

import psycopg
from attrs import define, field
from store.server import running, schema_of
from torture.failing_disks import Seen
from torture.letters import command, keys, place, unsound
from torture.table import Row

from ocop_workflow import Store, UnknownOutcome
from ocop_workflow.errors import StoreError
from ocop_workflow.store.link import Link
from ocop_workflow.store.owned import Owned
from ocop_workflow.store.postgres import PostgresLink, server

COMMANDS = 3
STEP = 25  # messages of which the short form takes one, beside the commits
NAME = "ocop-workflow-line"
SOCKET = ".s.PGSQL.5432"
END = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{NAME}'"  # noqa: S608


@define
class Line:
    """A socket that passes on what it hears to the server's, and back, one connection after the other."""

    url: str
    folder: Path
    _listening: socket.socket = field(factory=lambda: socket.socket(socket.AF_UNIX))
    how: str = ""
    at: int = 0
    only_commits: bool = False
    messages: int = 0
    commits: int = 0

    def __attrs_post_init__(self) -> None:
        self._listening.bind(str(self.folder / SOCKET))
        self._listening.listen()
        Thread(target=self._serve, daemon=True).start()

    @property
    def through(self) -> str:
        """The URL of the same database through this line."""
        parts = psycopg.conninfo.conninfo_to_dict(self.url)
        options = quote(str(parts.get("options", "")), safe="")
        host = quote(str(self.folder), safe="")
        return f"postgresql://postgres@/postgres?host={host}&options={options}&application_name={NAME}"

    def breaks(self, how: str, at: int, *, only_commits: bool = False) -> None:
        """Break once, at this message from now on, or at this commit."""
        self.how, self.at, self.only_commits = how, at, only_commits
        self.messages = self.commits = 0

    @property
    def broken(self) -> bool:
        return (self.commits if self.only_commits else self.messages) >= self.at

    def close(self) -> None:
        self._listening.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                with client, socket.socket(socket.AF_UNIX) as upstream, suppress(OSError):
                    host = psycopg.conninfo.conninfo_to_dict(self.url)["host"]
                    upstream.connect(f"{host}/{SOCKET}")
                    self._pass(client, upstream)

    def _pass(self, client: socket.socket, upstream: socket.socket) -> None:
        while True:
            for ready in select([client, upstream], [], [])[0]:
                data = ready.recv(1 << 20)
                if not data:
                    return
                if ready is upstream:
                    client.sendall(data)
                    continue
                commits = b"COMMIT" in data
                self.messages += 1
                self.commits += commits
                here = commits and self.commits == self.at if self.only_commits else self.messages == self.at
                if not here:
                    upstream.sendall(data)
                elif self.how == "before the answer":
                    upstream.sendall(data)
                    while select([client, upstream], [], [])[0] == [client]:  # a long one comes in parts
                        upstream.sendall(client.recv(1 << 20))
                    return
                elif self.how == "before it goes on":
                    return
                else:
                    with psycopg.connect(self.url, autocommit=True) as other:
                        other.execute(END.encode())
                    upstream.sendall(data)


@contextmanager
def line_to(url: str) -> Iterator[Line]:
    with tempfile.TemporaryDirectory(prefix="line-") as folder, closing(Line(url, Path(folder))) as line:
        yield line


class Swallowing(PostgresLink):
    """What a store must not do: take a commit that failed for one that did not."""

    def commit(self) -> None:
        with suppress(self.errors):
            super().commit()


class Hasty(PostgresLink):
    """Nor this: take it for one that was undone."""

    def commit(self) -> None:
        try:
            super().commit()
        except self.errors as error:
            raise self.told(error) from error


def at_messages(url: str, how: str, step: int, linked: type[Link] = PostgresLink) -> Seen:
    """Commands through a line that breaks at every commit, and at every so many-th of their messages."""
    seen, first = Seen(), 1 + COMMANDS
    with line_to(url) as line:
        _commands(line, 1, linked, seen)  # unbroken, to know what there is to break
        places = [(at, True) for at in range(1, line.commits + 1)]
        places += [(at, False) for at in range(1, line.messages, step)]
        for at, only_commits in places:
            line.breaks(how, at, only_commits=only_commits)
            _commands(line, first, linked, seen)
            seen.tried += line.broken
            first += COMMANDS
    with Store.connect(url) as store:
        seen.wrong += unsound(store)
    return seen


def _commands(line: Line, first: int, linked: type[Link], seen: Seen) -> None:
    opened: Callable[[], Store] = lambda: Store(Owned(server(line.through, 10), linked))  # noqa: E731
    store: Store | None = None
    for number in range(first, first + COMMANDS):
        where = f"command {number}, {'commit' if line.only_commits else 'message'} {line.at}"
        try:
            store = store or opened()
            command(store, number)
            told = "kept"
        except UnknownOutcome:
            told = "unknown"
        except StoreError:
            told = "not kept"
        seen.outcomes[told] = seen.outcomes.get(told, 0) + 1
        with Store.connect(line.url) as fresh:
            there = place(number) in keys(fresh)
            if told != "unknown" and there is not (told == "kept"):
                (seen.lost if told == "kept" else seen.wrong).append(f"{where}: {told}, but there: {there}")
            again = command(fresh, number)
            if again.replayed is not there or keys(fresh)[place(number)] != again.seq:
                seen.wrong.append(f"{where}, sent again: {again.replayed}")
    if store is not None:
        store.close()


HOWS: dict[str, type[Link]] = {  # how it breaks, and the store that must be caught then
    "before it goes on": Swallowing,
    "before the answer": Hasty,
    "ended by the server": Swallowing,
}


def figure(one: str, two: str, how: str, step: int) -> Row:
    """One way to break, in an empty schema, and in a second one a store that does not heed it."""
    seen = at_messages(one, how, step)
    control = at_messages(two, how, STEP, HOWS[how])
    said = "for undone" if HOWS[how] is Hasty else "for kept"
    return Row(
        "R3",
        f"line to the server cut, {how}",
        "PostgreSQL",
        seen.tried,
        len(seen.lost),
        len(seen.wrong),
        f"a commit's error taken {said}: {len(control.lost) + len(control.wrong)} told wrongly",
        caught=bool(control.lost or control.wrong),
    )


def figures(scale: int) -> Iterator[Row]:
    """All ways, in the long form at every message."""
    with running() as url:
        for how in HOWS:
            with schema_of(url) as one, schema_of(url) as two:
                yield figure(one, two, how, 1 if scale > 1 else STEP)
