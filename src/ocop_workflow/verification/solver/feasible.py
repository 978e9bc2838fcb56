"""What of a search can go together: a step's data before it, its payload, and what is kept of the data after it.

Each question is one to z3, about the original's own terms. It is asked within a bounded effort, so that an answer
does not depend on how quick a machine is; where there is none, everything can go together.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import z3
from attrs import define, field

from ...engine.passage import Passage
from ...model.definition import Definition, Event, Start
from ...model.expression import Expression
from ...model.types import Type
from ..live import all_sets
from ..regions import Regions
from ..relax import Relaxed
from ..tracked import Kept, read_by
from .original import Names, Original
from .said import meaning, region
from .symbols import Thing, Truth

EFFORT = 2_000_000  # z3's own count of what it does, for one question: about a second at most
BEFORE, TAKEN = "before", "taken"
Said = tuple[str, str, object]  # before or taken, a name, the value that stands for a region (None: no value)


@define
class Query:
    """Some conditions, and what may be said besides, which `means` something; `gave_up` counts missing answers."""

    conditions: Sequence[Any]
    means: Callable[[Said], Any]
    bears: Callable[[Said], bool]  # on anything that these conditions speak of
    solver: Any = field(init=False)
    said: dict[Said, Any] = field(factory=dict)
    known: dict[frozenset[Said], bool] = field(factory=dict)
    gave_up: int = 0

    def __attrs_post_init__(self) -> None:
        self.solver = new_solver()
        self.solver.add(*self.conditions)

    def allows(self, together: Iterable[Said]) -> bool:
        """Whether all of this can be so at once; True as well where the solver does not know."""
        key = frozenset(each for each in together if self.bears(each))
        found = self.known.get(key)
        if found is None:
            answer = self.solver.check([self._literal(each) for each in key])
            self.gave_up += answer == z3.unknown
            found = self.known[key] = answer != z3.unsat
        return found

    def _literal(self, said: Said) -> Any:
        literal = self.said.get(said)
        if literal is None:
            literal = self.said[said] = z3.Bool(f"said {len(self.said)}")
            self.solver.add(z3.Implies(literal, self.means(said)))
        return literal


def new_solver(effort: int = EFFORT) -> Any:
    """A solver that gives up after so much effort."""
    solver = z3.Solver()
    solver.set("rlimit", effort)
    return solver


class Asking:
    """Questions about the steps of one act of a relaxed definition."""

    def __init__(
        self, definition: Definition, relaxed: Relaxed, regions: Regions, act: Start | Event
    ) -> None:
        self.original = Original(definition, loose=True)
        self.relaxed, self.regions, self.act = relaxed, regions, act
        self.kept = {each.name: each for each in relaxed.kept}
        begins = isinstance(act, Start)
        before = self.original.nothing() if begins else self.original.anything()
        self.moment = self.original.moment(act, before)
        self.now = self.original.sight(self.moment)
        self.read = frozenset().union(
            *(each.reads for each in relaxed.kept),
            *(read_by(node, act.name, act.takes) for node in relaxed.stands.get(act.name, {}).values()),
        )
        self.flows = frozenset(  # what is stored in what is spoken of
            name
            for target, expression in all_sets(act)
            if target in self.read
            for name in read_by(self.original.written_out(expression), act.name, act.takes)
        )
        self.first = Query(self.original.making.limits, self._means, self._bears)
        self._then: dict[tuple[object, ...], Query] = {}

    @property
    def gave_up(self) -> int:
        return sum(query.gave_up for query in (self.first, *self._then.values()))

    def then(self, passage: Passage, number: int, sets: Mapping[str, Expression]) -> Query:
        """What can be said once the step has taken its branch of that number, which sets these besides."""
        key = (passage.source, passage.target, passage.stay, number)
        found = self._then.get(key)
        if found is None:
            trees = {
                name: self.original.written_out(each) for name, each in {**self.act.sets, **sets}.items()
            }
            after, limits = self.original.after(self.act, passage, self.moment, trees)
            found = self._then[key] = Query(
                [*self.original.making.limits, *limits], lambda said: self._means(said, after), self._bears
            )
        return found

    def bears_on(self, name: str) -> bool:
        """Whether the solver is asked about what is taken under that name."""
        return self._bears((TAKEN, name, None))

    def _bears(self, said: Said) -> bool:
        side, name, _ = said
        if name in self.kept:
            return not (side == BEFORE and self.kept[name].across)  # of the last step nothing more is known
        spoken = self.read | self.flows
        if side == BEFORE:
            return name in spoken
        if name in self.act.takes:
            return (name if self.act.takes[name].stored else f"{self.act.name}.{name}") in spoken
        return name in self.relaxed.stands.get(self.act.name, {}) or name in self.original.parameters

    def _means(self, said: Said, after: Names | None = None) -> Any:
        side, name, value = said
        if side == BEFORE:
            if name in self.kept:
                return meaning(self.now.truth(self.kept[name].node), value)
            thing = self.original.parameters.get(name) or self.moment.before[name]
            return self._region(thing, value, self.relaxed.definition.data[name].type, ("", name))
        type_ = self.act_takes(name)
        if name in self.kept:
            assert after is not None  # what is kept is asked once the step is taken
            return meaning(self._seen_after(self.kept[name], after), value)
        node = self.relaxed.stands.get(self.act.name, {}).get(name)
        if node is not None:
            thing = self.now.thing(node, {})
        else:
            thing = self.moment.taken.get(name) or self.original.parameters[name]
        return self._region(thing, value, type_, (self.act.name, name))

    def act_takes(self, name: str) -> Type:
        definition = self.relaxed.definition
        act = (
            definition.start[self.act.name]
            if isinstance(self.act, Start)
            else definition.events[self.act.name]
        )
        return act.takes[name].field.type

    def _region(self, thing: Thing, value: object, type_: Type, variable: tuple[str, str]) -> Any:
        found = region(thing, value, type_, self.regions.bounds(variable), self.original.words)
        return z3.And(found, *self.now.limits)

    def _seen_after(self, kept: Kept, after: Names) -> Truth:
        names = dict(after)
        if kept.across:
            names |= {f"before.{name}": thing for name, thing in self.moment.before.items()}
            names |= {f"after.{name}": thing for name, thing in after.items()}
        sight = self.original.sight(self.moment, names)
        truth = sight.truth(kept.node)
        self.now.limits += sight.limits
        return truth
