"""Replays random logs twice, here and by pm4py's tokens on a Petri net, and prints how often both say the same."""

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pm4py
from pm4py.algo.conformance.tokenreplay import algorithm
from pm4py.objects.log.obj import Event, EventLog
from pm4py.objects.log.obj import Trace as Tokens
from pm4py.objects.petri_net.obj import Marking, PetriNet
from pm4py.objects.petri_net.utils.petri_utils import add_arc_from_to

from ocop_workflow import Workflow, load
from ocop_workflow.interchange.conform import Logged, Replay, Trace

PLAN = Path(__file__).parents[1] / "testing" / "plan.yaml"
LOGS = 300


def net_of(workflow: Workflow) -> tuple[PetriNet, Marking]:
    """A place for each leaf, a transition for each move, and one more place from which cases start."""
    net = PetriNet(workflow.name)
    places = {leaf: PetriNet.Place(leaf) for leaf in ("", *workflow.machine.table.tree.leaves)}
    net.places.update(places.values())
    events = {**workflow.machine.table.starts, **workflow.machine.table.events}
    for name, event in events.items():
        for leaf, branches in event.branches.items():
            for number, branch in enumerate(branches):
                transition = PetriNet.Transition(f"{name}/{leaf}/{number}", name)
                net.transitions.add(transition)
                add_arc_from_to(places[leaf], transition, net)
                add_arc_from_to(transition, places[branch.to or leaf], net)
    return net, Marking({places[""]: 1})


def main() -> None:
    """A case that is still under way fits, so that tokens which are left count for nothing."""
    workflow = load(PLAN)
    net, initial = net_of(workflow)
    chance = random.Random(11)  # noqa: S311 - the same logs each time
    names = [*workflow.definition.start, *workflow.definition.events]
    right = ["begin", "submit", "approve", "rank"]
    logs = []
    for _ in range(LOGS):
        names_ = right[: chance.randrange(1, 5)]
        if chance.random() < 0.6:
            names_.insert(chance.randrange(len(names_) + 1), chance.choice(names))
        if chance.random() < 0.2:
            names_.pop(chance.randrange(len(names_)))
        logs.append(names_ or ["begin"])
    start = datetime(2020, 1, 1, tzinfo=UTC)
    log = EventLog()
    for number, each in enumerate(logs):
        events = [
            Event({"concept:name": name, "time:timestamp": start + timedelta(hours=place)})
            for place, name in enumerate(each)
        ]
        log.append(Tokens(events, attributes={"concept:name": str(number)}))
    replayed = algorithm.apply(log, net, initial, Marking())
    replay = Replay(workflow, silent=False)
    ours = [replay.first_deviation(Trace("c", tuple(map(Logged, each)))) is None for each in logs]
    theirs = [each["missing_tokens"] == 0 and not each["transitions_with_problems"] for each in replayed]
    agree = sum(a == b for a, b in zip(ours, theirs, strict=True))
    print(json.dumps({"pm4py": pm4py.__version__, "cases": LOGS, "fitting": sum(ours), "agree": agree}))  # noqa: T201 - to the test, through a pipe


if __name__ == "__main__":
    main()
