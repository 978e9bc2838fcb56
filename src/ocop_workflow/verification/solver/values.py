"""The values of a model, as payloads, votes and parameters of a story."""

from datetime import date
from typing import Any

import z3
from attrs import evolve

from ...model.definition import Definition, Event
from ...model.types import CollectionType, Field, LevelType, ListType, RecordType, RoleType, Type
from ..act import free_link
from ..candidates import keyed, plain, votes_name
from ..replay import DAY, NEW_VOTER
from ..space import Edge
from .original import Original
from .symbols import Places, Thing, Truth, Value, value_in
from .walk import SANE, Taken


class Values:
    """What a model says of a way of a definition."""

    def __init__(self, definition: Definition, original: Original, model: Any) -> None:
        self.definition, self.original, self.model = definition, original, model
        self.words = original.words

    def path(self, taken: Taken) -> tuple[Edge, ...]:
        """The way with the values of a model."""
        found: list[Edge] = []
        for each in taken.way():
            payload = {**self._payload(each), **self._votes(each)}
            if each.edge.source is None:
                payload |= self._parameters()
            found.append(evolve(each.edge, payload=payload))
        return tuple(found)

    def _payload(self, step: Taken) -> dict[str, object]:
        payload: dict[str, object] = {}
        words = self.words
        for name, taken in step.act.takes.items():
            thing = step.moment.taken[name]
            value = value_in(self.model, thing, taken.field.type, words)
            if value is not None:
                payload[name] = _whole(value, taken.field.type)
            elif taken.field.optional and not self._holds(thing.known):
                payload[name] = None
        for name, link in step.moment.links.items():
            declared = self.definition.links[name]
            value = self._link(link)
            if value is not None:
                payload[free_link(name)] = value if declared.count is not None else bool(value)
        if isinstance(step.act, Event) and step.act.collects:
            payload[NEW_VOTER] = True
        payload[DAY] = date.fromordinal(self.model.eval(step.day, model_completion=True).as_long())
        return payload

    def _votes(self, step: Taken) -> dict[str, object]:
        """What others put into a collection before the step."""
        found: dict[str, object] = {}
        for name in step.voted:
            kind, box, old = self.definition.data[name].type, step.moment.before[name], step.before[name]
            assert isinstance(kind, CollectionType)
            assert isinstance(box, Places)
            assert isinstance(old, Places)
            ballot: list[dict[str, object]] = []
            for number, (place, earlier) in enumerate(zip(box.places, old.places, strict=True)):
                there = (self._holds(p.present) for p in (place, earlier))
                if next(there) and not next(there):
                    record = value_in(self.model, place.item, kind.record, self.words)
                    told = keyed(kind, _whole(record, kind.record), number)  # type: ignore[arg-type]  # a record
                    ballot += [told] if told is not None else []
            if ballot:
                found[votes_name(name)] = ballot
        return found

    def _parameters(self) -> dict[str, object]:
        found: dict[str, object] = {}
        for name, thing in self.original.parameters.items():
            type_ = self.definition.parameters[name].type
            if not isinstance(type_, RoleType | LevelType):
                value = value_in(self.model, thing, type_, self.words)
                found |= {name: value} if value is not None else {}
        return found

    def _link(self, thing: Thing) -> object:
        if not self._holds(thing.known):
            return None
        match thing:
            case Truth(yes=yes):
                return self._holds(yes)
            case Value(of=of):
                return self.model.eval(of, model_completion=True).as_long()  # a count
        return None

    def _holds(self, condition: Any) -> bool:
        return bool(z3.is_true(self.model.eval(condition, model_completion=True)))


def _whole(value: object, type_: Type) -> object:
    """A record with all its fields: what the solver says nothing of is plain."""
    match value, type_:
        case dict(), RecordType(fields=fields):
            given = {name: _whole(each, fields[name].type) for name, each in value.items()}
            missing = (each for name, each in fields.items() if name not in given and not each.optional)
            return {**given, **{each.name: plain(each, SANE[0])[0] for each in missing}}
        case tuple(), ListType(items=items):
            return tuple(
                plain(Field("item", items), SANE[0])[0] if each is None else _whole(each, items)
                for each in value
            )
    return value
