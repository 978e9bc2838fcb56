"""In which ways what is handed in may be unfit: values of every kind are tried on each field.

`take` says what is wrong with each; `misfit_reason`, `unknown_field` and `take_payload` say so, with what was given
left open.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from attrs import evolve

from ...case import Reason
from ...engine.facts import Facts
from ...engine.payload import misfit_reason, take_payload, unknown_field
from ...model.definition import Taken
from ...model.text import Text
from ...model.types import (
    CaseType,
    CollectionType,
    Field,
    IntegerType,
    ListType,
    NumberType,
    RecordType,
    StringType,
    Type,
    UnitType,
)
from ...model.values import Misfit, take
from .faults import OPEN
from .units import DAY, PlacesWhere

_GIVEN = ("given", "length")  # what of a misfit depends on the payload
_ANYTHING: tuple[object, ...] = (
    True, "", "x", "x" * 10_001, "\0", 10**20, -(10**20), 0.5, "0.12345678901234567", (), {},
)  # fmt: skip


def payload_reasons(takes: Mapping[str, Taken], levels: Mapping[str, Text], facts: Facts) -> Iterator[Reason]:
    """Every reason that the engine may give against a payload with these fields."""
    yield from take_payload({}, OPEN, facts, DAY, levels)[1]
    yield unknown_field(OPEN, takes)
    for name, wanted in takes.items():
        declared = wanted.field
        if not declared.optional:
            yield misfit_reason(name, declared.title, Misfit("field_missing"), declared.basis)
        for misfit in misfits(declared.type):
            yield misfit_reason(name, declared.title, misfit, declared.basis, declared.type)
        yield from _unit_reasons(name, wanted, levels, facts)
        if isinstance(declared.type, CaseType):
            for cases in ({}, {OPEN: OPEN}):  # none of that id, one of another workflow
                yield from take_payload(
                    {name: wanted}, {name: OPEN}, evolve(facts, cases=cases), DAY, levels
                )[1]


def misfits(kind: Type) -> list[Misfit]:
    """Each way once in which a value may not fit the type, what was given left open."""
    found: dict[tuple[object, ...], Misfit] = {}
    for probe in _probes(kind):
        try:
            take(kind, probe)
        except Misfit as misfit:
            opened = _opened(misfit)
            found.setdefault((opened.key, opened.path, tuple(opened.values.items())), opened)
    return list(found.values())


def _probes(kind: Type) -> Iterator[object]:
    yield from _ANYTHING
    match kind:
        case StringType(max_length=limit):
            yield "x" * (limit + 1)
        case NumberType(scale=scale):
            yield from (Decimal("NaN"), Decimal(1).scaleb(-scale - 1))
        case ListType(items=items, maximum=most):
            yield [_fitting(items)] * (most + 1)
            yield from ([probe] for probe in _probes(items))
        case RecordType(fields=fields):
            yield from _records(fields)
        case CollectionType(record=record):
            yield from ({"x": probe} for probe in _probes(record))
        case _:  # documents: a name and a digest
            for name in _ANYTHING:
                yield {"name": name, "sha256": "0" * 64}
            yield {"name": "x", "sha256": "x"}


def _records(fields: Mapping[str, Field]) -> Iterator[object]:
    whole = {name: _fitting(declared.type) for name, declared in fields.items()}
    yield {**whole, OPEN: 1}
    for name, declared in fields.items():
        yield {**whole, name: None}
        yield from ({**whole, name: probe} for probe in _probes(declared.type))


def _fitting(kind: Type) -> object:
    """Something that fits."""
    match kind:
        case IntegerType(minimum=least) | NumberType(minimum=least):
            return least
        case RecordType(fields=fields):
            return {name: _fitting(declared.type) for name, declared in fields.items()}
    paper = {"name": "x", "sha256": "0" * 64}
    words = getattr(kind, "values", ())
    for probe in (*words, "x", 0, True, "2020-01-01", paper, (), {}):
        try:
            take(kind, probe)
        except Misfit:
            continue
        return probe
    msg = f"nothing was found that fits {kind}"
    raise ValueError(msg)


def _opened(misfit: Misfit) -> Misfit:
    values = {name: OPEN if name in _GIVEN else value for name, value in misfit.values.items()}
    path = tuple(OPEN if step.isdecimal() else step for step in misfit.path)
    return Misfit(misfit.key, values, path)


def _unit_reasons(name: str, wanted: Taken, levels: Mapping[str, Text], facts: Facts) -> Iterator[Reason]:
    """A unit of another level, one that does not exist, a day of which nothing is known."""
    if isinstance(wanted.field.type, UnitType):
        for units in PlacesWhere.each():
            yield from take_payload({name: wanted}, {name: OPEN}, evolve(facts, units=units), DAY, levels)[1]
