"""A definition with one attribute of one of its parts changed, for every part and every attribute."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from types import UnionType
from typing import Any, Union, get_args, get_origin

import attrs
from attrs import evolve, frozen

from ocop_workflow.model import definition as parts
from ocop_workflow.model import types
from ocop_workflow.model.definition import Definition, Duration, Field, Guard, Letter, Property, State
from ocop_workflow.model.document import LEFT_OUT
from ocop_workflow.model.expression import Expression, Literal, Unary
from ocop_workflow.model.text import Text

CLASSES = tuple(
    each
    for module in (types, parts)
    for each in vars(module).values()
    if attrs.has(each) and each.__module__ == module.__name__
)
for each in CLASSES:
    attrs.resolve_types(each)
HOLDS = Expression(Literal(value=True), "true")
SAMPLES: Mapping[object, object] = {
    str: "another",
    int: 7,
    date: date(2030, 1, 1),
    Expression: HOLDS,
    Guard: Guard(HOLDS),
    Duration: Duration("days", 3),
    tuple[str, ...]: ("within", "another"),
}
NO_CLAIM = (Property, "holds", None)  # a template has either letters or what holds
UNITS = {
    "days": "months",
    "months": "working_days",
    "working_days": "days",
}  # of durations there are no others


@frozen
class Mutation:
    """What was changed, as `Event.by`, and the definition that it gave."""

    attribute: str
    definition: Definition


def mutations(definition: Definition) -> Iterator[Mutation]:
    """Every attribute of every part, changed in every way that its type allows."""
    for attribute, changed in _inside(definition):
        assert isinstance(changed, Definition)
        yield Mutation(attribute, changed)


def attributes() -> set[str]:
    """All attributes that a definition and its parts have."""
    return {
        f"{each.__name__}.{attribute.name}"
        for each in CLASSES
        for attribute in attrs.fields(each)
        if attribute.name not in LEFT_OUT
    }


def _inside(part: Any) -> Iterator[tuple[str, Any]]:
    for attribute in attrs.fields(type(part)):
        if (
            attribute.name in LEFT_OUT
            or (type(part), attribute.name, getattr(part, attribute.name)) == NO_CLAIM
        ):
            continue
        value, label = getattr(part, attribute.name), f"{type(part).__name__}.{attribute.name}"
        for other in _others(value, attribute.type):
            yield label, evolve(part, **{attribute.name: other})
        for inner, other in _deeper(value):
            yield inner, evolve(part, **{attribute.name: other})


def _deeper(value: Any) -> Iterator[tuple[str, Any]]:
    if type(value) in CLASSES:
        yield from _inside(value)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            for label, other in _deeper(item):
                yield label, (*value[:index], other, *value[index + 1 :])
    elif isinstance(value, Mapping):
        for key, item in value.items():
            for label, other in _deeper(item):
                yield label, {**value, key: other}


def _others(value: Any, wanted: Any) -> Iterator[Any]:
    match value:
        case None:
            options = get_args(wanted) if get_origin(wanted) in {Union, UnionType} else ()
            yield from (SAMPLES[option] for option in options if option is not type(None))
        case bool():
            yield not value
        case int() | Decimal():
            yield value + 1
        case str():
            yield UNITS.get(value, value + "x")
        case date():
            yield value + timedelta(days=1)
        case Text():
            yield Text(vi=(value.vi or "") + " khác", en=(value.en or "") + " another")
        case Expression(tree=tree, text=text):
            yield Expression(Unary("!", tree), f"!({text})")
            yield Expression(tree, f" {text}")
        case Field():
            yield Field("another", types.DateType())
        case Mapping():
            yield from _other_mappings(value, get_args(wanted)[1])
        case tuple():
            yield from _other_tuples(value, get_args(wanted)[0])
        case _ if isinstance(value, get_args(types.Type)):
            yield types.DateType() if isinstance(value, types.BooleanType) else types.BooleanType()


def _other_mappings(value: Mapping[str, Any], items: Any) -> Iterator[Any]:
    samples = {Text: Text("khác", "another"), object: 1}
    if value:
        yield dict(list(value.items())[1:])
        yield {**value, "another": next(iter(value.values()))}
    elif items in samples:
        yield {"another": samples[items]}


def _other_tuples(value: tuple[Any, ...], items: Any) -> Iterator[Any]:
    if not value:
        yield from [(SAMPLES[items],)] if items in SAMPLES else []
        return
    if not isinstance(value[0], Letter):  # a template has as many letters as it needs
        yield value[1:]
    # names of states are unique: loading has checked it
    yield (*value, State("another") if isinstance(value[0], State) else value[0])
    if len(set(map(repr, value))) > 1:
        yield tuple(reversed(value))
