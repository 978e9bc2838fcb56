"""The small shapes that a schema is put together from: names, texts, expressions, and objects that are closed."""

from collections.abc import Iterable, Iterator, Mapping

from ...guards.parse import MAX_LENGTH
from ...messages import say
from ...model.text import LANGUAGES
from ..basis import MARKS
from ..scalars import DAY, DECIMAL, IDENTIFIER, MOMENT, NAME

Shape = dict[str, object]

DIALECT = "http://json-schema.org/draft-07/schema#"
SCALAR: list[str] = ["string", "number", "boolean"]


def document(kind: str, shape: Shape, shapes: Mapping[str, Shape] | None = None) -> Shape:
    """The schema of a kind of file as a JSON-able document, with those of its shapes that it refers to."""
    known = basics() | dict(shapes or {})
    used: dict[str, Shape] = {}
    waiting = list(_referred(shape))
    while waiting:
        if (name := waiting.pop()) not in used:
            used[name] = known[name]
            waiting += _referred(known[name])
    head: Shape = {"$schema": DIALECT, "title": kind.capitalize()}
    defs: Shape = {"definitions": {name: used[name] for name in known if name in used}}
    return head | described(shape, f"file_{kind}") | defs


def ref(name: str) -> Shape:
    """A shape of `definitions`."""
    return {"$ref": f"#/definitions/{name}"}


def described(shape: Shape, key: str) -> Shape:
    """The shape with what messages/schema.yaml says of it, in each language."""
    said = say(f"schema.{key}")
    return shape | {"description": "\n\n".join(said.say(language) for language in reversed(LANGUAGES))}


def _referred(shape: object) -> Iterator[str]:
    """The names of the shapes that it refers to, itself and in what stands inside."""
    inner = list(shape.values()) if isinstance(shape, dict) else shape if isinstance(shape, list) else []
    if isinstance(shape, dict) and isinstance(name := shape.get("$ref"), str):
        yield name.removeprefix("#/definitions/")
    for each in inner:
        yield from _referred(each)


def closed(place: str, keys: Mapping[str, Shape], required: Iterable[str] = (), **more: object) -> Shape:
    """A mapping with these keys and no others; each key's description is `place.key`, or `key` where all mean one."""
    shape: Shape = {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: described(inner, f"{place}_{name}") for name, inner in keys.items()},
    }
    if needed := list(required):
        shape["required"] = needed
    return shape | more


def named(inner: Shape, *, without: Iterable[str] = (), least: int = 0, pattern: str | None = None) -> Shape:
    """A mapping of names to shapes; `without` are names that already mean something there."""
    names: Shape = {"pattern": pattern or whole(NAME.pattern)}
    if words := sorted(without):
        names["not"] = {"enum": words}
    shape: Shape = {"type": "object", "propertyNames": names, "additionalProperties": inner}
    return shape | ({"minProperties": least} if least else {})


def whole(pattern: str) -> str:
    """A pattern that must match from end to end."""
    return f"^(?:{pattern})$"


def one_or_list(inner: Shape) -> Shape:
    """One of them, or a list of several that differ."""
    return {"anyOf": [inner, {"type": "array", "items": inner, "minItems": 1, "uniqueItems": True}]}


def basics() -> dict[str, Shape]:
    """The shapes that every section uses."""
    languages: dict[str, Shape] = {language: {"type": SCALAR} for language in LANGUAGES}
    return {
        "name": {"type": "string", "pattern": whole(NAME.pattern)},
        "identifier": {"type": "string", "pattern": whole(IDENTIFIER.pattern)},
        "names": one_or_list(ref("name")),
        "word": {"type": SCALAR},
        "text": closed("text", languages, minProperties=1),
        "expression": {"type": SCALAR, "minLength": 1, "maxLength": MAX_LENGTH},
        "decimal": {"anyOf": [{"type": "number"}, {"type": "string", "pattern": whole(DECIMAL.pattern)}]},
        "day": {"type": "string", "pattern": whole(DAY.pattern)},
        "moment": {"anyOf": [ref("day"), {"type": "string", "pattern": whole(MOMENT.pattern)}]},
        "basis": {
            "anyOf": [{"type": SCALAR}, {"type": "array", "items": {"type": SCALAR}}],
            "examples": [["a_source", mark] for mark in MARKS],
        },
        "guard": {
            "anyOf": [
                ref("expression"),
                closed(
                    "guard", {"is": ref("expression"), "else": ref("text"), "basis": ref("basis")}, ["is"]
                ),
            ]
        },
        "guards": {"anyOf": [ref("guard"), {"type": "array", "items": ref("guard")}]},
        "sets": named(described(ref("expression"), "expression")),
    }
