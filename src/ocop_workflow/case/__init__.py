"""What running returns: a case, its entries, decisions and their reasons."""

from collections.abc import Mapping
from datetime import datetime

from attrs import field, frozen

from ..model.swift import swift
from ..model.text import Text
from ..model.types import Field

FORMAT = 1  # of stored entries and cases
MOVED = (
    2  # of an entry with which a case goes on under another definition; an older library does not know them
)
MIGRATE = "migrate"  # the event of such an entry: no workflow has one of that name


@frozen
class Erased:
    """Stands where a personal value was erased."""


@swift
@frozen
class Due:
    """When an armed clock event is due, or, while its time is not counted, how many units of time are left.

    Exactly one is set. `at` is an aware datetime; `left` counts the clock's own unit (days or working days).
    """

    at: datetime | None = None
    left: int | None = None


@swift
@frozen
class Case:
    """One case as it stands after entry number `seq` (the start is number 1).

    `state` is a leaf; `data` has only fields that are set: int, Decimal, str, bool, date, a document as
    {"name", "sha256"}, a list as a tuple, a record as a dict, a collection as a dict of records sorted by key.
    `since` tells for the leaf and each composite or tag when its present visit began. `due` has the armed
    clock events that have not fired. `evidence` is scope → event → ids of those who fired it (scope "" is the
    whole case; an attested event has nobody). `head` is the hash of the last entry.
    `replayed` says that an answer was given again for a known idempotency key.
    """

    id: str
    definition: str
    state: str
    seq: int
    at: datetime
    data: Mapping[str, object]
    since: Mapping[str, datetime]
    due: Mapping[str, Due]
    evidence: Mapping[str, Mapping[str, tuple[str, ...]]]
    head: str
    replayed: bool = field(default=False, eq=False)


@swift
@frozen
class Entry:
    """One line of a case's history: it is never changed, and `hash` seals it with all before it.

    `payload`, `writes` and `seen` are JSON forms (decimals and dates as strings). They hold commitments in place
    of personal values, which travel in `personal` (payload field → value) and are kept beside the history.
    `writes` is {"data": {field: value, or None where cleared or dropped with its scope}, "due": {clock event:
    {"at": …} or {"left": …}, or None where disarmed or fired}}; folding applies it and evaluates nothing.
    `seen` is what the guards saw, the calendar and other facts used.

    An entry of format MOVED has taken the case from another definition to `definition`: `source` is a leaf of the one
    before, and `writes` says all that the case is from then on: besides "data" and "due" the names of the "personal"
    values that it keeps, "since" and "evidence" as the case has them. Its `payload` says by which plan.
    """

    case: str
    definition: str
    seq: int
    event: str
    source: str | None
    target: str
    stay: bool
    actor: str | None
    role: str | None
    unit: str | None
    on_behalf: str | None
    at: datetime
    recorded: datetime
    due: datetime | None
    payload: Mapping[str, object]
    writes: Mapping[str, object]
    seen: Mapping[str, object]
    previous: str | None
    format: int = FORMAT
    hash: str = ""
    salt: bytes | None = field(default=None, eq=False, repr=False)
    personal: Mapping[str, object] = field(factory=dict, eq=False, repr=False)
    sealed: bytes | None = field(
        default=None, init=False, eq=False, repr=False
    )  # what was hashed; no copy has it

    @property
    def moves(self) -> bool:
        """Whether the case came from another definition with it."""
        return self.format >= MOVED


@frozen
class Reason:
    """Why an event is refused: a frozen code, the sentence, the guard, the values it saw, the legal basis.

    `values` maps the text of what was read to its value; `basis` has ids of the definition's sources and marks.
    """

    code: str
    text: Text
    guard: str | None = None
    values: Mapping[str, object] = field(factory=dict)
    basis: tuple[str, ...] = ()


@swift
@frozen
class Decision:
    """The answer to one event: allowed, with the new case and its entries, or every reason against it.

    `event` is the event's name. `needs` has the payload's fields when only a payload can decide
    (`decisions()`); then `allowed` is False and `reasons` is empty.
    """

    event: str
    allowed: bool
    case: Case | None
    entries: tuple[Entry, ...] = ()
    reasons: tuple[Reason, ...] = ()
    needs: Mapping[str, Field] = field(factory=dict)
