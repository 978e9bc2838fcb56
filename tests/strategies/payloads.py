"""Random payloads: mostly what is asked for, sometimes wrong in one way."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from unicodedata import normalize

from ocop_workflow.model.definition import Taken
from ocop_workflow.model.types import (
    BooleanType,
    DateType,
    DocumentType,
    EnumType,
    IntegerType,
    ListType,
    NumberType,
    PartyType,
    StringType,
    Type,
    UnitType,
)

from .dice import Dice
from .places import PARTIES, UNITS

DAYS = tuple(date(2020, month, day) for month in (1, 2, 3, 4, 8) for day in (1, 14, 28))
ODD: tuple[object, ...] = (
    2.5,
    True,
    "word",
    "12",
    -77,
    10**9,
    Decimal("1.234567"),
    "2020-02-30",
    ["x"],
    {"a": 1},
    "",
)


def value(dice: Dice, type_: Type) -> object:
    """A value that fits the type."""
    match type_:
        case NumberType(scale=scale, minimum=least, maximum=most):
            exact = Decimal(dice.number(int(least * 10**scale), int(most * 10**scale))).scaleb(-scale)
            return dice.one([exact, exact, str(exact), int(exact)])
        case IntegerType(minimum=least, maximum=most):
            return dice.number(least, most)
        case BooleanType():
            return dice.one([True, True, False])
        case StringType():
            return dice.one(["", "Nguyễn", normalize("NFD", "Nguyễn"), "a reason"])
        case EnumType(values=words):
            return dice.one(words)
        case DateType():
            day = dice.one(DAYS)
            return dice.one([day, day.isoformat()])
        case PartyType():
            return dice.one(PARTIES)
        case UnitType():
            return dice.one(["u/a/1"] * 6 + ["u/b/1"] * 3 + list(UNITS.units))
        case DocumentType():
            return {"name": "plan.pdf", "sha256": dice.one("ab0") * 64}
        case ListType(items=items, maximum=most):
            return [value(dice, items) for _ in range(dice.number(0, most))]
    raise AssertionError(type_)


def payload(dice: Dice, takes: Mapping[str, Taken], *, wrong_in: int = 8) -> dict[str, object]:
    """A payload for these fields; one of `wrong_in` is missing something, has too much or the wrong type."""
    handed: dict[str, object] = {
        name: value(dice, taken.field.type)
        for name, taken in takes.items()
        if not taken.field.optional or dice.number(0, 1)
    }
    if wrong_in and dice.number(1, wrong_in) == wrong_in:
        match dice.one(["more", *["less", "odd"] * bool(handed)]):
            case "more":
                handed["unasked"] = 1
            case "less":
                del handed[dice.one(sorted(handed))]
            case _:
                handed[dice.one(sorted(handed))] = dice.one(ODD)
    return handed
