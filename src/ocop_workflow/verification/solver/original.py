"""The steps of a definition as conditions: what holds before one, what is taken, and the data after it."""

from collections.abc import Mapping
from typing import Any

import z3
from attrs import define, field, frozen

from ...engine.passage import Passage
from ...model.definition import Definition, Event, Start
from ...model.expression import Expression, Node
from ...model.types import BooleanType, CollectionType, DateType, IntegerType, NumberType, Type
from ..terms import written_out
from .symbolic import Sight
from .symbols import (
    NO,
    Making,
    Place,
    Places,
    Record,
    Thing,
    Truth,
    Value,
    Words,
    aligned,
    chosen,
    constant,
    key_of,
)

Names = Mapping[str, Thing]


@frozen
class Moment:
    """What holds before a step, what is taken, when, and what linked cases say."""

    before: Names
    taken: Names
    today: Thing
    links: Names


@define
class Original:
    """A definition whose steps are told to a solver: `parameters` have the same values throughout."""

    definition: Definition
    loose: bool = False
    words: Words = field(factory=Words)
    making: Making = field(init=False)
    parameters: dict[str, Thing] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.making = Making(self.words, loose=self.loose)
        for name, declared in self.definition.parameters.items():
            if name not in self.definition.values:
                self.parameters[name] = self.making.thing(declared.type, name, optional=declared.optional)

    def written_out(self, said: Expression) -> Node:
        """The tree with what its names stand for, where that is known."""
        return written_out(self.definition, said)

    def nothing(self) -> dict[str, Thing]:
        """The data before a start: collections are empty, the rest is unset."""
        found = self.anything()
        empty: dict[str, Thing] = {}
        for name, thing in found.items():
            match thing:
                case Places(places=places) if isinstance(self.definition.data[name].type, CollectionType):
                    empty[name] = Places(tuple(Place(NO, p.item, p.key) for p in places))
                case _:
                    empty[name] = unset(thing)
        return empty

    def anything(self) -> dict[str, Thing]:
        """Data of which nothing is known."""
        return {
            name: self.making.thing(each.type, name, optional=True)
            for name, each in self.definition.data.items()
        }

    def payload(self, act: Start | Event) -> dict[str, Thing]:
        """What the act takes."""
        votes = isinstance(act, Event) and act.collects is not None
        return {
            name: self.making.thing(
                taken.field.type, f"taken.{name}", optional=taken.field.optional, listed=votes
            )
            for name, taken in act.takes.items()
        }

    def moment(self, act: Start | Event, before: Names) -> Moment:
        return Moment(
            before, self.payload(act), self.making.thing(DateType(), "today", optional=False), self.links()
        )

    def links(self) -> dict[str, Thing]:
        """What linked cases may say; a count that is not known is an error, as is a link that leads nowhere."""
        return {
            name: self.making.thing(
                BooleanType() if link.count is None else IntegerType(0, link.maximum), name, optional=True
            )
            for name, link in self.definition.links.items()
        }

    def sight(self, moment: Moment, names: Names | None = None) -> Sight:
        """What the act's expressions see; at a start open parameters can be read as if they were taken."""
        seen = {**self.parameters, **moment.links, **(moment.before if names is None else names)}
        return Sight(self.words, seen, {**self.parameters, **moment.taken}, moment.today)

    def after(
        self,
        act: Start | Event,
        passage: Passage,
        moment: Moment,
        trees: Mapping[str, Node],
        *,
        new_voter: bool = False,
    ) -> tuple[dict[str, Thing], list[Any]]:
        """The data after a step, and what must hold for it to be taken: every value that it sets can be stored.

        `trees` is what event and branch set, with what they name written out.
        """
        limits: list[Any] = []
        data, sight = dict(moment.before), self.sight(moment)
        for name in act.clears if isinstance(act, Event) else ():
            data[name] = unset(data[name])
        written = [name for name, taken in act.takes.items() if taken.stored]
        for name in written:
            taken = moment.taken[name]
            data[name] = chosen(taken.known, taken, moment.before[name])
        for name, tree in trees.items():
            value = sight.thing(tree, {})
            limits.append(value.known)
            limits += within(value, self.definition.data[name].type, self.words)
            data[name] = value
        limits += sight.limits
        if isinstance(act, Event) and act.collects:
            data[act.collects], voting = self._collected(act, moment, new_voter=new_voter)
            limits += voting
        for name in passage.absent:
            data[name] = unset(data[name])
        for name in passage.dropped:
            if name not in trees and name not in written:
                data[name] = unset(data[name])
        for name in (*passage.absent, *passage.dropped):
            box, old = data[name], moment.before[name]
            if isinstance(box, Places) and isinstance(self.definition.data[name].type, CollectionType):
                data[name] = Places(tuple(Place(NO, p.item, p.key) for p in old.places))  # type: ignore[union-attr]
        return data, limits

    def _collected(self, act: Event, moment: Moment, *, new_voter: bool) -> tuple[Places, list[Any]]:
        """One record more, or in place of one that was there; where it is full, nothing new."""
        name = act.collects
        assert name is not None  # it collects
        kind, box = self.definition.data[name].type, moment.before[name]
        assert isinstance(kind, CollectionType)  # checked at load
        assert isinstance(box, Places)  # as it was made
        self.making.made += 1
        place, record = z3.Int(f"place #{self.making.made}"), Record(dict(moment.taken))
        key = key_of(kind, record, z3.Int(f"voter #{self.making.made}"))
        limits = [place >= 0, place < len(box.places)]
        after: list[Place] = []
        for number, old in enumerate(box.places):
            here = place == number
            if number:
                limits.append(z3.Implies(here, box.places[number - 1].present))
            if new_voter:
                limits.append(z3.Implies(here, z3.Not(old.present)))
            if kind.per != "person":
                limits.append(z3.Implies(z3.And(old.present, old.key == key), here))
                limits.append(z3.Implies(z3.And(here, old.present), old.key == key))
            item = chosen(here, record, old.item)
            after.append(Place(z3.Or(here, old.present), item, z3.If(here, key, old.key)))
        return Places(tuple(after)), limits


def unset(thing: Thing) -> Thing:
    """The same without a value."""
    match thing:
        case Truth():
            return Truth(NO, NO)
        case Value(of=of):
            return Value(of, NO, thing.unit)
        case Record(fields=fields):
            return Record(fields, NO)
        case Places(places=places):
            return Places(places, NO)


def within(thing: Thing, type_: Type, words: Words) -> list[Any]:
    """That a value lies in the range of a type."""
    match thing, type_:
        case Value(), IntegerType(minimum=low, maximum=high) | NumberType(minimum=low, maximum=high):
            found: list[Any] = []
            for bound, above in ((low, True), (high, False)):
                end = constant(bound, words)
                assert isinstance(end, Value)  # numbers are
                one, other, _ = aligned(thing, end)
                found.append(one >= other if above else one <= other)
            return found
    return []
