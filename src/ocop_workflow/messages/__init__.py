"""The sentences that people read, each in Vietnamese and English side by side, one file a room."""

from functools import cache
from importlib.resources import files

from ..model.text import LANGUAGES, Text


@cache
def sentences(room: str) -> dict[str, Text]:
    """All sentences of a room; raises ValueError if one of them lacks a language."""
    import yaml  # only when the first sentence is needed: importing the library must stay light

    document = yaml.safe_load(files(__package__).joinpath(f"{room}.yaml").read_text("utf-8"))
    for key, texts in document.items():
        if sorted(texts) != sorted(LANGUAGES):
            msg = f"{room}.{key} must have exactly {LANGUAGES}"
            raise ValueError(msg)
    return {key: Text(**texts) for key, texts in document.items()}


def say(key: str, /, **values: object) -> Text:
    """The sentence `room.name` with its placeholders filled; a Text among the values speaks each language."""
    room, _, name = key.partition(".")
    template = sentences(room)[name]

    def fill(language: str) -> str:
        spoken = {k: v.say(language) if isinstance(v, Text) else v for k, v in values.items()}
        return template.say(language).format(**spoken)

    return Text(vi=fill("vi"), en=fill("en"))
