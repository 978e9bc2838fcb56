"""Mistakes in where events lead: a move redirected, or swapped with the next one."""

from collections.abc import Iterator

from attrs import evolve

from ...engine.reasons import state_title
from ...messages import say
from ...model.definition import Definition, Move
from ...model.text import Text
from ...model.tree import StateTree, state_tree
from .mutant import Change
from .parts import called, moves_of, with_act, with_branch, with_branches


def redirected(definition: Definition) -> Iterator[Change]:
    """Each branch to `stay`, and to the leaf after its target (that of `stay`: after its source)."""
    tree = state_tree(definition)
    for event, at, move in moves_of(definition):
        for number, branch in enumerate(move.branches):
            way = f"{event.name}/{move.source}-{branch.to or 'stay'}"
            for target in _targets(tree, move, branch.to):
                text = say(
                    "mutants.redirected",
                    act=called(definition, event.name),
                    before=_title(tree, branch.to),
                    after=_title(tree, target),
                )
                changed = with_act(definition, with_branch(event, at, number, evolve(branch, to=target)))
                place = branch.position or move.position or event.position
                name = f"{way}/{target or 'stay'}"
                yield Change("redirected", name, text, place, (event.name,), changed)


def swapped(definition: Definition) -> Iterator[Change]:
    """Neighbouring branches of a move, and neighbouring moves of an event, exchange where they lead."""
    for event, at, move in moves_of(definition):
        said = {"act": called(definition, event.name)}
        for number, (one, other) in enumerate(zip(move.branches, move.branches[1:], strict=False)):
            turned = (
                *move.branches[:number],
                evolve(one, to=other.to, sets=other.sets),
                evolve(other, to=one.to, sets=one.sets),
                *move.branches[number + 2 :],
            )
            text = say("mutants.branches_swapped", source=move.source, **said)
            changed = with_act(definition, with_branches(event, at, turned))
            name = f"{event.name}/{move.source}/{one.to or 'stay'}-{other.to or 'stay'}"
            place = one.position or move.position or event.position
            yield Change("swapped", name, text, place, (event.name,), changed)
        if at + 1 < len(event.moves):
            after = event.moves[at + 1]
            text = say("mutants.moves_swapped", one=move.source, other=after.source, **said)
            moves = (evolve(move, branches=after.branches), evolve(after, branches=move.branches))
            whole = (*event.moves[:at], *moves, *event.moves[at + 2 :])
            changed = with_act(definition, evolve(event, moves=whole))
            name = f"{event.name}/{move.source}-with-{after.source}"
            yield Change("swapped", name, text, move.position or event.position, (event.name,), changed)


def _targets(tree: StateTree, move: Move, to: str | None) -> Iterator[str | None]:
    leaves = tree.leaves
    here = to or tree.members[move.source][-1]
    further = leaves[(leaves.index(here) + 1) % len(leaves)]
    if to is not None:
        yield None
    if further != to:
        yield further


def _title(tree: StateTree, leaf: str | None) -> Text:
    return say("mutants.stay") if leaf is None else state_title(tree, leaf)
