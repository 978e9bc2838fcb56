"""A definition as a JSON document: whole, to be stored; and its behaviour alone, to be hashed.

Fields that take no part in equality (titles, bases, positions) are not behaviour. Fields at their default are
left out, so that a later version of the library can add one without changing a single hash.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

import attrs

from . import definition, expression, types
from .canonical import plain, sha256_of
from .definition import Definition
from .expression import Literal
from .position import Position
from .values import take

if TYPE_CHECKING:
    from cattrs import Converter

_UNIONS: tuple[tuple[Any, tuple[type, ...]], ...] = (
    (expression.Node, get_args(expression.Node)),
    (types.Type, get_args(types.Type)),
)
_TAGGED = {member for _, members in _UNIONS for member in members}
LEFT_OUT = frozenset({"position", "places", "offset", "file", "claims_hashed"})
# where a part stands in its file, and how it was hashed


def digest(declared: Definition) -> str:
    """The SHA-256 of behaviour and parameters: of no claim, title, source or calendar (64 hexadecimal digits)."""
    hashed = declared if declared.claims_hashed else attrs.evolve(declared, properties=())
    behaviour = described(hashed, behaviour=True)
    assert isinstance(behaviour, dict)  # a definition is described as a mapping
    # The order of declaration is behaviour for clock events only: it settles which of two due at once is first.
    behaviour["clocks"] = [name for name, event in declared.events.items() if event.is_clock]
    return sha256_of(behaviour)


def definition_document(declared: Definition) -> dict[str, object]:
    """The whole definition, titles and bases included, positions left out; order is kept."""
    document = described(declared, behaviour=False, ordered=True)
    assert isinstance(document, dict)  # as above
    return document


def definition_from_document(document: Mapping[str, object]) -> Definition:
    """The definition that `definition_document` wrote."""
    read = _converter().structure(document, Definition)
    values = {name: take(read.parameters[name].type, value) for name, value in read.values.items()}
    return attrs.evolve(read, values=values)


def definition_of_digest(document: Mapping[str, object], name: str) -> Definition | None:
    """The definition of a document, as it is hashed now or was where claims counted; None if that is not its digest."""
    read = definition_from_document(document)
    once = attrs.evolve(read, claims_hashed=True)
    return next((each for each in (read, once) if digest(each) == name), None)


def described(value: Any, *, behaviour: bool, ordered: bool = False) -> object:  # any part
    """A part of a definition as JSON: its behaviour alone, or with what is only read; the order of names if wanted."""
    if isinstance(value, Literal):
        return {"_type": "Literal", "kind": _KINDS[type(value.value)], "value": plain(value.value)}
    if attrs.has(type(value)):
        parts: dict[str, object] = {"_type": type(value).__name__} if type(value) in _TAGGED else {}
        for attribute in attrs.fields(type(value)):
            part = getattr(value, attribute.name)
            if attribute.name in LEFT_OUT or (behaviour and attribute.eq is False):
                continue
            if part != _default(attribute):
                parts[attribute.name] = described(part, behaviour=behaviour, ordered=ordered)
        return parts
    if isinstance(value, Mapping):
        named = [item for key, item in value.items() if getattr(item, "name", None) == key]
        if named and len(named) == len(value) and ordered:
            return [described(item, behaviour=behaviour, ordered=ordered) for item in named]
        return {key: described(item, behaviour=behaviour, ordered=ordered) for key, item in value.items()}
    if isinstance(value, tuple):
        return [described(item, behaviour=behaviour, ordered=ordered) for item in value]
    return plain(value)


def _default(attribute: Any) -> object:  # attrs.Attribute is generic in what it holds
    default = attribute.default
    return default.factory() if isinstance(default, attrs.Factory) else default  # type: ignore[arg-type]


_KINDS: dict[type, str] = {bool: "boolean", int: "integer", Decimal: "decimal", str: "string", date: "date"}
_READ: dict[str, Callable[[Any], bool | int | Decimal | str | date]] = {
    "boolean": bool,
    "integer": int,
    "decimal": Decimal,
    "string": str,
    "date": date.fromisoformat,
}


@cache
def _converter() -> "Converter":
    from cattrs import Converter

    for module in (expression, types, definition):
        for part in vars(module).values():
            if attrs.has(part):
                attrs.resolve_types(part)  # classes that mention themselves do so by name
    converter = Converter()
    converter.register_structure_hook(Decimal, lambda text, _: Decimal(text))
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    converter.register_structure_hook(Position, lambda _, __: None)
    converter.register_structure_hook(Literal, lambda doc, _: Literal(_READ[doc["kind"]](doc["value"])))
    for union, members in _UNIONS:
        converter.register_structure_hook(union, _union_hook(converter, members))
    converter.register_structure_hook_factory(
        lambda wanted: getattr(wanted, "__origin__", None) is Mapping,
        lambda wanted: _mapping_hook(converter, wanted),
    )
    return converter


def _union_hook(converter: "Converter", members: tuple[type, ...]) -> Callable[[Any, Any], object]:
    by_name = {member.__name__: member for member in members}
    return lambda document, _: converter.structure(document, by_name[document["_type"]])


def _mapping_hook(converter: "Converter", wanted: Any) -> Callable[[Any, Any], object]:  # a type form
    _, item = get_args(wanted)

    def structure(document: Any, _: Any) -> object:  # JSON
        if item is object:
            return dict(document)
        if isinstance(document, list):
            things = [converter.structure(each, item) for each in document]
            return {
                thing.name if not hasattr(thing, "field") else thing.field.name: thing for thing in things
            }
        return {key: converter.structure(each, item) for key, each in document.items()}

    return structure


__all__ = [
    "LEFT_OUT",
    "definition_document",
    "definition_from_document",
    "definition_of_digest",
    "described",
    "digest",
]
