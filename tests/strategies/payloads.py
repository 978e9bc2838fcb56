"""Random payloads: mostly what is asked for, sometimes wrong in one way."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from unicodedata import normalize

from hypothesis import strategies as st

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

from .places import PARTIES, UNITS

DAYS = tuple(date(2020, month, day) for month in (1, 2, 3, 4, 8) for day in (1, 14, 28))
ODD: tuple[object, ...] = (2.5, True, "word", "12", -77, 10**9, Decimal("1.234567"), "2020-02-30", ["x"], {"a": 1}, "")


def values(type_: Type) -> st.SearchStrategy[object]:
    """Values that fit the type."""
    match type_:
        case NumberType(scale=scale, minimum=least, maximum=most):
            shift = 10**scale
            exact = st.integers(int(least * shift), int(most * shift)).map(lambda n: Decimal(n).scaleb(-scale))
            return st.one_of(exact, exact.map(str), st.integers(int(least), int(most)))
        case IntegerType(minimum=least, maximum=most):
            return st.integers(least, most)
        case BooleanType():
            return st.booleans()
        case StringType():
            return st.sampled_from(["", "Nguyễn", normalize("NFD", "Nguyễn"), "a reason"])
        case EnumType(values=words):
            return st.sampled_from(words)
        case DateType():
            return st.one_of(st.sampled_from(DAYS), st.sampled_from(DAYS).map(date.isoformat))
        case PartyType():
            return st.sampled_from(PARTIES)
        case UnitType():
            return st.sampled_from([*UNITS.units, "u/a/1", "u/b/1"])
        case DocumentType():
            return st.sampled_from("ab0").map(lambda c: {"name": "plan.pdf", "sha256": c * 64})
        case ListType(items=items, maximum=most):
            return st.lists(values(items), max_size=most)
    raise AssertionError(type_)


@st.composite
def payloads(draw: st.DrawFn, takes: Mapping[str, Taken], *, wrong_in: int = 8) -> dict[str, object]:
    """A payload for these fields; about one of `wrong_in` is missing something, has too much or the wrong type."""
    payload: dict[str, object] = {}
    for name, taken in takes.items():
        if not taken.field.optional or draw(st.booleans()):
            payload[name] = draw(values(taken.field.type))
    if wrong_in and draw(st.integers(1, wrong_in)) == wrong_in:
        ways = ["more", *["less", "odd"] * bool(payload)]
        match draw(st.sampled_from(ways)):
            case "more":
                payload["unasked"] = 1
            case "less":
                del payload[draw(st.sampled_from(sorted(payload)))]
            case _:
                payload[draw(st.sampled_from(sorted(payload)))] = draw(st.sampled_from(ODD))
    return payload
