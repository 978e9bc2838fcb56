"""Procedures in every form and language, and changes of a workflow that its table has to tell of."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from attrs import evolve

from ocop_workflow.drawing.procedure import (
    Difference,
    Procedure,
    differences,
    docx,
    html,
    markdown,
    read_table,
)
from ocop_workflow.engine import machine_of
from ocop_workflow.model.definition import CLOCK, Branch, Definition, Event, Move, State
from ocop_workflow.model.text import Text

FORMS: Mapping[str, Callable[[Procedure, Sequence[str]], str | bytes]] = {
    ".md": markdown,
    ".html": html,
    ".docx": docx,
}
SPOKEN = (("vi",), ("en",), ("vi", "en"))


def write(procedure: Procedure, folder: Path, form: str, languages: Sequence[str] = ("vi",)) -> Path:
    """The table in a file of that form."""
    text = FORMS[form](procedure, languages)
    file = folder / f"table{form}"
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return file


def compare(file: Path, procedure: Procedure) -> tuple[Difference, ...]:
    """What no longer agrees in a file."""
    return differences(procedure, read_table(file, procedure))


def sourced(definition: Definition) -> Definition:
    """The same with two sources, and every event based on the first."""
    events = {name: evolve(event, basis=("first", "A")) for name, event in definition.events.items()}
    return evolve(
        definition, sources={"first": Text("Một", "One"), "second": Text("Hai", "Two")}, events=events
    )


def changes(definition: Definition) -> Iterator[tuple[str, str, Definition]]:
    """One of each kind for every event: which column has to tell, of which event, and what it has become."""
    leaves = list(machine_of(definition).table.tree.leaves)
    for name, event in definition.events.items():
        for column, changed in _of_event(definition, event, leaves):
            yield column, name, evolve(definition, events={**definition.events, name: changed})
    yield from _levels(definition)


def _of_event(definition: Definition, event: Event, leaves: list[str]) -> Iterator[tuple[str, Event]]:
    others = [role for role in definition.roles if role not in event.by]
    if event.by != (CLOCK,) and others and not set(event.by) & set(definition.parameters):
        yield "who", evolve(event, by=(others[0],))
    if event.after is not None and event.after.amount is not None:
        yield "time", evolve(event, after=evolve(event.after, amount=event.after.amount + 1))
    if event.moves and _reached(definition, event, event.moves[0]):
        first, *rest = event.moves[0].branches
        for target in [leaf for leaf in [*leaves, None] if leaf != first.to][:1]:
            move = evolve(event.moves[0], branches=(Branch(target, first.when, first.sets), *rest))
            yield "product", evolve(event, moves=(move, *event.moves[1:]))
    yield "basis", evolve(event, basis=("second", "A"))
    yield "basis", evolve(event, basis=("first", "X"))


def _reached(definition: Definition, event: Event, move: Move) -> bool:
    """Whether any leaf has this move: one of a composite state may be overruled in all of its leaves."""
    table = machine_of(definition).table
    branches = table.events[event.name].branches.values()
    return any([each.to for each in found] == [each.to for each in move.branches] for found in branches)


def _levels(definition: Definition) -> Iterator[tuple[str, str, Definition]]:
    """Each leaf in which somebody acts whose level the state says, at another level."""
    table = machine_of(definition).table
    for leaf in table.tree.leaves:
        acting = [
            event.name
            for event in table.events.values()
            if leaf in event.branches
            and any(
                definition.roles[role].party is None and definition.roles[role].at is None
                for role in event.roles
            )
        ]
        if acting:
            yield "who", acting[0], evolve(definition, states=_moved(definition.states, leaf))


def _moved(states: tuple[State, ...], leaf: str) -> tuple[State, ...]:
    return tuple(
        evolve(state, at="elsewhere")
        if state.name == leaf
        else evolve(state, states=_moved(state.states, leaf))
        for state in states
    )
