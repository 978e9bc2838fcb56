"""Hypothesis strategies for values of every type: mostly near the edges that guards mention, sometimes anywhere."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

from attrs import field, frozen
from hypothesis import strategies as st

from ..model.definition import Definition, Taken
from ..model.tree import state_tree
from ..model.types import (
    BooleanType,
    CaseType,
    DateType,
    DocumentType,
    DurationType,
    EnumType,
    Field,
    IntegerType,
    LevelType,
    ListType,
    NumberType,
    PartyType,
    RecordType,
    RoleType,
    StringType,
    Type,
    UnitType,
)
from .edges import beside
from .linked import IDS

PARTIES = ("party-1", "party-2")
TEXTS = ("x", "Nguyễn Thị Bưởi", "")
DAYS = (0, -1, 1, -30, 30, 365)
LEVELS = ("level",)
MISSING = "no_such_field"
WRONG: tuple[object, ...] = ("", "no such word", -1, 10**12, True, "2020-02-30", Decimal("0.123456789"))


@frozen
class Draws:
    """Strategies for one workflow; `places` are ids of units by level ("" has all), `edges` those of `edges_of`."""

    definition: Definition
    places: Mapping[str, Sequence[str]]
    edges: Mapping[str, frozenset[object]] = field(factory=dict)

    def payload(self, takes: Mapping[str, Taken], today: date) -> st.SearchStrategy[dict[str, object]]:
        """A payload that fits its types."""
        return self._record({name: taken.field for name, taken in takes.items()}, today)

    def wrong_payload(self, takes: Mapping[str, Taken], today: date) -> st.SearchStrategy[dict[str, object]]:
        """One with a field too many, too few or, mostly, unfit."""

        def spoil(given: dict[str, object], name: str, value: object) -> dict[str, object]:
            kept = {each: kept for each, kept in given.items() if each != name}
            return kept if value is None else {**kept, name: value}

        spoiled = st.sampled_from((*takes, MISSING))
        return st.builds(spoil, self.payload(takes, today), spoiled, st.sampled_from((None, *WRONG)))

    def parameters(self) -> st.SearchStrategy[dict[str, object]]:
        """Values for every required parameter that is open, and for some of the optional ones."""
        free = [f for n, f in self.definition.parameters.items() if n not in self.definition.values]
        needed = {f.name: self.value(f, date(2020, 1, 1)) for f in free if not f.optional}
        others = {f.name: self.value(f, date(2020, 1, 1)) for f in free if f.optional}
        return st.fixed_dictionaries(needed, optional=others)

    def value(self, declared: Field, today: date) -> st.SearchStrategy[Any]:
        """A value of the field's type."""
        return self._of(declared.type, self.edges.get(declared.name, frozenset()), today)

    def _record(self, fields: Mapping[str, Field], today: date) -> st.SearchStrategy[dict[str, object]]:
        needed = {name: self.value(f, today) for name, f in fields.items() if not f.optional}
        others = {name: self.value(f, today) for name, f in fields.items() if f.optional}
        return st.fixed_dictionaries(needed, optional=others)

    def _of(self, type_: Type, edges: Iterable[object], today: date) -> st.SearchStrategy[Any]:
        match type_:
            case NumberType(scale=scale, minimum=low, maximum=high):
                step = Decimal(1).scaleb(-scale)
                whole = st.integers(int(low / step), int(high / step)).map(
                    lambda n: Decimal(n).scaleb(-scale)
                )
                return st.one_of(st.sampled_from(_near(edges, low, high, step)), whole)
            case IntegerType(minimum=low, maximum=high):
                return st.one_of(st.sampled_from(_near(edges, low, high, 1)), st.integers(low, high))
            case DurationType():
                return st.integers(1, 60)
            case BooleanType():
                return st.sampled_from((True, False))
            case DateType():
                named = [day for day in edges if isinstance(day, date)]
                days = {day + timedelta(days=n) for day in named for n in (-1, 0, 1)}
                return st.sampled_from([*(today + timedelta(days=n) for n in DAYS), *sorted(days)])
            case EnumType(values=listed):
                return st.sampled_from(listed)
            case StringType(max_length=most):
                words = sorted(word for word in edges if isinstance(word, str))
                return st.sampled_from([text[:most] for text in (*words, *TEXTS)])
            case CaseType():
                return st.sampled_from(IDS)
            case PartyType():
                return st.sampled_from(PARTIES)
            case UnitType(level=level):
                return st.sampled_from(self.places.get(level or "") or self.places[""])
            case DocumentType():
                return st.just({"name": "x.pdf", "sha256": "0" * 64})
            case RecordType(fields=fields):
                return self._record(fields, today)
            case ListType(items=items, maximum=most):
                return st.lists(self._of(items, edges, today), max_size=min(most, 3))
        return self._name(type_)

    def _name(self, type_: Type) -> st.SearchStrategy[str]:
        """What parameters may name of the workflow itself."""
        if isinstance(type_, RoleType):
            return st.sampled_from(sorted(type_.choices(self.definition.roles)))
        assert isinstance(type_, LevelType)  # collections are neither payloads nor parameters
        return st.sampled_from(self._levels())

    def _levels(self) -> Sequence[str]:
        known = [level for level in self.places if level] or [
            level for level in state_tree(self.definition).level.values() if level
        ]
        return sorted({level for level in known if level not in self.definition.parameters}) or LEVELS


def _near(edges: Iterable[object], low: Any, high: Any, step: Any) -> list[Any]:
    """The edges with their neighbours, and the ends of the range; the smallest that a failure can shrink to first."""
    numbers = [floor(edge / Fraction(step)) * step for edge in edges if isinstance(edge, Fraction)]
    found = [low, *(near for number in sorted(numbers) for near in beside(number, step)), low + step, high]
    return list(dict.fromkeys(value for value in found if low <= value <= high))
