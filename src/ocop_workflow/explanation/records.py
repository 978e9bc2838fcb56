"""What a collection may become: records more, or records given anew. A record is tried with totals at which a
comparison turns, and with every condition in it met, or none.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from ..guards.exact import scaled
from ..model.types import BooleanType, CollectionType, EnumType, Field, IntegerType, NumberType, RecordType
from ..verification.candidates import plain
from .variables import Difference, Tried, turns

Records = Mapping[str, object]
MOST_WORDS = 6  # of one enumeration in a record


@frozen
class _Shape:
    """Which keys get a new record; the others keep theirs."""

    given: tuple[str, ...]


def collections(
    kind: CollectionType, current: Records, differences: Sequence[Difference], today: date
) -> list[Tried]:
    """Collections other than the present one, those that touch the fewest records first."""
    found: dict[str, Tried] = {}
    for shape in _shapes(kind, current):
        for variant in _variants(kind):

            def build(total: int, shape: _Shape = shape, variant: Records = variant) -> object:
                fresh = {key: _record(kind, key, total, variant, today) for key in shape.given}
                return dict(sorted({**current, **fresh}.items()))

            for value in _totals(kind.record, differences, build):
                if value != current:
                    found.setdefault(repr(value), Tried(value, len(shape.given), Fraction(0)))
    return sorted(found.values(), key=lambda each: each.touched)


def _shapes(kind: CollectionType, current: Records) -> Iterator[_Shape]:
    free = _free_keys(kind, current)[: kind.maximum - len(current)]
    for count in range(1, len(free) + 1):
        yield _Shape(free[:count])
    for key in current:
        yield _Shape((key,))
    for count in range(len(free) + 1):
        if len(current) > 1 or (current and count):
            yield _Shape((*current, *free[:count]))
    for key in free[1:]:  # of keys that are words, any one may be the one that is wanted
        if kind.per != "person":
            yield _Shape((key,))


def _free_keys(kind: CollectionType, current: Records) -> tuple[str, ...]:
    """Keys without a record: words as the file has them; of people and other names, made up."""
    declared = kind.record.fields[kind.per].type if kind.per != "person" else None
    if isinstance(declared, EnumType):
        return tuple(word for word in declared.values if word not in current)
    made = (f"+{number}" for number in range(1, kind.maximum + 1))
    return tuple(key for key in made if key not in current)


def _variants(kind: CollectionType) -> Iterator[Records]:
    """Conditions met or not; for each enumeration that is no key, its words."""
    fields = kind.record.fields
    flags = [name for name, each in fields.items() if isinstance(each.type, BooleanType)]
    words = {
        name: each.type.values[:MOST_WORDS]
        for name, each in fields.items()
        if isinstance(each.type, EnumType) and name != kind.per
    }
    for agreed in (True, False) if flags else (True,):
        most = max((len(known) for known in words.values()), default=1)
        for number in range(most):
            chosen = {name: known[min(number, len(known) - 1)] for name, known in words.items()}
            yield {**dict.fromkeys(flags, agreed), **chosen}


def _totals(
    record: RecordType, differences: Sequence[Difference], build: Callable[[int], object]
) -> Iterator[object]:
    """The collection for totals around which a comparison turns; once where records have no numbers."""
    scale = _scale(record)
    low, high = (
        (sum(bounds) for bounds in zip(*_bounds(record, scale), strict=True)) if _numbers(record) else (0, 0)
    )
    yield from turns(low, high, differences, build)


def _numbers(record: RecordType) -> list[Field]:
    return [each for each in record.fields.values() if isinstance(each.type, NumberType | IntegerType)]


def _scale(record: RecordType) -> int:
    return max((each.type.scale for each in _numbers(record) if isinstance(each.type, NumberType)), default=0)


def _bounds(record: RecordType, scale: int) -> list[tuple[int, int]]:
    unit = 10**scale
    found = []
    for each in _numbers(record):
        assert isinstance(each.type, NumberType | IntegerType)
        found.append((int(each.type.minimum * unit), int(each.type.maximum * unit)))
    return found


def _record(kind: CollectionType, key: str, total: int, variant: Records, today: date) -> dict[str, object]:
    """A record whose numbers add up to the total, counted in units of the finest, as far as bounds allow."""
    record, scale = kind.record, _scale(kind.record)
    left = total - sum(low for low, _ in _bounds(record, scale))
    made: dict[str, object] = {}
    for name, each in record.fields.items():
        match each.type:
            case NumberType(minimum=least, maximum=most, scale=digits):
                unit = 10 ** (scale - digits)
                room = int((most - least) * 10**scale)
                part = max(0, min(left, room)) // unit * unit
                made[name] = scaled(int(least * 10**digits) + part // unit, digits)
                left -= part
            case IntegerType(minimum=low, maximum=high):
                unit = 10**scale
                part = max(0, min(left // unit, high - low))
                made[name] = low + part
                left -= part * unit
            case _:
                made[name] = variant[name] if name in variant else plain(each, today)[0]
    if kind.per != "person":
        made[kind.per] = key if not isinstance(made[kind.per], Decimal | int) else made[kind.per]
    return made
