"""What a consumer is handed, and what came of it."""

from attrs import frozen

from ...case import Entry
from ...errors import StoreError

LONGEST_TEXT = 2000  # of an error, in characters


@frozen
class Delivery:
    """One entry as a consumer is handed it, personal values joined or `Erased`.

    `workflow` and `version` are those that the entry was decided by. `position` orders the entries of all cases as
    they were appended: it only grows, and may skip numbers. `attempt` is 1 at first, 2 after a failure.
    """

    entry: Entry
    workflow: str
    version: str
    position: int
    attempt: int


@frozen
class Delivered:
    """What one call of `deliver` did, and how the consumer stands after it.

    `delivered` and `failed` count the handler's calls. `waiting`: entries that are set aside for another try or wait
    behind one of their case; `dead`: dead letters. `more`: another call would find something to deliver now.
    `held_up` is why the call ended early: another worker delivers for this consumer, or a transaction that is still
    open may have an earlier entry; what was delivered before is counted.
    """

    delivered: int
    failed: int
    waiting: int
    dead: int
    more: bool
    held_up: StoreError | None = None


@frozen
class DeadLetter:
    """An entry that failed as often as is tried; its case waits for this consumer until somebody decides."""

    position: int
    case: str
    seq: int
    event: str
    attempts: int
    error: str


@frozen
class Progress:
    """How far a consumer has got: `lag` entries are ahead of `position`; `waiting` and `dead` as in `Delivered`."""

    name: str
    position: int
    lag: int
    waiting: int
    dead: int


def error_text(error: BaseException) -> str:
    """What is kept of an error: its kind and its words, without what a database cannot keep."""
    text = f"{type(error).__name__}: {error}".replace("\0", "\\0")
    return text.encode("utf-8", "backslashreplace").decode()[:LONGEST_TEXT]
