"""What the file has, where words do not tell two values apart."""

from collections.abc import Mapping

import attrs

from ..model.canonical import canonical
from ..model.definition import Branch, Guard, Move
from ..model.document import described
from ..model.expression import Expression


def raw(value: object) -> str:
    """What the file has, where words do not tell two values apart."""
    if isinstance(value, Expression):
        return value.text
    if isinstance(value, Guard):
        return value.test.text
    if isinstance(value, str):
        return value
    if isinstance(value, Branch | Move) or (
        isinstance(value, tuple) and attrs.has(type(value[:1] and value[0]))
    ):
        return canonical(_texts(value)).decode()
    return canonical(described(value, behaviour=False)).decode()


def _texts(value: object) -> object:
    """A part with its expressions as the file has them."""
    match value:
        case Expression(text=text):
            return text
        case tuple():
            return [_texts(each) for each in value]
        case Mapping():
            return {name: _texts(each) for name, each in value.items()}
        case _ if attrs.has(type(value)):
            parts = attrs.asdict(value, recurse=False)  # type: ignore[arg-type]  # has() has said so
            return {name: _texts(each) for name, each in parts.items() if name != "position" and each}
    return value
