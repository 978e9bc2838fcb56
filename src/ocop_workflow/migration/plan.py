"""A migration plan as it was declared: how the cases of one version go on under another."""

from collections.abc import Mapping

from attrs import field, frozen

from ..model.definition import Definition, Move, Property
from ..model.expression import Expression
from ..model.position import Position
from ..model.text import Text
from ..model.types import Field

ROOM = "migration"  # of the sentences
SAME = "same"  # the leaf of the same name


@frozen
class Waiver:
    """A claim of the new version that cases may have broken before: by its title, with the reason and the decision."""

    claim: str
    reason: Text
    decision: str
    position: Position | None = field(default=None, eq=False, repr=False)


@frozen
class Plan:
    """From one version of a workflow to another.

    `states` lead from leaves, composites and tags of the old version to leaves of the new one, by ordered branches;
    a branch to None pins the case: it stays as it is. Conditions and `sets` read the case as `before.x`, and the
    plan's own `parameters`. With `follows` the unit of a case goes to what it became. `events` and `scopes` map names
    of the old version that the new one has otherwise. `drops` are the data fields, duties, clocks and visits of the old
    one that end; `waives` what its history may have broken. `properties` are claims about the whole life of a case, in
    the new version's terms.
    """

    name: str
    old: Definition
    new: Definition
    states: tuple[Move, ...]
    sets: Mapping[str, Expression] = field(factory=dict)
    events: Mapping[str, str] = field(factory=dict)
    scopes: Mapping[str, str] = field(factory=dict)
    follows: bool = False
    drops: Mapping[str, Position] = field(factory=dict)
    waives: tuple[Waiver, ...] = ()
    properties: tuple[Property, ...] = ()
    parameters: Mapping[str, Field] = field(factory=dict)
    values: Mapping[str, object] = field(factory=dict)
    title: Text = field(default=Text())
    sources: Mapping[str, Text] = field(factory=dict)
    basis: tuple[str, ...] = ()
    file: str | None = None
    position: Position | None = field(default=None, eq=False, repr=False)
    places: Mapping[str, Position] = field(factory=dict, eq=False, repr=False)  # of keys, and of `events.x`

    def place(self, *keys: str) -> Position:
        """Where the first of the keys stands that the file has, or where it begins."""
        found = next((self.places[key] for key in keys if key in self.places), self.position)
        assert found is not None  # read from a file
        return found

    def counterpart(self, act: str) -> str | None:
        """The event or start of the new version that one of the old is; None where there is none, or it ends."""
        if act in self.drops:
            return None
        name = self.events.get(act, act)
        if act in self.old.start:
            return name if name in self.new.start else None
        return name if name in self.new.events else None
