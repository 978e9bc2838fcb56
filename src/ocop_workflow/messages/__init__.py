"""The sentences that people read, each in Vietnamese and English side by side, one file a room."""

from datetime import date, datetime
from functools import cache
from importlib.resources import files

from ..model.text import LANGUAGES, Text


@cache
def sentences(room: str) -> dict[str, Text]:
    """All sentences of a room; raises ValueError if one of them lacks a language."""
    import yaml  # only when the first sentence is needed: importing the library must stay light

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document = yaml.load(files(__package__).joinpath(f"{room}.yaml").read_text("utf-8"), loader)  # noqa: S506 - safe
    for key, texts in document.items():
        if sorted(texts) != sorted(LANGUAGES):
            msg = f"{room}.{key} must have exactly {LANGUAGES}"
            raise ValueError(msg)
    return {key: Text(**texts) for key, texts in document.items()}


def say(key: str, /, **values: object) -> Text:
    """The sentence `room.name` with its placeholders filled; a Text or a date among the values speaks each language."""
    room, _, name = key.partition(".")
    template = sentences(room)[name]

    def fill(language: str) -> str:
        return template.say(language).format(**{k: _spoken(v, language) for k, v in values.items()})

    return Text(vi=fill("vi"), en=fill("en"))


def day_text(day: date, language: str) -> str:
    """04/02/2020 in Vietnamese, 2020-02-04 in English."""
    return day.strftime("%d/%m/%Y") if language == "vi" else day.isoformat()


def _spoken(value: object, language: str) -> object:
    if isinstance(value, Text):
        return value.say(language)
    if isinstance(value, date) and not isinstance(value, datetime):
        return day_text(value, language)
    return value
