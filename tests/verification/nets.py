"""Workflows without data as Petri nets, which pm4py judges: a place for each leaf, a transition for each way on.

Source of the notion: W. M. P. van der Aalst, Verification of Workflow Nets, ICATPN 1997: a workflow net is sound if it
can always end, ends properly, and has no transition that can never fire.
"""

from ocop_workflow.engine import WorkflowMachine
from ocop_workflow.guards import Environment
from ocop_workflow.model.definition import Definition


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
    """What pm4py says of the net."""
    from pm4py.algo.analysis.woflan import algorithm as woflan  # slow to import: only where it judges
    from pm4py.objects.petri_net.obj import Marking, PetriNet
    from pm4py.objects.petri_net.utils.petri_utils import add_arc_from_to

    tree = machine.table.tree
    net = PetriNet(definition.workflow)
    places = {name: PetriNet.Place(name) for name in (*tree.leaves, "source", "sink")}
    net.places.update(places.values())
    arcs = [
        (start.name, "source", start.to) for start in definition.start.values() if _opens(machine, start.name)
    ]
    arcs += ways(machine)
    arcs += [
        ("end", leaf, "sink") for leaf in tree.leaves if any(tree.states[n].final for n in tree.path[leaf])
    ]
    for number, (name, source, target) in enumerate(arcs):
        transition = PetriNet.Transition(f"{name}-{number}", name)
        net.transitions.add(transition)
        add_arc_from_to(places[source], transition, net)
        add_arc_from_to(transition, places[target], net)
    first, last = Marking({places["source"]: 1}), Marking({places["sink"]: 1})
    quiet = {woflan.Parameters.PRINT_DIAGNOSTICS: False, woflan.Parameters.RETURN_ASAP_WHEN_NOT_SOUND: True}
    return bool(woflan.apply(net, first, last, parameters=quiet))


def _opens(machine: WorkflowMachine, start: str) -> bool:
    return all(guard.test(Environment()) for guard in machine.table.starts[start].when)
