"""Targets as they were declared: what is counted over which cases, how it is split, which cases are looked after."""

from collections.abc import Mapping
from datetime import date

from attrs import field, frozen

from ..access.tree import UnitTree
from ..calendar import Calendar
from ..model.expression import Expression
from ..model.position import Position
from ..model.text import Text
from ..reading.counterparts import Unchecked
from ..reading.nodes import ScalarNode

ROOM = "measures"  # of the sentences


@frozen
class Condition:
    """Which cases are meant: all of it must hold of a case as it stood at the end of a day.

    `requires` are events that have happened, or were attested, each at least once; of several in one place any does.
    `states` are leaves, composites and tags, in one of which it stands. `where` reads its data and `today`, that day.
    """

    requires: tuple[tuple[str, ...], ...] = ()
    states: tuple[str, ...] = ()  # `in:` in YAML
    where: Expression | None = None
    places: Mapping[str, Position] = field(factory=dict, eq=False, repr=False)  # of the names


@frozen
class Goal:
    """How many there are to be (of a share: how many percent), both bounds included, by the end of the day `by`."""

    minimum: int | None = None
    maximum: int | None = None
    by: date | None = None


@frozen
class Measure:
    """A count of the cases of a workflow that are meant; with `share`, of those how many satisfy more, in percent."""

    name: str
    of: str
    meant: Condition = field(default=Condition())
    share: Condition | None = None
    target: Goal | None = None
    title: Text = field(default=Text())
    basis: tuple[str, ...] = ()
    position: Position | None = field(default=None, eq=False, repr=False)


@frozen
class Split:
    """Every count by the units of a level, or by the values of a data field; exactly one is set."""

    name: str
    level: str | None = None
    data: str | None = None  # `field:` in YAML
    title: Text = Text()
    position: Position | None = field(default=None, eq=False, repr=False)


@frozen
class Risk:
    """Cases to look after: with `at` the soonest first, with `events` those first to which these happened most often.

    Without either, those first that have stood longest where they stand. `reason` is the field of the payload that says
    why, `shows` are data fields to know the case by.
    """

    name: str
    of: str
    meant: Condition = field(default=Condition())
    at: Expression | None = None
    events: tuple[str, ...] = ()  # `event:` in YAML
    reason: str | None = None
    shows: tuple[str, ...] = ()
    title: Text = field(default=Text())
    basis: tuple[str, ...] = ()
    position: Position | None = field(default=None, eq=False, repr=False)
    places: Mapping[str, Position] = field(factory=dict, eq=False, repr=False)


@frozen
class Targets:
    """The targets of one file. `unfound` are workflows that it counts and that were not found when it was read."""

    name: str
    measures: Mapping[str, Measure]
    splits: Mapping[str, Split] = field(factory=dict)
    risks: Mapping[str, Risk] = field(factory=dict)
    units: UnitTree | None = None
    calendar: Calendar | None = None
    title: Text = field(default=Text())
    sources: Mapping[str, Text] = field(factory=dict)
    unfound: tuple[Unchecked, ...] = ()
    file: str = ""
    expressions: Mapping[Position, ScalarNode] = field(factory=dict, eq=False, repr=False)

    @property
    def workflows(self) -> tuple[str, ...]:
        """Those whose cases are looked at, in the order of the file."""
        return tuple(self.named)

    @property
    def named(self) -> Mapping[str, Position | None]:
        """The same with the places where each is named first."""
        found: dict[str, Position | None] = {}
        for measure in self.measures.values():
            found.setdefault(measure.of, measure.position)
        for risk in self.risks.values():
            found.setdefault(risk.of, risk.position)
        return found
