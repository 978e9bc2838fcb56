"""What a guard saw, in words: fields and parameters by their titles, the language's calls as phrases.

Other expressions stay as the file has them, for whoever looks them up there.
"""

import re

from ..guards import infer, parse, scope_of
from ..messages import sentences
from ..model.types import DateType, Field, NumberType
from ..model.values import decode
from .words import Words

CALL = re.compile(r"(size|working_days|days_between)\(([\w.]+)(?:, ([\w.]+))?\)")
TAKEN = "taken."


def is_set(name: str, value: object) -> bool:
    """`has(x)` that holds says nothing which the value of x does not."""
    return value is True and name.startswith("has(")


def label(name: str, words: Words, event: str) -> str:
    """What was read when `event` was decided."""
    if f"seen_{name}" in sentences("wording"):
        return words.spoken(f"seen_{name}")
    if call := CALL.fullmatch(name):
        first, second = (label(each, words, event) if each else "" for each in call.groups()[1:])
        return words.spoken(f"seen_{call[1]}", first=first, second=second)
    declared = field_of(name, words, event) or words.definition.links.get(name)
    return words.title(declared.title, name) if declared else words.event(name)


def called(name: str, words: Words, event: str) -> str:
    """The same, what is computed by its title."""
    let = words.definition.let.get(name)
    return words.title(let.title, name) if let else label(name, words, event)


def kept(name: str, value: object, words: Words, event: str) -> str:
    """A value that a guard saw, as an entry keeps it: decimals and dates are strings there."""
    declared = field_of(name, words, event)
    if value is None:
        return words.value(None)
    if declared is not None:
        return words.value(decode(declared.type, value), declared)
    kind = infer(parse(name), scope_of(words.definition))[0]
    if isinstance(kind, NumberType | DateType) and "/" not in str(
        value
    ):  # a mean without end stays a fraction
        return words.value(decode(kind, value))
    return seen(name, value, words)


def field_of(name: str, words: Words, event: str) -> Field | None:
    """The declaration of a data field, a parameter or `taken.x`."""
    definition = words.definition
    if name.startswith(TAKEN):
        fired = definition.events.get(event) or definition.start.get(event)
        taken = fired.takes.get(name.removeprefix(TAKEN)) if fired else None
        return taken.field if taken else None
    return definition.data.get(name) or definition.parameters.get(name)


def seen(name: str, value: object, words: Words) -> str:
    """Its value, with states, units, roles and people as they are called."""
    if not isinstance(value, str):
        return words.value(value)
    if name == "actor" or name in words.definition.events:
        return ", ".join(words.person(person) for person in value.split(", "))
    match name:
        case "state":
            return words.state(value)
        case "unit":
            return words.unit(value)
        case "by":
            return "; ".join(words.role(role) for role in value.split(", "))
        case "held":
            pairs = (held.partition("@") for held in value.split(", "))
            return "; ".join(words.held(role, unit or None) for role, _, unit in pairs)
    return words.value(value, words.definition.data.get(name))
