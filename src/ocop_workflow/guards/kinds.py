"""Which types behave alike in expressions, and how their numbers are bounded."""

from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from ..messages import say
from ..model.text import Text
from ..model.types import (
    BooleanType,
    CaseType,
    CollectionType,
    DateType,
    DocumentType,
    DurationType,
    IntegerType,
    ListType,
    NumberType,
    PartyType,
    RecordType,
    Type,
    UnitType,
)
from .exact import digits_behind, fraction, scaled

INEXACT = 99  # the scale of a value that may have no last digit, as a mean of three has none
EXACT_LIMIT = 60
LONGEST = 1_200  # months, days or working days that a parameter may count: a century

_KINDS: dict[type, str] = {
    NumberType: "number",
    IntegerType: "number",
    DurationType: "number",
    BooleanType: "boolean",
    DateType: "date",
    UnitType: "unit",
    PartyType: "party",
    CaseType: "case",
    DocumentType: "document",
    RecordType: "record",
    ListType: "list",
    CollectionType: "collection",
}


def kind(type_: Type) -> str:
    """number, boolean, date, unit, party, case, document, record, list, collection; everything in words is `word`."""
    return _KINDS.get(type(type_), "word")


def kind_text(type_: Type | str) -> Text:
    """A kind in people's words."""
    return say(f"guards.kind_{type_ if isinstance(type_, str) else kind(type_)}")


@frozen
class Range:
    """The numbers that an expression can be: `scale` digits behind the point at most, between bounds."""

    whole: bool
    scale: int
    low: Fraction
    high: Fraction

    def join(self, other: "Range") -> "Range":
        return Range(
            self.whole and other.whole,
            max(self.scale, other.scale),
            min(self.low, other.low),
            max(self.high, other.high),
        )


def range_of(type_: Type) -> Range | None:
    """The range of a number's type; None for other types."""
    match type_:
        case NumberType(scale=scale, minimum=minimum, maximum=maximum):
            low, high = fraction(minimum), fraction(maximum)
            return Range(whole=False, scale=scale, low=low or Fraction(0), high=high or Fraction(0))
        case IntegerType(minimum=least, maximum=most):
            return Range(whole=True, scale=0, low=Fraction(least), high=Fraction(most))
        case DurationType():
            return Range(whole=True, scale=0, low=Fraction(0), high=Fraction(LONGEST))
        case _:
            return None


def type_of_range(found: Range) -> Type:
    """The narrowest type for a range; bounds that have no last digit are widened a little."""
    if found.whole:
        return IntegerType(int(found.low), int(found.high))
    scale = INEXACT if found.scale > EXACT_LIMIT else found.scale
    return NumberType(scale, _bound(found.low, up=False), _bound(found.high, up=True))


def is_whole(type_: Type | None) -> bool:
    """Whether values are whole numbers, kept as `int`."""
    return isinstance(type_, IntegerType | DurationType)


def is_inexact(type_: Type) -> bool:
    """Whether a value may have no last digit, so that storing it needs round() or floor()."""
    return isinstance(type_, NumberType) and type_.scale >= INEXACT


def _bound(value: Fraction, *, up: bool) -> Decimal:
    scale = 0 if value.denominator == 1 else digits_behind(value)
    if scale is None or scale > EXACT_LIMIT:
        scale = EXACT_LIMIT
    power = value.numerator * 10**scale
    return scaled(-(-power // value.denominator) if up else power // value.denominator, scale)
