"""A workflow as it was declared: frozen, unevaluated, without a trace of YAML."""

from collections.abc import Mapping
from datetime import date

from attrs import field, frozen

from .expression import Expression
from .position import Position
from .text import Text
from .types import Field, RecordType, Type

CLOCK = "clock"  # the actor of events that only time fires


@frozen
class Guard:
    """A condition: its test, and what is said, with which legal basis, when it does not hold."""

    test: Expression
    name: str | None = None
    otherwise: Text = field(default=Text(), eq=False)
    basis: tuple[str, ...] = field(default=(), eq=False)
    position: Position | None = field(default=None, eq=False, repr=False)


@frozen
class Taken:
    """One field that an event's payload has; `stored` ones are written to the data field of that name."""

    field: Field
    stored: bool = False


@frozen
class Branch:
    """Where a move leads: `to` is a leaf, or None for `stay`; `when` is None for `else` and for plain targets."""

    to: str | None
    when: Guard | None = None
    sets: Mapping[str, Expression] = field(factory=dict)
    position: Position | None = field(default=None, eq=False, repr=False)


@frozen
class Move:
    """From a leaf, a composite or a tag, the ordered branches; the first whose `when` holds is taken."""

    source: str
    branches: tuple[Branch, ...]
    position: Position | None = field(default=None, eq=False, repr=False)


@frozen
class Duration:
    """A length of time: a whole number of `unit` (days, working_days, months), or the parameter that says it."""

    unit: str
    amount: int | None = None
    parameter: str | None = None


@frozen
class Start:
    """One way in which a case begins. `attests` names events that count as having happened before."""

    name: str
    by: tuple[str, ...]
    to: str
    takes: Mapping[str, Taken] = field(factory=dict)
    sets: Mapping[str, Expression] = field(factory=dict)
    when: tuple[Guard, ...] = ()
    attests: tuple[str, ...] = ()
    title: Text = field(default=Text(), eq=False)
    basis: tuple[str, ...] = field(default=(), eq=False)
    position: Position | None = field(default=None, eq=False, repr=False)


@frozen
class Event:
    """Who acts, what they hand in, under which conditions, and where it leads.

    `by` names roles or parameters of type role; it is `("clock",)` for clock events, which have either
    `at` (an expression of type date) or `after`. An event that `must` stay possible is a right or an obligation: no
    extension asks more of it, as of clock events. Where one definition holds two laws, an event of the older
    `counts_as` that of the newer one: duties ask about both under the newer name.
    """

    name: str
    by: tuple[str, ...]
    moves: tuple[Move, ...]
    not_by: tuple[str, ...] = ()
    only_by: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    within: str | None = None
    takes: Mapping[str, Taken] = field(factory=dict)
    sets: Mapping[str, Expression] = field(factory=dict)
    clears: tuple[str, ...] = ()
    collects: str | None = None
    when: tuple[Guard, ...] = ()
    at: Expression | None = None
    after: Duration | None = None
    not_counting: tuple[str, ...] = ()
    must: bool = field(default=False, eq=False)
    counts_as: str | None = None
    title: Text = field(default=Text(), eq=False)
    basis: tuple[str, ...] = field(default=(), eq=False)
    position: Position | None = field(default=None, eq=False, repr=False)

    @property
    def is_clock(self) -> bool:
        return self.by == (CLOCK,)


@frozen
class State:
    """A node of the state tree: a leaf if it has no `states`.

    `at` is the level that handles it, or a parameter of type level; inherited from the parent if None.
    """

    name: str
    states: tuple["State", ...] = ()
    initial: str | None = None
    at: str | None = None
    tags: tuple[str, ...] = ()
    goal: bool = False
    final: str | None = None  # "completed" or "aborted"
    title: Text = field(default=Text(), eq=False)
    basis: tuple[str, ...] = field(default=(), eq=False)
    position: Position | None = field(default=None, eq=False, repr=False)


@frozen
class Role:
    """Who may act: holders of the role's name or, with `party`, whoever acts for the party in that data field.

    It is held in the unit that has the level `at`, if the role says one: a level, a parameter of that type, or a data
    field that names a level. Else the state says where.
    """

    name: str
    party: str | None = None  # `is:` in YAML
    at: str | None = None
    title: Text = field(default=Text(), eq=False)
    position: Position | None = field(default=None, eq=False, repr=False)


@frozen
class Let:
    """A computed field or a named guard: its expression, and what is said when it is a guard and fails."""

    name: str
    expression: Expression
    title: Text = field(default=Text(), eq=False)
    otherwise: Text = field(default=Text(), eq=False)
    basis: tuple[str, ...] = field(default=(), eq=False)
    position: Position | None = field(default=None, eq=False, repr=False)


@frozen
class Link:
    """A fact about cases that this one is linked with, read in guards under its name.

    With `of`: whether the case that this data field refers to stands in one of `states`, a truth value. With `count`:
    how many cases of that workflow refer to this one in their data field `by` and stand in one of `states` (none:
    wherever they stand), a whole number from 0 to `maximum`.
    """

    name: str
    states: tuple[str, ...] = ()  # `in:` in YAML: leaves, composites and tags of the other workflow
    of: str | None = None
    count: str | None = None
    by: str | None = None
    maximum: int = 1_000_000
    title: Text = field(default=Text(), eq=False)
    basis: tuple[str, ...] = field(default=(), eq=False)
    position: Position | None = field(default=None, eq=False, repr=False)
    places: Mapping[str, Position] = field(
        factory=dict, eq=False, repr=False
    )  # of names of the other workflow


@frozen
class Letter:
    """What a property speaks of: an event, `where` (data before, payload), `changes` (data before and after).

    `also` has further events any of which is meant as well; without an event any step is meant. `by` are roles in
    one of which it is done (or CLOCK); `from_` and `to` are states, composites or tags that it leaves and reaches.
    """

    event: str | None
    where: Expression | None = None
    changes: Expression | None = None
    also: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    from_: tuple[str, ...] = ()
    to: tuple[str, ...] = ()

    @property
    def events(self) -> tuple[str, ...]:
        """All events that are meant; none where any step is."""
        return () if self.event is None else (self.event, *self.also)

    @property
    def is_conditional(self) -> bool:
        """Whether more is said than which events are meant."""
        return bool(self.where or self.changes or self.by or self.from_ or self.to)


@frozen
class Property:
    """A claim about every run: a template of the field's (precedence, response, never …) over letters.

    `scope` is None (the whole case), or ("per_round", starts…), ("within", composite), ("between", after, until…);
    for the templates complete and unique (of the branches of events in a state) it is ("state", name).
    """

    template: str
    letters: tuple[Letter, ...]
    scope: tuple[str, ...] | None = None
    holds: Expression | None = None  # invariant and `at`
    duration: Duration | None = None  # within
    times: int | None = None  # existence, absence, exactly; None: once
    title: Text = field(default=Text(), eq=False)
    basis: tuple[str, ...] = field(default=(), eq=False)
    position: Position | None = field(default=None, eq=False, repr=False)


@frozen
class Definition:
    """A whole workflow. `values` holds the parameters that have been given; optional ones may be missing.

    `levels` are the titles of the levels that handle states; without it, levels are only words.
    """

    workflow: str
    version: str
    start: Mapping[str, Start]
    states: tuple[State, ...]
    events: Mapping[str, Event]
    roles: Mapping[str, Role] = field(factory=dict)
    parameters: Mapping[str, Field] = field(factory=dict)
    values: Mapping[str, object] = field(factory=dict)
    types: Mapping[str, RecordType] = field(factory=dict)
    data: Mapping[str, Field] = field(factory=dict)
    unit: str | None = None
    let: Mapping[str, Let] = field(factory=dict)
    links: Mapping[str, Link] = field(factory=dict)
    timezone: str | None = None
    properties: tuple[Property, ...] = ()
    title: Text = field(default=Text(), eq=False)
    sources: Mapping[str, Text] = field(factory=dict, eq=False)
    levels: Mapping[str, Text] = field(factory=dict, eq=False)
    from_: date | None = field(default=None, eq=False)
    file: str | None = field(default=None, eq=False, repr=False)
    claims_hashed: bool = field(
        default=False, eq=False, repr=False
    )  # properties count as behaviour, as they once did

    def missing_parameters(self) -> tuple[str, ...]:
        """Required parameters that have no value yet: no case can start while there are any."""
        return tuple(n for n, p in self.parameters.items() if not p.optional and n not in self.values)


__all__ = [
    "CLOCK",
    "Branch",
    "Definition",
    "Duration",
    "Event",
    "Field",
    "Guard",
    "Let",
    "Letter",
    "Link",
    "Move",
    "Property",
    "Role",
    "Start",
    "State",
    "Taken",
    "Type",
]
