"""Hosts of every kind over a database of either kind, each with its own way to begin, to nest and to write a row."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from importlib import import_module
from typing import Any
from urllib.parse import unquote

import psycopg
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.orm import Session, scoped_session, sessionmaker
from store.support import Database, File

MINE = "INSERT INTO mine VALUES ('my row')"


class Host:
    """What a host hands to the store, and its own transactions."""

    def __init__(self, given: Any) -> None:
        self.given = given

    def transaction(self) -> AbstractContextManager[object]:
        """Commits at the end, rolls back if the block raises."""
        raise NotImplementedError

    def nested(self) -> AbstractContextManager[object]:
        """A savepoint, rolled back to if the block raises."""
        raise NotImplementedError

    def write(self) -> None:
        """The host's own row."""
        self.given.execute(MINE)


class Sqlite(Host):
    """sqlite3 in autocommit mode, with statements that begin and end."""

    def transaction(self) -> AbstractContextManager[object]:
        return self._block("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK")

    def nested(self) -> AbstractContextManager[object]:
        return self._block("SAVEPOINT mine", "RELEASE mine", "ROLLBACK TO mine")

    @contextmanager
    def _block(self, begin: str, end: str, undo: str) -> Iterator[None]:
        self.given.execute(begin)
        try:
            yield
        except BaseException:
            self.given.execute(undo)
            raise
        self.given.execute(end)


class Psycopg(Host):
    def transaction(self) -> AbstractContextManager[object]:
        whole: AbstractContextManager[object] = self.given.transaction()
        return whole

    nested = transaction


class Alchemy(Host):
    """A Connection or a Session."""

    def transaction(self) -> AbstractContextManager[object]:
        whole: AbstractContextManager[object] = self.given.begin()
        return whole

    def nested(self) -> AbstractContextManager[object]:
        part: AbstractContextManager[object] = self.given.begin_nested()
        return part

    def write(self) -> None:
        self.given.execute(text(MINE))


class Django(Host):
    def transaction(self) -> AbstractContextManager[object]:
        atomic: AbstractContextManager[object] = import_module("django.db.transaction").atomic()
        return atomic

    nested = transaction

    def write(self) -> None:
        with self.given.cursor() as cursor:
            cursor.execute(MINE)


def engine_of(database: Database, **how: Any) -> Engine:
    """SQLAlchemy's engine; on SQLite it begins by itself, as sqlite3 would not before a savepoint."""
    if not isinstance(database, File):
        return create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(database.url), **how)
    engine = create_engine(f"sqlite:///{database.path}", **how)

    @event.listens_for(engine, "connect")
    def by_statements(raw: Any, _: object) -> None:
        raw.isolation_level = None

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


@contextmanager
def django_connection(database: Database, **options: object) -> Iterator[Any]:
    """Django's `connection`, set to this database for as long."""
    settings = import_module("django.conf").settings
    connections = import_module("django.db").connections
    if not settings.configured:
        settings.configure(DATABASES={"default": {}}, USE_TZ=True)
        import_module("django").setup()
    if isinstance(database, File):
        chosen: dict[str, object] = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(database.path)}
        options = options or {"transaction_mode": "IMMEDIATE"}
    else:
        given = psycopg.conninfo.conninfo_to_dict(database.url)
        chosen = {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": given.get("dbname"),
            "USER": given.get("user"),
            "PASSWORD": given.get("password", ""),
            "HOST": unquote(str(given.get("host", ""))),
            "PORT": given.get("port", ""),
        }
        options = {"options": given["options"], **options}
    chosen["OPTIONS"] = options
    connections.settings["default"] = connections.configure_settings({"default": chosen})["default"]
    try:
        yield import_module("django.db").connection
    finally:
        connections["default"].close()
        del connections["default"]


@contextmanager
def sqlite_host(database: Database) -> Iterator[Host]:
    assert isinstance(database, File)
    with closing(sqlite3.connect(database.path, isolation_level=None)) as raw:
        yield Sqlite(raw)


@contextmanager
def psycopg_host(database: Database, *, autocommit: bool = False) -> Iterator[Host]:
    with closing(psycopg.connect(database.url, autocommit=autocommit)) as raw:
        yield Psycopg(raw)


@contextmanager
def connection_host(database: Database) -> Iterator[Host]:
    engine = engine_of(database)
    with engine.connect() as connection:
        yield Alchemy(connection)
    engine.dispose()


@contextmanager
def session_host(database: Database) -> Iterator[Host]:
    engine = engine_of(database)
    with Session(engine) as session:
        yield Alchemy(session)
    engine.dispose()


@contextmanager
def scoped_host(database: Database) -> Iterator[Host]:
    engine = engine_of(database)
    scoped = scoped_session(sessionmaker(engine))
    yield Alchemy(scoped)
    scoped.remove()
    engine.dispose()


@contextmanager
def proxy_host(database: Database) -> Iterator[Host]:
    with django_connection(database) as proxy:
        yield Django(proxy)


@contextmanager
def alias_host(database: Database) -> Iterator[Host]:
    with django_connection(database):
        yield Django(import_module("django.db").connections["default"])


HOSTS: dict[str, Callable[[Database], AbstractContextManager[Host]]] = {
    "sqlite3": sqlite_host,
    "psycopg": psycopg_host,
    "psycopg-autocommit": lambda database: psycopg_host(database, autocommit=True),
    "sqlalchemy-connection": connection_host,
    "sqlalchemy-session": session_host,
    "sqlalchemy-scoped": scoped_host,
    "django-proxy": proxy_host,
    "django-alias": alias_host,
}
ONE_KIND = {"sqlite3": "sqlite", "psycopg": "postgres", "psycopg-autocommit": "postgres"}
PAIRS = [
    (host, kind) for host in HOSTS for kind in ("sqlite", "postgres") if ONE_KIND.get(host, kind) == kind
]
