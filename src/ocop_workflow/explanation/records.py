"""What a collection may become: records more, or records given anew.

A record is tried with totals at which a comparison turns, and with every condition in it met, or none.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from attrs import frozen

from ..guards.exact import scaled
from ..model.types import (
    BooleanType,
    CollectionType,
    EnumType,
    IntegerType,
    NumberType,
    RecordType,
    StringType,
)
from ..verification.candidates import plain
from .variables import Difference, Tried, turns

Records = Mapping[str, object]
MOST_WORDS = 6  # of one enumeration in a record


@frozen
class _Shape:
    """Which keys get a new record; the others keep theirs."""

    given: tuple[str, ...]


def collections(
    kind: CollectionType,
    current: Records,
    differences: Sequence[Difference],
    today: date,
    named: Sequence[str] = (),
) -> list[Tried]:
    """Collections other than the present one, those that touch the fewest records first.

    `named` are texts that the case names elsewhere: a record may be wanted under one of them.
    """
    others = {name: plain(each, today)[0] for name, each in kind.record.fields.items()}
    found: dict[str, Tried] = {}
    for shape in _shapes(kind, current, named):
        for variant in _variants(kind):

            def build(total: int, shape: _Shape = shape, variant: Records = variant) -> object:
                made = _record(kind.record, total, {**others, **variant})
                fresh = {
                    key: made if kind.per == "person" else {**made, kind.per: key} for key in shape.given
                }
                return dict(sorted({**current, **fresh}.items()))

            for value in _totals(kind.record, differences, build):
                if value != current:
                    found.setdefault(repr(value), Tried(value, len(shape.given), Fraction(0)))
    return sorted(found.values(), key=lambda each: each.touched)


def _shapes(kind: CollectionType, current: Records, named: Sequence[str]) -> Iterator[_Shape]:
    free = _free_keys(kind, current, named)[: kind.maximum - len(current)]
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


def _free_keys(kind: CollectionType, current: Records, named: Sequence[str]) -> tuple[str, ...]:
    """Keys without a record: words as the file has them, texts that are named; of people and other names, made up."""
    declared = kind.record.fields[kind.per].type if kind.per != "person" else None
    if isinstance(declared, EnumType):
        return tuple(word for word in declared.values if word not in current)
    texts = named if isinstance(declared, StringType) else ()
    made = dict.fromkeys((*texts, *(f"+{number}" for number in range(1, kind.maximum + 1))))
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
    numbers = _numbers(record).values()
    low, high = sum(least for least, _, _ in numbers), sum(most for _, most, _ in numbers)
    yield from turns(low, high, differences, build)


def _numbers(record: RecordType) -> dict[str, tuple[int, int, int]]:
    """Least and greatest value of each number, in units of the finest, and how many units are one step."""
    types = {name: each.type for name, each in record.fields.items()}
    scales = {name: type_.scale for name, type_ in types.items() if isinstance(type_, NumberType)}
    scales |= {name: 0 for name, type_ in types.items() if isinstance(type_, IntegerType)}
    finest = max(scales.values(), default=0)
    found: dict[str, tuple[int, int, int]] = {}
    for name, scale in scales.items():
        type_ = types[name]
        assert isinstance(type_, NumberType | IntegerType)
        unit = 10**finest
        found[name] = int(type_.minimum * unit), int(type_.maximum * unit), 10 ** (finest - scale)
    return found


def _record(record: RecordType, total: int, others: Records) -> dict[str, object]:
    """A record whose numbers add up to the total, in units of the finest, as far as bounds allow."""
    numbers = _numbers(record)
    left = total - sum(low for low, _, _ in numbers.values())
    made: dict[str, object] = {}
    for name, each in record.fields.items():
        if name not in numbers:
            made[name] = others[name]
            continue
        low, high, step = numbers[name]
        part = max(0, min(left, high - low)) // step * step
        left -= part
        steps = (low + part) // step
        made[name] = scaled(steps, each.type.scale) if isinstance(each.type, NumberType) else steps
    return made
