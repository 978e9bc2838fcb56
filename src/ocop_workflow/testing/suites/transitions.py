"""States, branches and sequences of branches: what the search finds, told as stories."""

from collections.abc import Iterator

from ...engine.reasons import state_title
from ...messages import say
from .goals import Goal, Left, Told
from .ground import Ground
from .lines import told
from .plan import Plan


def all_states(plan: Plan) -> Iterator[Goal]:
    """Every leaf is reached."""
    for leaf in plan.tree.leaves:

        def tell(ground: Ground, leaf: str = leaf) -> Told | Left:
            run = next((run for run in ground.runs.at.values() if run.case and run.case.state == leaf), None)
            nodes = [node for node in ground.found.parents if ground.found.space.leaf(node) == leaf]
            return told(run) if run else ground.left([ground.found.parents[node] for node in nodes])

        title = say("testing.suite_state", state=state_title(plan.tree, leaf))
        yield Goal("all_states", leaf, title, tell)


def all_transitions(plan: Plan) -> Iterator[Goal]:
    """Every branch of every act is taken, from every leaf in which the act has it; clock events as well."""
    for act, leaf, number in plan.transitions():

        def tell(ground: Ground, act: str = act, leaf: str = leaf, number: int = number) -> Told | Left:
            found = ground.told_branch(act, leaf, number)
            return found if isinstance(found, Left) else told(found[0])

        yield Goal(
            "all_transitions",
            plan.transition_name(act, leaf, number),
            plan.transition_title(act, leaf, number),
            tell,
        )
