"""Mistakes in time: a clock event that never comes, or comes a step late."""

from collections.abc import Iterator

from attrs import evolve

from ...guards import unparse
from ...messages import say
from ...model.definition import Definition, Duration, Event
from ...model.expression import Call, Expression, Literal
from .mutant import Change
from .parts import called, with_act


def clocks(definition: Definition) -> Iterator[Change]:
    """Each clock event dropped, and one day, working day or month late."""
    for event in definition.events.values():
        if not event.is_clock:
            continue
        said = {"act": called(definition, event.name)}
        rest = {name: each for name, each in definition.events.items() if name != event.name}
        acts = (event.name,)
        text = say("mutants.clock_dropped", **said)
        without = evolve(definition, events=rest)
        yield Change("clock_dropped", event.name, text, event.position, acts, without)
        late = _late(definition, event)
        if late is not None:
            text = say("mutants.clock_delayed", **said)
            changed = with_act(definition, late)
            yield Change("clock_delayed", event.name, text, event.position, acts, changed)


def _late(definition: Definition, event: Event) -> Event | None:
    if event.at is not None:
        tree = Call("days", (event.at.tree, Literal(1)))
        return evolve(event, at=Expression(tree, unparse(tree), event.at.position))
    assert event.after is not None  # a clock has one of the two
    amount = event.after.amount
    if amount is None:
        value = definition.values.get(event.after.parameter or "")
        if not isinstance(value, int):
            return None
        amount = value
    return evolve(event, after=Duration(event.after.unit, amount + 1))
