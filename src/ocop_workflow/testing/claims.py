"""The workflow's own claims, judged on the history of a case by the log checker."""

from collections.abc import Iterable, Mapping, Sequence

from ..case import Case, Entry
from ..engine import WorkflowMachine, apply, fold
from ..model.definition import Property
from ..model.values import take
from ..properties import Step, automaton
from ..verification import breaks, step_of


def judged(machine: WorkflowMachine) -> tuple[Property, ...]:
    """The claims that are about a run."""
    return tuple(claim for claim in machine.definition.properties if automaton(claim) is not None)


def steps_of(
    machine: WorkflowMachine, case: Case | None, entries: Iterable[Entry], payload: Mapping[str, object]
) -> list[Step]:
    """What claims see of entries that were added to the case; the payload is that of the entry that somebody made."""
    steps = []
    table = machine.table
    for entry in entries:
        act = table.events[entry.event] if case else table.starts[entry.event]
        after = apply(machine, case, entry) if case else fold(machine, [entry])
        given = payload if entry.actor is not None else {}
        taken = {
            name: take(act.takes[name].field.type, value)
            for name, value in given.items()
            if value is not None
        }
        steps.append(step_of(machine, case, entry, after, taken))
        case = after
    return steps


def broken(machine: WorkflowMachine, case: Case, history: Sequence[Step]) -> Property | None:
    """The first claim that the history breaks; what must still happen is judged at an end, or at a goal."""
    tree = machine.table.tree
    ended = any(tree.states[name].final or tree.states[name].goal for name in tree.path[case.state])
    for claim in judged(machine):
        if breaks(machine.definition, claim, history, ended=ended, tree=tree):
            return claim
    return None
