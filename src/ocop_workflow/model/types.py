"""The types that data, payloads and parameters may have."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from attrs import field, frozen

from .position import Position
from .text import Text

DIGITS = 15  # the most digits a number may have, so that every sum of a full list stays exact
LIST_LIMIT = 16  # the longest list or collection a guard may walk


@frozen
class NumberType:
    """An exact decimal with `scale` digits behind the point, within bounds (both included)."""

    scale: int
    minimum: Decimal
    maximum: Decimal


@frozen
class IntegerType:
    """A whole number within bounds (both included)."""

    minimum: int
    maximum: int


@frozen
class StringType:
    """Text, kept in NFC, of at most `max_length` characters."""

    max_length: int = 10_000


@frozen
class BooleanType:
    """True or false."""


@frozen
class DateType:
    """A calendar day, without a time."""


@frozen
class EnumType:
    """One of a closed list of words; `titles` says what people call them."""

    values: tuple[str, ...]
    titles: Mapping[str, Text] = field(factory=dict, eq=False)

    def title(self, word: str) -> Text:
        """What a word is called; the word itself where nothing is said."""
        return self.titles.get(word) or Text(vi=word, en=word)


@frozen
class UnitType:
    """The id of an administrative unit, of a level if one is named."""

    level: str | None = None


@frozen
class PartyType:
    """The opaque id of a person or organisation outside the administration."""


@frozen
class CaseType:
    """The id of a case of `workflow`, to which this one belongs."""

    workflow: str


@frozen
class DocumentType:
    """A reference to a file in the host's archive: its name and its SHA-256 (64 hexadecimal digits)."""


@frozen
class RecordType:
    """Named fields, as a score sheet has them."""

    fields: Mapping[str, "Field"]


@frozen
class ListType:
    """At most `maximum` values of one type."""

    items: "Type"
    maximum: int


@frozen
class CollectionType:
    """Votes, consultations: one record a key, last wins, sorted by key.

    `per` is "person" (the key is the actor's id) or the name of a field of the record.
    """

    record: RecordType
    per: str
    maximum: int


@frozen
class DurationType:
    """A parameter that is a whole number of `unit`: days, working_days or months."""

    unit: str


@frozen
class LevelType:
    """A parameter that names the level of a unit."""


@frozen
class RoleType:
    """A parameter that names a role of the workflow, one of `among` where that says any."""

    among: tuple[str, ...] = ()

    def choices(self, roles: Iterable[str]) -> tuple[str, ...]:
        """What it may name, of a workflow with these roles."""
        return self.among or tuple(roles)


Type = (
    NumberType
    | IntegerType
    | StringType
    | BooleanType
    | DateType
    | EnumType
    | UnitType
    | PartyType
    | CaseType
    | DocumentType
    | RecordType
    | ListType
    | CollectionType
    | DurationType
    | LevelType
    | RoleType
)


@frozen
class Field:
    """A field of the data, of a payload, of a record, or a parameter.

    `within` names the composite state or tag whose visit the value belongs to (None: the whole case).
    """

    name: str
    type: Type
    optional: bool = False
    personal: bool = False
    within: str | None = None
    title: Text = field(default=Text(), eq=False)
    basis: tuple[str, ...] = field(default=(), eq=False)
    position: Position | None = field(default=None, eq=False, repr=False)
