"""Workflows without data as Petri nets, which pm4py judges: a place for each leaf, a transition for each way on.

Source of the notion: W. M. P. van der Aalst, Verification of Workflow Nets, ICATPN 1997: a workflow net is sound if it
can always end, ends properly, and has no transition that can never fire.
"""

import warnings
from collections.abc import Iterable, Mapping

from ocop_workflow.engine import WorkflowMachine
from ocop_workflow.guards import Environment
from ocop_workflow.model.definition import Definition

Net = Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]


def ways(machine: WorkflowMachine) -> list[tuple[str, str, str]]:
    """Event, source and target of every way on; conditions are constants here."""
    found = []
    for name, event in machine.table.events.items():
        if not all(guard.test(Environment()) for guard in event.when):
            continue
        for leaf, branches in event.branches.items():
            for branch in branches:
                if branch.when is None or branch.when.test(Environment()):
                    found.append((name, leaf, branch.to or leaf))
                    break
    return found


def is_sound(definition: Definition, machine: WorkflowMachine) -> bool:
    """What pm4py says of a workflow without data."""
    tree = machine.table.tree
    starts = [start for start in definition.start.values() if _opens(machine, start.name)]
    arcs = [(start.name, "source", start.to) for start in starts]
    arcs += ways(machine)
    ends = [leaf for leaf in tree.leaves if any(tree.states[name].final for name in tree.path[leaf])]
    arcs += [("end", leaf, "sink") for leaf in ends]
    net = {f"{name}-{n}": ((source,), (target,)) for n, (name, source, target) in enumerate(arcs)}
    return is_sound_net(net, "source", "sink", tree.leaves)


def is_sound_net(net: Net, source: str = "i", sink: str = "o", others: Iterable[str] = ()) -> bool:
    """What pm4py says of a net: by transition the places before and behind; `others` are places without any."""
    from pm4py.algo.analysis.woflan import algorithm as woflan  # slow to import: only where it judges
    from pm4py.objects.petri_net.obj import Marking, PetriNet
    from pm4py.objects.petri_net.utils.petri_utils import add_arc_from_to

    built = PetriNet("net")
    named = {place for before, after in net.values() for place in (*before, *after)}
    places = {name: PetriNet.Place(name) for name in sorted({*named, *others, source, sink})}
    built.places.update(places.values())
    for name, (before, after) in net.items():
        transition = PetriNet.Transition(name, name)
        built.transitions.add(transition)
        for place in before:
            add_arc_from_to(places[place], transition, built)
        for place in after:
            add_arc_from_to(transition, places[place], built)
    first, last = Marking({places[source]: 1}), Marking({places[sink]: 1})
    quiet = {woflan.Parameters.PRINT_DIAGNOSTICS: False, woflan.Parameters.RETURN_ASAP_WHEN_NOT_SOUND: True}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of numpy and scipy, about how it solves
        return bool(woflan.apply(built, first, last, parameters=quiet))


def _opens(machine: WorkflowMachine, start: str) -> bool:
    return all(guard.test(Environment()) for guard in machine.table.starts[start].when)
