"""Mistakes in how cases begin and end: another first state, an attestation left out, an end that is none."""

from collections.abc import Iterator

from attrs import evolve

from ...engine.reasons import state_title
from ...messages import say
from ...model.definition import Definition, State
from ...model.tree import state_tree, walk
from .mutant import Change
from .parts import called, with_act

OTHER_END = {"completed": "aborted", "aborted": "completed"}


def starts(definition: Definition) -> Iterator[Change]:
    """Each start into the next leaf of the file, and without each event that it attests."""
    tree = state_tree(definition)
    for start in definition.start.values():
        leaves, said = tree.leaves, {"act": called(definition, start.name)}
        further = leaves[(leaves.index(start.to) + 1) % len(leaves)]
        if further != start.to:
            text = say("mutants.start_changed", state=state_title(tree, further), **said)
            changed = with_act(definition, evolve(start, to=further))
            name = f"{start.name}/{further}"
            yield Change("start_changed", name, text, start.position, (start.name,), changed)
        for other in start.attests:
            text = say("mutants.attests_dropped", other=called(definition, other), **said)
            rest = tuple(each for each in start.attests if each != other)
            changed = with_act(definition, evolve(start, attests=rest))
            asking = tuple(event.name for event in definition.events.values() if other in event.requires)
            name = f"{start.name}/attests-{other}"
            yield Change(
                "start_changed", name, text, start.position, (start.name, *asking) if asking else (), changed
            )


def ends(definition: Definition) -> Iterator[Change]:
    """Each end of the other kind, each goal that is none."""
    tree = state_tree(definition)
    for state, _ in walk(definition.states):
        said = {"state": state_title(tree, state.name)}
        if state.final is not None:
            text = say(f"mutants.end_{OTHER_END[state.final]}", **said)
            changed = _with_state(definition, evolve(state, final=OTHER_END[state.final]))
            yield Change("end_changed", f"{state.name}/final", text, state.position, (), changed)
        if state.goal:
            text = say("mutants.goal_dropped", **said)
            changed = _with_state(definition, evolve(state, goal=False))
            yield Change("end_changed", f"{state.name}/goal", text, state.position, (), changed)


def _with_state(definition: Definition, state: State) -> Definition:
    def within(states: tuple[State, ...]) -> tuple[State, ...]:
        return tuple(
            state if each.name == state.name else evolve(each, states=within(each.states)) for each in states
        )

    return evolve(definition, states=within(definition.states))
