"""Payloads and votes worth trying when a story is told: what the proof chose first, then plain values."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from itertools import islice, product

from ..guards import reads, scope_of
from ..guards.tree import nodes
from ..model.definition import Definition, Event, Start
from ..model.expression import Literal
from ..model.types import (
    BooleanType,
    CollectionType,
    DateType,
    DocumentType,
    EnumType,
    Field,
    IntegerType,
    ListType,
    NumberType,
    RecordType,
    StringType,
    UnitType,
)
from .act import free_link
from .live import all_sets, conditions

MOST = 300
MOST_VOTES = 16
# A text that every list and every key can have, so that texts which are compared may be the same.
WORD = "item"


def payloads(
    declared: Start | Event, chosen: Mapping[str, object], today: date
) -> Iterator[dict[str, object]]:
    """Payloads of the original event: chosen values where the proof has them, others by type.

    A day that the proof chose may be any that the file does not name: days around today are tried after it.
    """
    pools: dict[str, list[object]] = {}
    for name, taken in declared.takes.items():
        if name in chosen and not isinstance(taken.field.type, UnitType):  # any will do: one that there is
            others = plain(taken.field, today) if isinstance(taken.field.type, DateType) else []
            pools[name] = list(dict.fromkeys((chosen[name], *others)))
        else:
            pools[name] = [*([None] if taken.field.optional else []), *plain(taken.field, today)]
    for values in islice(product(*pools.values()), MOST):
        yield {name: value for name, value in zip(pools, values, strict=True) if value is not None}


def links(
    definition: Definition, declared: Start | Event, chosen: Mapping[str, object]
) -> Iterator[dict[str, object]]:
    """What linked cases may say to an event that asks them: chosen values where the proof has them, then plain ones."""
    if not definition.links:
        yield {}
        return
    scope = scope_of(definition, declared.takes)
    trees = (*conditions(declared), *(expression.tree for _, expression in all_sets(declared)))
    pools: dict[str, list[object]] = {}
    for name in sorted({name for tree in trees for name in reads(tree, scope).links}):
        asked = definition.links[name]
        if free_link(name) in chosen:
            pools[name] = [chosen[free_link(name)]]
        elif asked.count is None:
            pools[name] = [True, False]
        else:
            edges = (int(value) + shift for value in sorted(_constants(definition)) for shift in (0, 1, -1))
            known = dict.fromkeys((0, 1, *edges, asked.maximum))
            pools[name] = [value for value in known if 0 <= value <= asked.maximum]
    for values in islice(product(*pools.values()), MOST):
        yield dict(zip(pools, values, strict=True))


def plain(field: Field, today: date) -> list[object]:
    """Ordinary values of a type, the likeliest first."""
    match field.type:
        case BooleanType():
            return [True, False]
        case DateType():
            return [today + timedelta(days=shift) for shift in (0, -30, 30, -1, 1, 1000)]
        case EnumType(values=words):
            return list(words[:3])
        case IntegerType(minimum=low, maximum=high):
            return list(dict.fromkeys([min(high, max(low, 5)), high, low, (low + high) // 2]))
        case NumberType(minimum=low, maximum=high):
            return list(dict.fromkeys([high, low, min(high, max(low, Decimal(1)))]))
        case UnitType(level=level):
            return [f"unit@{level}" if level else "unit"]
        case DocumentType():
            return [{"name": f"{field.name}.pdf", "sha256": sha256(b"").hexdigest()}]
        case ListType(items=items, maximum=most):
            values = items.values if isinstance(items, EnumType) else plain(Field(WORD, items), today)
            several = [tuple(values[:n]) for n in range(min(most, len(values)), -1, -1)]
            return [*several, *((value,) for value in values[1:] if most)]
        case RecordType(fields=fields):
            return [{name: plain(each, today)[0] for name, each in fields.items()}]
        case StringType() if not field.personal:  # no condition reads personal text
            return list(dict.fromkeys([field.name, WORD]))
    return [field.name]


def votes_name(collection: str) -> str:
    """Under which name a solver says what is put into a collection before a step."""
    return f"?votes in {collection}"


def votes(
    kind: CollectionType, definition: Definition, chosen: Mapping[str, object]
) -> Iterator[list[dict[str, object]]]:
    """Sets of records to put into a collection: equal ones first, with totals that the guards speak of."""
    totals = [value for value in chosen.values() if isinstance(value, Decimal)]
    totals += [
        value + shift for value in sorted(_constants(definition)) for shift in (Decimal(0), Decimal("-0.5"))
    ]
    records = [
        record
        for agreed in (True, False)
        for total in dict.fromkeys(totals or [Decimal(0)])
        if (record := with_total(kind.record, total, agreed=agreed)) is not None
    ]
    words = isinstance(kind.record.fields[kind.per].type, EnumType) if kind.per != "person" else False
    sizes = [value for value in chosen.values() if type(value) is int and 0 < value <= MOST_VOTES]
    for count in dict.fromkeys(
        (*sizes, *(range(1, MOST_VOTES + 1) if words else (1, 2, 3, 5, 9, MOST_VOTES)))
    ):
        if count > kind.maximum:
            continue
        apart = [*records[:1] * (count - 1), *_farthest(kind.record, records[:1])] if count > 1 else []
        for ballot in (
            ([record] * count for record in records[:1]),
            [apart],
            ([r] * count for r in records[1:]),
        ):
            for each in ballot:
                told = [
                    known
                    for number, record in enumerate(each)
                    if (known := keyed(kind, record, number)) is not None
                ]
                if told and len(told) == len(each):
                    yield told


def _farthest(record: RecordType, known: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """A record whose total is as far as can be from that of the known one."""
    low, high = Decimal(0), Decimal(0)
    for field in record.fields.values():
        if isinstance(field.type, NumberType | IntegerType):
            low, high = low + field.type.minimum, high + field.type.maximum
    numbers = [each for each in known[0].values() if isinstance(each, int | Decimal)] if known else []
    total = sum((Decimal(each) for each in numbers if not isinstance(each, bool)), Decimal(0))
    far = with_total(record, low if total - low >= high - total else high, agreed=True)
    return [far] if far is not None else []


def with_total(record: RecordType, total: Decimal, *, agreed: bool) -> dict[str, object] | None:
    """A record whose numbers add up to the total as far as their bounds allow."""
    values: dict[str, object] = {}
    left = total
    for name, field in record.fields.items():
        match field.type:
            case NumberType(minimum=low, maximum=high, scale=scale):
                part = min(max(left, low), high).quantize(Decimal(1).scaleb(-scale))
                values[name] = part
                left -= part
            case IntegerType(minimum=low, maximum=high):
                whole = int(min(max(left, Decimal(low)), Decimal(high)))
                values[name] = whole
                left -= whole
            case BooleanType():
                values[name] = agreed
            case _:
                values[name] = plain(field, date(2020, 1, 1))[0]
    return values


def keyed(kind: CollectionType, record: Mapping[str, object], number: int) -> dict[str, object] | None:
    """The record under the `number`th key, where the key is a field; None if there is no such key."""
    if kind.per == "person":
        return dict(record)
    key = kind.record.fields[kind.per].type
    if isinstance(key, EnumType):
        return {**record, kind.per: key.values[number]} if number < len(key.values) else None
    return {**record, kind.per: f"{kind.per}-{number}" if number else WORD}


def _constants(definition: Definition) -> set[Decimal]:
    acts: list[Start | Event] = [*definition.start.values(), *definition.events.values()]
    trees = [tree for act in acts for tree in conditions(act)]
    trees += [expression.tree for act in acts for _, expression in all_sets(act)]
    trees += [let.expression.tree for let in definition.let.values()]
    values = (node.value for tree in trees for node in nodes(tree) if isinstance(node, Literal))
    return {Decimal(v) for v in values if isinstance(v, int | Decimal) and not isinstance(v, bool)}
