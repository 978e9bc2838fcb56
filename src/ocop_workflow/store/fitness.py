"""What a connection lacks for the promise that no acknowledged event is lost."""

import os

from ..errors import StoreError
from ..messages import say
from ..model.text import Text
from .dialect import SQLITE
from .link import Link

# Earlier ones may corrupt a database when the log is reset while another process writes.
SAFE_WAL = (3, 51, 3)
FULL = 2
_LOG = ("wal",)


# What may be lost or torn by a crash of the server where these are off.
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")


def lacks(link: Link) -> tuple[Text, ...]:
    """Sentences, none if all is well.

    Raises StoreError if nothing could be undone (SQLite's `journal_mode = OFF`), or for a PostgreSQL database that
    does not keep Unicode.
    """
    return _sqlite(link) if link.dialect is SQLITE else _postgres(link)


def sqlite_version(link: Link) -> str:
    """The version of the library that this connection is one of, such as `3.51.3`."""
    return str((link.one("SELECT sqlite_version()") or ("0",))[0])


def wal_is_safe(link: Link) -> bool:
    """Whether this SQLite may keep a database in a write-ahead log."""
    return tuple(map(int, sqlite_version(link).split("."))) >= SAFE_WAL


def main_file(link: Link) -> str:
    """The path of an SQLite database; empty if it is in memory."""
    if link.file is None:
        link.file = next((row[2] or "" for row in link.rows("PRAGMA database_list") if row[1] == "main"), "")
    return link.file


def outlives(link: Link) -> bool:
    """Whether what the connection leads to is there without it: a server or a file, and nothing in memory alone."""
    return link.dialect is not SQLITE or bool(main_file(link))


def unsafe_journal(link: Link) -> Text | None:
    """What is wrong with the journal that the file has now: whoever else has it open may have changed it."""
    if link.dialect is not SQLITE or link.safe_log:
        return None
    if link.safe_log is None:
        path = main_file(link)
        link.safe_log = not path or wal_is_safe(link)  # in memory there is none
        link.log = f"{path}-wal" if os.access(path, os.F_OK) else None
        return unsafe_journal(link)
    if link.log is not None and not os.access(link.log, os.F_OK):
        return None  # whoever has begun a transaction in a log has made its file
    if link.one("PRAGMA journal_mode") != _LOG:
        return None
    return say("store.journal_stuck", path=main_file(link), journal=_LOG[0])


def _postgres(link: Link) -> tuple[Text, ...]:
    encoding = _shown(link, "server_encoding")
    if encoding != "utf8":
        raise StoreError(say("store.encoding", encoding=encoding), "encoding")
    return tuple(say("store.setting_off", setting=name) for name in DURABLE if _shown(link, name) == "off")


def _shown(link: Link, name: str) -> str:
    row = link.one(f"SHOW {name}")
    return str(row[0]).lower() if row else ""


def _sqlite(link: Link) -> tuple[Text, ...]:
    journal = _pragma(link, "journal_mode")
    if journal == "off":
        raise StoreError(say("store.journal_off"), "journal_off")
    if not main_file(link):
        return ()  # in memory: nothing outlives the process whatever is set
    found = []
    if journal == "wal" and not wal_is_safe(link):
        safe = ".".join(map(str, SAFE_WAL))
        found.append(say("store.wal_unsafe", version=sqlite_version(link), safe=safe))
    if journal == "memory":
        found.append(say("store.journal_memory"))
    if int(_pragma(link, "synchronous")) < FULL:
        found.append(say("store.synchronous_low"))
    return tuple(found)


def _pragma(link: Link, name: str) -> str:
    row = link.one(f"PRAGMA {name}")
    return str(row[0]).lower() if row else ""
