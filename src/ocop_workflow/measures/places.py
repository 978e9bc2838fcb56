"""The parts of a split: which one a case belongs to, and what people call it."""

from collections.abc import Mapping
from datetime import date

from attrs import frozen

from ..access.tree import UnitTree
from ..messages import day_text, say
from ..model.canonical import plain
from ..model.definition import Definition
from ..model.text import LANGUAGES, Text
from ..model.types import EnumType, Field, UnitType
from .targets import Split


@frozen
class Places:
    """Says where cases belong on a day."""

    units: UnitTree | None
    day: date

    def part(self, split: Split, definition: Definition, data: Mapping[str, object]) -> str | None:
        """The unit of the level, or the value of the field; None where the case has none."""
        if split.level is not None:
            unit = data.get(definition.unit or "")
            return None if unit is None else self.unit_at(str(unit), split.level)
        value = data.get(split.data or "")
        return None if value is None else str(plain(value))

    def unit_at(self, unit: str, level: str) -> str | None:
        """The unit of that level above it, it itself included; one that is no more stands for the one it became."""
        if self.units is None:
            return None
        if not self.units.known(unit, self.day):
            became = self.units.successors(unit, self.day)
            unit = became[0] if len(became) == 1 else unit
        return self.units.at_level(unit, level, self.day)

    def title(self, split: Split, key: str | None, definitions: list[Definition]) -> Text:
        """What a part is called; a value as the first version calls it that has it."""
        if key is None:
            return say("progress.elsewhere" if split.level is not None else "progress.unset")
        if split.level is not None:
            return Text(vi=key, en=key) if self.units is None else self.units.title(key, self.day)
        name = split.data or ""
        declared = [each.data[name] for each in definitions if name in each.data]
        titles = [self.spoken(key, each) for each in declared]
        return next(
            (each for each in titles if each.vi != key), titles[0] if titles else Text(vi=key, en=key)
        )

    def spoken(self, value: object, declared: Field) -> Text:
        """A value of the data as people read it."""
        match value:
            case bool():
                return say("progress.yes" if value else "progress.no")
            case date():
                return Text(**{language: day_text(value, language) for language in LANGUAGES})
            case str() if isinstance(declared.type, EnumType):
                return declared.type.title(value)
            case str() if isinstance(declared.type, UnitType) and self.units is not None:
                return self.units.title(value, self.day)
        text = str(plain(value))
        return Text(vi=text.replace(".", ",") if _is_number(value) else text, en=text)


def _is_number(value: object) -> bool:
    return not isinstance(value, str)
