"""Declared fields: which types there are depends on the place, and which keys on the type."""

from ...model.types import DIGITS, LIST_LIMIT
from ..checks.names import EXPRESSION_WORDS
from ..declared import TIMES
from ..numbers import LARGEST
from ..types import FOR_PARAMETERS, MOST_TEXT, MOST_WORDS, SIMPLE, WORDS, Place
from .shapes import SCALAR, Shape, closed, described, named, ref

PLACES: tuple[Place, ...] = ("data", "payload", "record", "parameter", "item")
VALUE: Shape = {"anyOf": [{"type": SCALAR}, {"type": "array", "items": {"type": SCALAR}}]}
BOUND: Shape = {"type": "integer", "minimum": -LARGEST, "maximum": LARGEST}


def fields() -> dict[str, Shape]:
    """A shape of `definitions` for the fields of each place."""
    found = {f"{place}_field": _field(place) for place in PLACES}
    return {name: described(shape, name) if name != "item_field" else shape for name, shape in found.items()}


def sections() -> dict[str, Shape]:
    """`parameters`, `types` and `data`."""
    return {
        "parameters": named(ref("parameter_field"), without=EXPRESSION_WORDS),
        "types": named(named(ref("record_field"), least=1), without=WORDS),
        "data": named(ref("data_field"), without=EXPRESSION_WORDS),
    }


def _field(place: Place) -> Shape:
    kinds = [
        _kind(
            place,
            "number",
            {"scale": _whole(0, DIGITS - 1), "minimum": ref("decimal"), "maximum": ref("decimal")},
            "scale",
        ),
        _kind(place, "integer", {"minimum": BOUND, "maximum": BOUND}),
        _kind(place, "string", {"max": _whole(1, MOST_TEXT)}),
        _kind(place, "unit", {"level": {"type": SCALAR}}),
        _of(place, {"enum": list(SIMPLE)}, {}),
        _enum(place),
    ]
    if place != "item":
        kinds.append(_kind(place, "list", {"items": _items(), "max": _whole(1, LIST_LIMIT)}, "items", "max"))
    if place == "parameter":
        kinds.append(_of(place, {"enum": [word for word in FOR_PARAMETERS if word != "role"]}, {}))
        kinds.append(_kind(place, "role", {"among": ref("names")}))
    else:
        kinds.append(_of(place, _record(), {}))
    if place == "data":
        collection = {"collect": ref("name"), "per": ref("name"), "max": _whole(1, LIST_LIMIT)}
        kinds.append(closed("field", collection | _common(place), collection))
        keys = {name: key for name, key in _common(place).items() if name != "personal"}
        kinds.append(closed("field", {"case": ref("identifier")} | keys, ["case"]))
    return {"type": "object", "properties": {"type": _offered(place)}, "anyOf": kinds}


def _offered(place: Place) -> Shape:
    """All words for a type: of the kinds, editors offer only those that miss no other key."""
    words = [word for word in WORDS if place == "parameter" or word not in FOR_PARAMETERS]
    offered: Shape = {"enum": [word for word in words if place != "item" or word != "list"]}
    return offered if place == "parameter" else {"anyOf": [offered, _record()]}


def _kind(place: Place, word: str, own: dict[str, Shape], *required: str) -> Shape:
    return _of(place, {"const": word}, own, *required)


def _of(place: Place, word: Shape, own: dict[str, Shape], *required: str) -> Shape:
    return closed("field", {"type": word} | own | _common(place), ["type", *required])


def _enum(place: Place) -> Shape:
    words: Shape = {
        "type": "array",
        "items": ref("name"),
        "minItems": 1,
        "maxItems": MOST_WORDS,
        "uniqueItems": True,
    }
    titled = named(ref("text"), least=1) | {"maxProperties": MOST_WORDS}
    either: Shape = {"anyOf": [words, titled]}
    return closed("field", {"enum": either} | _common(place), ["enum"])


def _items() -> Shape:
    return {
        "anyOf": [
            {"enum": [word for word in WORDS if word in SIMPLE or word in ("integer", "string", "unit")]},
            _record(),
            ref("item_field"),
        ]
    }


def _record() -> Shape:
    return {"allOf": [ref("name"), {"not": {"enum": list(WORDS)}}]}


def _common(place: Place) -> dict[str, Shape]:
    """The keys that do not depend on the type."""
    if place == "item":
        return {}
    keys: dict[str, Shape] = {"title": ref("text"), "basis": ref("basis")}
    if place in ("payload", "parameter"):
        keys["optional"] = {"type": "boolean"}
    if place == "parameter":
        keys |= {"value": VALUE, "time": {"enum": list(TIMES)}}
    if place in ("data", "payload"):
        keys["personal"] = {"type": "boolean"}
    if place == "data":
        keys["within"] = ref("name")
    return keys


def _whole(low: int, high: int) -> Shape:
    return {"type": "integer", "minimum": low, "maximum": high}
