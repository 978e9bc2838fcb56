"""How values, days, people, places and sources are said in one language."""

import re
from collections.abc import Mapping
from copy import copy
from datetime import date, datetime
from decimal import Decimal
from typing import Self

from ..access import Actor, Units
from ..case import Erased
from ..engine.facts import local_date, start_of, zone
from ..engine.reasons import event_title, state_title
from ..messages import day_text, say, sentences
from ..model.canonical import decimal_text
from ..model.definition import Definition
from ..model.text import Text
from ..model.tree import StateTree
from ..model.types import CollectionType, EnumType, Field, PartyType, UnitType

DECIMAL_SIGN = {"vi": ",", "en": "."}
URL = re.compile(r"https?://")


class Words:
    """Speaks of one workflow's cases; `names` has what actors and parties are called, where that is known."""

    def __init__(
        self,
        language: str,
        definition: Definition,
        tree: StateTree,
        units: Units | None = None,
        names: Mapping[str, Text] | None = None,
    ) -> None:
        self.language = language
        self.definition = definition
        self._tree = tree
        self._units = units
        self._names = names or {}
        self._today: date | None = None  # the day by whose names units are called

    def on(self, moment: datetime) -> Self:
        """The same, with units as they were called on that day."""
        words = copy(self)
        words._today = local_date(moment, self.definition.timezone)  # noqa: SLF001 - one of its own kind
        return words

    def speaking(self, language: str) -> Self:
        """The same in another language."""
        words = copy(self)
        words.language = language
        return words

    def told(self, key: str, **values: object) -> str:
        return say(f"cli.{key}", **values).say(self.language)

    def spoken(self, key: str, **values: object) -> str:
        return say(f"wording.{key}", **values).say(self.language)

    def title(self, text: Text, name: str) -> str:
        """The title, or the name where there is none."""
        return text.say(self.language) or name

    def whole(self) -> str:
        """The workflow's title with its name and version."""
        definition = self.definition
        return f"{self.title(definition.title, definition.workflow)} ({definition.workflow}@{definition.version})"

    def state(self, name: str) -> str:
        return state_title(self._tree, name).say(self.language)

    def event(self, name: str) -> str:
        return event_title(self.definition, name).say(self.language)

    def role(self, name: str) -> str:
        declared = self.definition.roles.get(name)
        return self.title(declared.title, name) if declared else name

    def person(self, name: str) -> str:
        """A person or a party as the file calls it, else its id."""
        return self.title(self._names.get(name, Text()), name)

    def actor(self, actor: Actor) -> str:
        """A person as the file calls them, else the roles held and the id: “Clerk, North (u-17)”."""
        if actor.id in self._names:
            return self.person(actor.id)
        held = [self.held(role, unit) for role, unit in actor.roles]
        held += [
            self.role(role.name) for role in self.definition.roles.values() if role.party and actor.parties
        ]
        return f"{'; '.join(held)} ({actor.id})" if held else actor.id

    def held(self, role: str, unit: str | None) -> str:
        return f"{self.role(role)}, {self.unit(unit)}" if unit else self.role(role)

    def unit(self, name: str) -> str:
        return self._units.title(name, self._today).say(self.language) if self._units else name

    def above(self, name: str, level: str, moment: datetime) -> str | None:
        """The unit of that level above a unit on that day, None if it is the unit itself or unknown."""
        if self._units is None:
            return None
        found = self._units.at_level(name, level, local_date(moment, self.definition.timezone))
        return None if found in {None, name} else self.on(moment).unit(str(found))

    def day(self, moment: datetime | date) -> str:
        """A local day: 04/02/2020 in Vietnamese, 2020-02-04 in English; the time too where it is not midnight."""
        timezone = self.definition.timezone
        if not isinstance(moment, datetime):
            return day_text(moment, self.language)
        day = local_date(moment, timezone)
        text = self.day(day)
        if moment != start_of(day, timezone):
            text += f" {moment.astimezone(zone(timezone)):%H:%M}"
        return text

    def value(self, value: object, declared: Field | None = None) -> str:
        """A value of the data or a payload."""
        match value:
            case None:
                return self.spoken("unset")
            case bool():
                return self.spoken("yes" if value else "no")
            case Erased():
                return self.spoken("erased")
            case Decimal():
                return decimal_text(value).replace(".", DECIMAL_SIGN[self.language])
            case date():
                return self.day(value)
            case Mapping():
                return self._mapping(value, declared)
            case list() | tuple():
                return ", ".join(self.value(item) for item in value) or "–"
            case str() if declared and isinstance(declared.type, UnitType):
                return self.unit(value)
            case str() if declared and isinstance(declared.type, PartyType):
                return self.person(value)
            case str() if declared and isinstance(declared.type, EnumType):
                return declared.type.title(value).say(self.language)
        return str(value)

    def _mapping(self, value: Mapping[str, object], declared: Field | None) -> str:
        if set(value) == {"name", "sha256"}:
            return str(value["name"])
        if declared and isinstance(declared.type, CollectionType):
            keys = declared.type.record.fields.get(declared.type.per)  # none where they are people
            return (
                str(len(value)) if keys is None else ", ".join(self.value(key, keys) for key in value) or "–"
            )
        return ", ".join(f"{name} {self.value(item)}" for name, item in value.items())

    def basis(self, basis: tuple[str, ...]) -> list[str]:
        """Titles of sources without their addresses, each with the mark that follows it: how sure it is."""
        lines: list[str] = []
        unmarked = 0  # where the sources begin that the next mark speaks of
        for name in basis:
            if name in self.definition.sources or f"mark_{name}" not in sentences("engine"):
                lines.append(self.source(name))
                continue
            mark = f" ({name}: {say(f'engine.mark_{name}').say(self.language)})"
            lines[unmarked:] = [line + mark for line in lines[unmarked:]]
            unmarked = len(lines)
        return lines

    def source(self, name: str) -> str:
        """The title of one of the workflow's sources, without its address: the file has it."""
        return self.brief(self.definition.sources.get(name, Text())) or name

    def brief(self, source: Text) -> str:
        """A source's title up to its first web address."""
        text = source.say(self.language)
        address = URL.search(text)
        if address is None:
            return text
        comma = text.rfind(",", 0, address.start())
        return text[: comma if comma > 0 else address.start()].rstrip(" ,;:(–-") or text
