"""Mistakes in what is written: `sets` and `clears` dropped."""

from collections.abc import Iterator, Mapping

from attrs import evolve

from ...messages import say
from ...model.definition import Definition
from ...model.expression import Expression
from .mutant import Change
from .parts import acts_of, called, moves_of, with_act, with_branch

Sets = Mapping[str, Expression]


def writes(definition: Definition) -> Iterator[Change]:
    """Each field that an act or one of its branches sets or clears, left as it is."""
    for act in acts_of(definition):
        said = {"act": called(definition, act.name)}
        for name, expression in act.sets.items():
            text = say("mutants.set_dropped", field=name, **said)
            place = expression.position or act.position
            changed = with_act(definition, evolve(act, sets=_without(act.sets, name)))
            yield Change("set_dropped", f"{act.name}/{name}", text, place, (act.name,), changed)
    for event in definition.events.values():
        for name in event.clears:
            text = say("mutants.clear_dropped", field=name, act=called(definition, event.name))
            rest = tuple(each for each in event.clears if each != name)
            changed = with_act(definition, evolve(event, clears=rest))
            where = f"{event.name}/{name}"
            yield Change("clear_dropped", where, text, event.position, (event.name,), changed)
    for event, at, move in moves_of(definition):
        for number, branch in enumerate(move.branches):
            for name, expression in branch.sets.items():
                text = say("mutants.set_dropped", field=name, act=called(definition, event.name))
                place = expression.position or event.position
                shorter = evolve(branch, sets=_without(branch.sets, name))
                changed = with_act(definition, with_branch(event, at, number, shorter))
                where = f"{event.name}/{move.source}-{branch.to or 'stay'}/{name}"
                yield Change("set_dropped", where, text, place, (event.name,), changed)


def _without(sets: Sets, name: str) -> Sets:
    return {each: expression for each, expression in sets.items() if each != name}
