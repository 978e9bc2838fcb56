"""What a host's connection lacks for the promise that no acknowledged event is lost."""

from ..errors import StoreError
from ..messages import say
from ..model.text import Text
from .link import Link

SAFE_WAL = (
    3,
    51,
    3,
)  # earlier ones may corrupt a database when the log is reset while another process writes
FULL = 2


def lacks(link: Link) -> tuple[Text, ...]:
    """Sentences, none if all is well. Raises StoreError if nothing could be undone (`journal_mode = OFF`)."""
    journal = _pragma(link, "journal_mode")
    if journal == "off":
        raise StoreError(say("store.journal_off"), "journal_off")
    if not any(row[2] for row in link.rows("PRAGMA database_list") if row[1] == "main"):
        return ()  # in memory: nothing outlives the process whatever is set
    version = str((link.one("SELECT sqlite_version()") or ("0",))[0])
    found = []
    if journal == "wal" and tuple(map(int, version.split("."))) < SAFE_WAL:
        found.append(say("store.wal_unsafe", version=version, safe=".".join(map(str, SAFE_WAL))))
    if journal == "memory":
        found.append(say("store.journal_memory"))
    if int(_pragma(link, "synchronous")) < FULL:
        found.append(say("store.synchronous_low"))
    return tuple(found)


def _pragma(link: Link, name: str) -> str:
    row = link.one(f"PRAGMA {name}")
    return str(row[0]).lower() if row else ""
