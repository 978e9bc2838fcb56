"""Names and values that both engines can hold: numbers are eighths, which a double is exactly.

No dates stand in records or payloads: the engine's Python binding takes none in a map of values of any type.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from strategies.dice import Dice

from ocop_workflow.guards import Environment, Scope, scope_of
from ocop_workflow.model.definition import Definition, Taken
from ocop_workflow.model.types import (
    BooleanType,
    CollectionType,
    DateType,
    EnumType,
    Field,
    IntegerType,
    ListType,
    NumberType,
    PartyType,
    RecordType,
    StringType,
    Type,
)

WORDS = ("food", "drink", "craft")
TEXTS = ("", "a", "food", "hà nội", "it's", "back\\slash", '"so"')
EIGHTHS = tuple(
    Decimal(125 * n).scaleb(-3) for n in (-24, -8, -1, 0, 1, 4, 8, 12, 16, 17, 24, 399, 400, 401, 716)
)
WHOLES = (-5, -3, -1, 0, 0, 1, 1, 2, 2, 3, 3, 5, 50, 10**9)
DAYS = (date(1900, 1, 1), date(2020, 2, 29), date(2020, 3, 1), date(2020, 3, 2), date(9999, 12, 31))

NUMBER = NumberType(3, Decimal(-1000), Decimal(1000))
WHOLE = IntegerType(-(10**9), 10**9)
WORD = EnumType(WORDS)


def _fields(given: Mapping[str, Type], optional: frozenset[str] = frozenset()) -> dict[str, Field]:
    return {name: Field(name, type_, optional=name in optional) for name, type_ in given.items()}


SHEET = RecordType(
    _fields({"A": NUMBER, "B": NUMBER, "n": WHOLE, "ok": BooleanType(), "word": WORD}, frozenset("B"))
)
DATA: dict[str, Type] = {
    "flag": BooleanType(),
    "urgent": BooleanType(),
    "stars": WHOLE,
    "count": WHOLE,
    "score": NUMBER,
    "weight": NUMBER,
    "group": WORD,
    "note": StringType(),
    "owner": PartyType(),
    "opened": DateType(),
    "until": DateType(),
    "numbers": ListType(NUMBER, 5),
    "wholes": ListType(WHOLE, 5),
    "words": ListType(WORD, 4),
    "flags": ListType(BooleanType(), 3),
    "days_off": ListType(DateType(), 4),
    "sheet": SHEET,
    "marks": CollectionType(SHEET, "person", 4),
    "votes": CollectionType(SHEET, "person", 4),
}
PARAMETERS: dict[str, Type] = {"quorum": WHOLE}
PAYLOAD: dict[str, Type] = {"amount": NUMBER, "n": WHOLE, "kind": WORD, "sure": BooleanType()}
LISTED = frozenset({"marks"})  # macros walk over its records: a map of CEL's would give its keys

SCOPE: Scope = scope_of(
    Definition(
        workflow="shared",
        version="1",
        start={},
        states=(),
        events={},
        data=_fields(DATA),
        parameters=_fields(PARAMETERS),
    ),
    {name: Taken(field) for name, field in _fields(PAYLOAD, frozenset({"amount"})).items()},
)


def environment(dice: Dice) -> Environment:
    """A snapshot in which about one value in five is unset."""
    data, taken = _some(dice, DATA), _some(dice, PAYLOAD)
    return Environment(data, taken, _some(dice, PARAMETERS), today=dice.one(DAYS))


def _some(dice: Dice, types: Mapping[str, Type]) -> dict[str, object]:
    return {name: _value(dice, type_) for name, type_ in types.items() if dice.number(1, 5) > 1}


def _value(dice: Dice, type_: Type) -> object:
    match type_:
        case NumberType():
            return dice.one(EIGHTHS)
        case IntegerType():
            return dice.one(WHOLES)
        case BooleanType():
            return dice.one((False, True))
        case DateType():
            return dice.one(DAYS)
        case EnumType(values=words):
            return dice.one(words)
        case ListType(items=items, maximum=most):
            return tuple(_value(dice, items) for _ in range(dice.number(0, most)))
        case CollectionType(record=record, maximum=most):
            return {key: _value(dice, record) for key in dice.some(TEXTS, most)}
        case RecordType(fields=fields):
            kept = [one for one in fields.values() if not one.optional or dice.number(0, 1)]
            return {one.name: _value(dice, one.type) for one in kept}
        case _:
            return dice.one(TEXTS)
