"""What would satisfy a guard, in words: the value seen and what it takes, under the titles of the file."""

from collections.abc import Mapping
from datetime import date

from ..messages import say
from ..model.types import CollectionType, Field
from ..wording import Words
from ..wording.seen import called, field_of
from .answer import Change, Need

RELATIONS = {
    ">=": "at_least",
    ">": "above",
    "<=": "at_most",
    "<": "below",
    "==": "equal",
    "!=": "other",
    "in": "among",
    "not in": "not_among",
    "set": "is_set",
    "unset": "is_unset",
    "holds": "holds",
    "fails": "fails",
}
BARE = ("set", "unset", "holds", "fails")  # what is there says itself what it is not
DAYS = {">=": "from_day", ">": "after_day", "<=": "until_day", "<": "before_day"}


def told(words: Words, key: str, **values: object) -> str:
    """A sentence about an explanation."""
    return say(f"explanation.{key}", **values).say(words.language)


def change_text(words: Words, event: str, change: Change, before: Mapping[str, object]) -> str:
    """What has to turn, what was tried where that alone says little, and what writes it; `before` are the data now."""
    parts = [_need(words, event, need) for need in change.needs]
    if change.at is not None:
        parts.append(told(words, "wait", day=words.day(change.at)))
    text = "; ".join(parts)
    vague = any(need.relation in {"holds", "fails"} and not need.kept for need in change.needs)
    if (vague or not change.needs) and change.data:
        text += f" ({told(words, 'example', changes=_example(words, change.data, before))})"
    if change.writers:
        text += "; " + told(words, "by_events", events=", ".join(map(words.event, change.writers)))
    return text


def _need(words: Words, event: str, need: Need) -> str:
    text = _wanted(words, event, need)
    return told(words, "kept", need=text) if need.kept else text


def _wanted(words: Words, event: str, need: Need) -> str:
    what = _called(words, event, need.what)
    has = told(words, "has", has=_value(words, need.what, event, need.has)) if need.has is not None else ""
    if need.more is not None:
        return f"{what}: {has}{told(words, 'one_more' if need.more == 1 else 'more', more=need.more)}"
    days = isinstance(need.bound, date) and need.relation in DAYS
    wanted = told(
        words, DAYS[need.relation] if days else RELATIONS[need.relation], bound=_bound(words, event, need)
    )
    return f"{what}: {wanted}" if need.relation in BARE else f"{what}: {has}{wanted}"


def _bound(words: Words, event: str, need: Need) -> str:
    """The value, and what it is called where it is not written out in the file."""
    declared = field_of(need.what, words, event) or field_of(need.bound_text, words, event)
    value = words.value(need.bound, declared)
    called = _called(words, event, need.bound_text)
    return value if called == need.bound_text else f"{value} ({called})"


def _called(words: Words, event: str, name: str) -> str:
    return told(words, "today") if name == "today" else called(name, words, event)


def _value(words: Words, name: str, event: str, value: object) -> str:
    return words.value(value, field_of(name, words, event))


def _example(words: Words, data: Mapping[str, object], before: Mapping[str, object]) -> str:
    fields = words.definition.data
    return "; ".join(
        f"{words.title(fields[name].title, name)}: {_became(words, fields[name], value, before.get(name))}"
        for name, value in data.items()
    )


def _became(words: Words, declared: Field, value: object, before: object) -> str:
    """The value; of a collection the records that are new or otherwise."""
    if value is None:
        return told(words, "cleared")
    if isinstance(declared.type, CollectionType) and isinstance(value, Mapping):
        known = before if isinstance(before, Mapping) else {}
        keys = declared.type.record.fields.get(declared.type.per)
        return "; ".join(
            f"{words.value(key, keys) + ': ' if keys else ''}{_record(words, declared.type, record)}"
            for key, record in value.items()
            if record != known.get(key)
        )
    return words.value(value, declared)


def _record(words: Words, kind: CollectionType, record: object) -> str:
    assert isinstance(record, Mapping)
    fields = kind.record.fields
    return ", ".join(
        f"{words.title(fields[name].title, name)} {words.value(value, fields[name])}"
        for name, value in record.items()
        if name != kind.per
    )
