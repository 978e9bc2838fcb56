"""A way of the original, step by step, as conditions for a solver."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import z3
from attrs import evolve, frozen

from ...engine import machine_of
from ...engine.sources import innermost
from ...model.definition import Branch, Definition, Event, Letter, Property, Start
from ...model.types import CollectionType, DateType
from ...properties import Doing, whole_change
from ...properties.letters import fits
from ..decisions import taken_branch
from ..signs import Signs
from ..space import Edge
from .feasible import new_solver
from .original import Moment, Names, Original
from .symbolic import Sight
from .symbols import Place, Places, Thing, Value, apart, chosen

SANE = (date(2000, 1, 1), date(2100, 1, 1))  # days that people would write


@frozen(eq=False)
class Taken:
    """One step of a way: what it takes, what was voted before it, the data after it, and what must hold for it."""

    earlier: "Taken | None"
    edge: Edge
    act: Start | Event
    moment: Moment
    before: Names  # without these votes
    voted: tuple[str, ...]
    after: Names
    conditions: tuple[Any, ...]

    def way(self) -> list["Taken"]:
        """All steps so far, from the first."""
        found: list[Taken] = []
        step: Taken | None = self
        while step is not None:
            found.append(step)
            step = step.earlier
        return found[::-1]

    @property
    def day(self) -> Any:
        """The day on which it happens."""
        assert isinstance(self.moment.today, Value)  # a day
        return self.moment.today.of


class Walk:
    """Steps of the original, in the terms of a solver."""

    def __init__(self, definition: Definition, claim: Property, signs: Signs, begins: date) -> None:
        self.definition, self.claim, self.signs, self.begins = definition, claim, signs, begins
        self.original = Original(definition)
        self.machine = machine_of(definition)
        self.relaxed = signs.space.machine
        tree = self.machine.table.tree
        self.moves = {name: innermost(tree, event) for name, event in definition.events.items()}
        self.limits = [*self.original.making.limits]  # of the parameters
        self.nothing = self.original.nothing()

    def model(self, taken: Taken, *, last: bool) -> tuple[Any, Any]:
        """The solver's answer on the whole way; at its end with the plainest values that there are."""
        solver = new_solver()
        solver.add(*self.limits)
        way = taken.way()
        for step in way:
            solver.add(*step.conditions)
        answer = z3.unsat
        for more in self._preferences(way) if last else [[]]:
            answer = solver.check(*more)
            if answer == z3.sat:
                return answer, solver.model()
        return answer, None

    def _preferences(self, way: Sequence[Taken]) -> Iterable[list[Any]]:
        """All on one day, with days that people would write."""
        low, high = (day.toordinal() for day in SANE)
        days = [each.day for each in way]
        dates = [
            z3.Implies(thing.known, z3.And(thing.of >= low, thing.of <= high))
            for each in way
            for name, thing in each.moment.taken.items()
            if isinstance(thing, Value) and isinstance(each.act.takes[name].field.type, DateType)
        ]
        if not any(isinstance(each.act, Event) and each.act.is_clock for each in way):
            yield [*dates, *(day == days[0] for day in days)]
        yield [*dates, *(day <= high for day in days)]
        yield []

    def step(self, earlier: Taken | None, edge: Edge, doing: Doing, column: int) -> Taken:
        """One step more, at which the claim reads these letters."""
        definition = self.definition
        act = definition.start[edge.event] if edge.source is None else definition.events[edge.event]
        leaf = None if edge.source is None else self.signs.space.leaf(edge.source)
        before = earlier.after if earlier is not None else self.nothing
        begun = len(self.original.making.limits)
        conditions: list[Any] = []
        voted = self._votes_at(leaf, act)
        data = {**before, **{name: self._more(name, before[name], conditions) for name in voted}}
        moment = self.original.moment(act, data)
        sight = self.original.sight(moment)
        conditions += (sight.truth(self.original.written_out(guard.test)).yes for guard in act.when)
        sets, stays = dict(act.sets), False
        if isinstance(act, Event):
            branch = self._branch(act, edge, sight, conditions)
            sets |= branch.sets
            stays = branch.to is None
        passage = self.machine.table.passages[leaf, edge.leaf, stays]
        trees = {name: self.original.written_out(each) for name, each in sets.items()}
        after, limits = self.original.after(act, passage, moment, trees, new_voter=True)
        conditions += [*limits, *sight.limits]
        self._read(doing, column, moment, after, conditions)
        taken = Taken(earlier, edge, act, moment, before, voted, after, ())
        first = taken.day == self.begins.toordinal()
        conditions.append(first if earlier is None else taken.day >= earlier.day)
        conditions += self.original.making.limits[begun:]
        return evolve(taken, conditions=tuple(conditions))

    def _branch(self, act: Event, edge: Edge, sight: Sight, conditions: list[Any]) -> Branch:
        """The branch that the search took: it holds, and those before it do not."""
        assert edge.source is not None  # an event comes after a start
        leaf = self.signs.space.leaf(edge.source)
        number = taken_branch(self.relaxed.table.events[act.name].branches[leaf], edge.before, edge.payload)
        branches = self.moves[act.name][leaf].branches
        earlier = [other.when.test for other in branches[:number] if other.when is not None]
        conditions += (sight.truth(self.original.written_out(each)).no for each in earlier)
        when = branches[number].when
        if when is not None:
            conditions.append(sight.truth(self.original.written_out(when.test)).yes)
        return branches[number]

    def _votes_at(self, leaf: str | None, act: Start | Event) -> tuple[str, ...]:
        """Collections into which others may put something before the step."""
        if leaf is None or (isinstance(act, Event) and act.collects):
            return ()
        events = self.machine.table.events.values()
        found = (e.declared.collects for e in events if isinstance(e.declared, Event) and leaf in e.branches)
        return tuple(sorted({name for name in found if name}))

    def _more(self, name: str, box: Thing, conditions: list[Any]) -> Places:
        """The collection with what was in it, and perhaps more."""
        kind = self.definition.data[name].type
        assert isinstance(kind, CollectionType)
        assert isinstance(box, Places)
        new = self.original.making.thing(kind, name, optional=False)
        assert isinstance(new, Places)  # as the other
        places = tuple(
            Place(
                z3.Or(old.present, more.present),
                chosen(old.present, old.item, more.item),
                z3.If(old.present, old.key, more.key),
            )
            for old, more in zip(box.places, new.places, strict=True)
        )
        if kind.per != "person":
            conditions += apart(places)
        return Places(places)

    def _read(self, doing: Doing, column: int, moment: Moment, after: Names, conditions: list[Any]) -> None:
        """At this step the claim reads what it read in the search."""
        across = {f"before.{name}": thing for name, thing in moment.before.items()}
        across |= {f"after.{name}": thing for name, thing in after.items()}
        held = self._held(moment, after, conditions)
        for number, letter in enumerate(self.claim.letters):
            if fits(self.definition, letter, doing, self.machine.table.tree):
                said = self._letter(letter, moment, across, conditions)
                if self.claim.template == "at":  # what holds then is part of its letter
                    said = z3.And(said, held)
                conditions.append(said if column >> number & 1 else z3.Not(said))
        if self.claim.template == "invariant":
            conditions.append(held if column >> len(self.claim.letters) & 1 else z3.Not(held))

    def _held(self, moment: Moment, after: Names, conditions: list[Any]) -> Any:
        """What the claim says of the data after the step."""
        if self.claim.holds is None:
            return z3.BoolVal(val=True)
        sight = self.original.sight(moment, after)
        said = sight.truth(self.original.written_out(self.claim.holds)).yes
        conditions += sight.limits
        return said

    def _letter(self, letter: Letter, moment: Moment, across: Names, conditions: list[Any]) -> Any:
        parts: list[Any] = []
        if letter.where is not None:
            sight = self.original.sight(moment)
            parts.append(sight.truth(self.original.written_out(letter.where)).yes)
            conditions += sight.limits
        if letter.changes is not None:
            sight = self.original.sight(moment, across)
            parts.append(sight.truth(whole_change(self.original.written_out(letter.changes))).yes)
            conditions += sight.limits
        return z3.And(parts)
