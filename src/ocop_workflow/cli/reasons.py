"""Reasons as people and programs read them: code, sentence, the values seen, the legal basis."""

import re
from collections.abc import Sequence

from ..case import Reason
from ..messages import sentences
from ..model.canonical import plain
from .screen import Screen
from .words import Words

SIZE = re.compile(r"size\((\w+)\)")


def reason_document(reason: Reason, words: Words) -> dict[str, object]:
    """The whole reason as JSON; `sources` spells the basis out."""
    return {
        "code": reason.code,
        "text": {"vi": reason.text.vi, "en": reason.text.en},
        "guard": reason.guard,
        "values": plain(reason.values),
        "basis": list(reason.basis),
        "sources": {
            name: {"vi": text.vi, "en": text.en}
            for name in reason.basis
            if (text := words.definition.sources.get(name)) is not None
        },
    }


def show_reasons(screen: Screen, words: Words, reasons: Sequence[Reason], *, indent: int) -> None:
    """Each reason under its code."""
    for reason in reasons:
        code = words.told(f"code_{reason.code}")
        screen.line(
            " " * indent + screen.style(reason.code, "red", "bold") + screen.style(f" – {code}", "red")
        )
        screen.paragraph(reason.text.say(screen.language), indent=indent + 2)
        pairs = []
        if reason.values:
            seen = [
                f"{seen_label(name, words)} = {seen_value(name, value, words)}"
                for name, value in reason.values.items()
                if name != reason.guard  # its sentence has said so
            ]
            pairs.append((words.told("values_seen"), "; ".join(seen)))
        pairs += [
            (words.told("basis") if n == 0 else "", text) for n, text in enumerate(words.basis(reason.basis))
        ]
        screen.pairs(pairs, indent=indent + 2)


def seen_label(name: str, words: Words) -> str:
    """What was read: a field, a parameter or an event by its title; other expressions as they are written."""
    definition = words.definition
    if f"seen_{name}" in sentences("cli"):
        return words.told(f"seen_{name}")
    if sized := SIZE.fullmatch(name):
        return words.told("seen_size", of=seen_label(sized[1], words))
    declared = definition.data.get(name) or definition.parameters.get(name)
    if declared is not None:
        return words.title(declared.title, name)
    return words.event(name)


def seen_value(name: str, value: object, words: Words) -> str:
    """Its value, with states, units, roles and fields by their titles."""
    if not isinstance(value, str):
        return words.value(value, words.definition.data.get(name))
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
