"""Votes that the conditions of a situation may ask for: foreseen first, and cast only where they would serve."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain

from attrs import frozen

from ...guards.tree import nodes
from ...model.definition import Event
from ...model.expression import Literal, Node
from ...model.types import CollectionType, IntegerType, NumberType
from ...verification.candidates import keyed, votes, with_total
from ...verification.replay import Run, Telling

SIZES = (2, 3, 5, 9)  # of ballots in which one record lies apart from the others
Record = Mapping[str, object]
Data = Mapping[str, object]


@frozen
class Ballot:
    """Records that are put into a collection one after the other, each by somebody who has not voted yet."""

    event: Event
    kind: CollectionType
    records: Sequence[Record]

    def foreseen(self, data: Data) -> Data | None:
        """The data once the votes are cast; None where they change more than the collection."""
        event = self.event
        plain = all(branch.to is None and not branch.sets for move in event.moves for branch in move.branches)
        if event.sets or event.clears or not plain:
            return None
        name, known = str(event.collects), data.get(str(event.collects))
        held = dict(known) if isinstance(known, Mapping) else {}
        for number, record in enumerate(self.records):
            key = f"?{number}" if self.kind.per == "person" else str(record[self.kind.per])
            held[key] = record
        return {**data, name: held}


def ready(
    telling: Telling,
    run: Run,
    declared: object,
    chosen: Mapping[str, object],
    trees: Iterable[Node],
    serves: Callable[[Data], bool],
) -> Iterator[Run]:
    """The run itself, and runs in which votes were cast: those after which the data serve."""
    data = run.case.data if run.case else {}
    if serves(data):
        yield run
    if run.case is None or not isinstance(declared, Event) or declared.collects is not None:
        return
    for compiled in telling.collecting[run.case.state]:
        event = compiled.declared
        assert isinstance(event, Event)  # starts collect nothing
        kind = telling.definition.data[str(event.collects)].type
        assert isinstance(kind, CollectionType)  # checked at load
        for records in chain(_apart(kind, trees, chosen), votes(kind, telling.definition, chosen)):
            foreseen = Ballot(event, kind, records).foreseen(data)
            if foreseen is not None and not serves(foreseen):
                continue
            voted = telling.voted(run, event, records)
            if voted is None or voted.case is None or voted.case.state != run.case.state:
                continue
            if serves(voted.case.data):
                yield voted


def _apart(
    kind: CollectionType, trees: Iterable[Node], chosen: Mapping[str, object]
) -> Iterator[list[dict[str, object]]]:
    """Records whose totals lie apart by the numbers that the conditions speak of."""
    numbers = [node.value for tree in trees for node in nodes(tree) if isinstance(node, Literal)]
    gaps = {Decimal(n) for n in numbers if isinstance(n, int | Decimal) and not isinstance(n, bool) and n}
    most = sum((Decimal(high) for high in _highest(kind)), Decimal(0))
    known = [value for value in chosen.values() if type(value) is int and value > 1]
    for gap in sorted(gap for gap in gaps if gap < most):
        for total in dict.fromkeys((most, *(v for v in chosen.values() if isinstance(v, Decimal)))):
            one = with_total(kind.record, total, agreed=True)
            other = with_total(kind.record, total - gap, agreed=True)
            if one is None or other is None:
                continue
            for size in dict.fromkeys((*known, *SIZES)):
                records = [keyed(kind, record, n) for n, record in enumerate([one] * (size - 1) + [other])]
                told = [record for record in records if record is not None]
                if len(told) == size <= kind.maximum:
                    yield told


def _highest(kind: CollectionType) -> Iterator[Decimal | int]:
    for field in kind.record.fields.values():
        if isinstance(field.type, NumberType | IntegerType):
            yield field.type.maximum
