"""A definition with observers: events beside its own that happen exactly in a situation, and lead to nothing.

So the search of the proofs looks for situations in which an act is refused as it looks for steps: what it finds has
data for it, and where it is complete and finds none, there is no such situation.
"""

from collections.abc import Sequence

from attrs import evolve

from ...guards import unparse
from ...model.definition import Branch, Definition, Event, Guard, Move, Start, State, Taken
from ...model.expression import Expression, Node
from .goals import Situation

SEEN = "?seen"  # like no name that a file may have


def observer(number: int) -> str:
    """The name of the observer of a situation."""
    return f"?{number}"


def with_observers(definition: Definition, situations: Sequence[Situation]) -> Definition:
    """The definition with one more state, and an event (or a start) into it for each situation."""
    starts, events = dict(definition.start), dict(definition.events)
    for number, situation in enumerate(situations):
        name, when = observer(number), tuple(_guard(tree) for tree in situation.holds)
        if situation.act in definition.start:
            start = definition.start[situation.act]
            starts[name] = Start(name, start.by, SEEN, _unstored(start), when=when)
        else:
            event = definition.events[situation.act]
            moves = tuple(Move(leaf, (Branch(SEEN),)) for leaf in situation.leaves)
            events[name] = Event(
                name,
                event.by,
                moves,
                requires=situation.requires,
                within=event.within,
                takes=_unstored(event),
                when=when,
            )
    states = (*definition.states, State(SEEN))
    return evolve(definition, start=starts, events=events, states=states)


def _unstored(act: Start | Event) -> dict[str, Taken]:
    return {name: evolve(taken, stored=False) for name, taken in act.takes.items()}


def _guard(tree: Node) -> Guard:
    return Guard(Expression(tree, unparse(tree)))
