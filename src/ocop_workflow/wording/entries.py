"""What an entry of a history says: who did it, and what was handed in."""

from typing import Any

from ..case import Entry, Erased
from ..model.definition import Event, Start
from ..model.values import decode
from .words import Words


def who(words: Words, entry: Entry) -> str:
    """A person with the role and the unit in which they acted, and in whose place; or that it happened by itself."""
    if entry.actor is None:
        return words.spoken("by_itself")
    said = words.person(entry.actor)
    if entry.role:
        said += f" – {words.held(entry.role, entry.unit)}"
    return (
        words.spoken("in_place", who=said, whose=words.person(entry.on_behalf)) if entry.on_behalf else said
    )


def act(words: Words, entry: Entry) -> Start | Event | None:
    """What the workflow declares of it; None for the move that brought the case under the workflow."""
    declared = words.definition
    return declared.start.get(entry.event) if entry.source is None else declared.events.get(entry.event)


def content(words: Words, entry: Entry) -> str:
    """The payload in words; personal values as they are kept, or that they were erased."""
    if entry.moves:
        return _by_plan(words, entry)
    return "; ".join(f"{label}: {value}" for label, value in handed_in(words, entry))


def handed_in(words: Words, entry: Entry) -> list[tuple[str, str]]:
    """Each field of the payload with its value, as the file lists them."""
    declared = act(words, entry)
    takes = declared.takes if declared else {}
    found = []
    for name in sorted(entry.payload, key=list(takes).index):
        stored = entry.payload[name]
        field = takes[name].field if name in takes else None
        value: object = stored
        if field is not None:
            value = entry.personal.get(name, Erased()) if field.personal else decode(field.type, stored)
        found.append((words.title(field.title, name) if field else name, words.value(value, field)))
    return found


def _by_plan(words: Words, entry: Entry) -> str:
    """By which plan a case was moved, with its basis and what was waived."""
    payload: Any = entry.payload
    parts = [words.spoken("by_plan", plan=payload["plan"]), *words.basis(tuple(payload["basis"]))]
    if waived := payload["waived"]:
        parts.append(words.spoken("by_plan_waived", count=len(waived)))
    return "; ".join(parts)
