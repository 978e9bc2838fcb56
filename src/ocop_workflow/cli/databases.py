"""Which database a command means, and opening it."""

from pathlib import Path

from ..messages import say
from ..store import Store, address
from ..store.sqlite import DRIVERS
from .inputs import Inputs
from .parser import UsageError

SQLITE = "sqlite:///"
NOWHERE = ("", "/", "/:memory:")  # what a command keeps there is gone when it ends


def url_of(database: str) -> str:
    """A URL as it is; the name of a file as the URL of an SQLite database."""
    return database if "://" in database else f"{SQLITE}{database}"


def shown(database: str) -> str:
    """The URL as it may be printed: without the password of a server."""
    return address.shown(url_of(database))


def file_of(url: str) -> Path | None:
    """The file of an SQLite database, None for others."""
    scheme, _, path = url.partition(":///")
    return Path(path) if scheme in DRIVERS and ":memory:" not in url else None


def open_store(database: str, inputs: Inputs | None = None, *, existing: bool = False) -> Store:
    """The store; with `existing` neither a file nor tables are made.

    Raises UsageError where there would have to be a file, and for a store that is in memory alone.
    """
    url = url_of(database)
    if url.partition("://")[0] in DRIVERS and url.partition("://")[2] in NOWHERE:
        raise UsageError(say("cli.database_nowhere"))
    file = file_of(url)
    if existing and file is not None and not file.is_file():
        raise UsageError(say("cli.no_database", database=str(file)))
    given = inputs or Inputs()
    return Store.connect(url, units=given.units, calendar=given.calendar, existing=existing)
