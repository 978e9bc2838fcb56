"""From every state a case is moved or pinned as the plan says, and goes on to every outcome of its new law."""

from itertools import islice
from pathlib import Path

import pytest
import yaml

from ocop_workflow import load
from ocop_workflow.migration.catalogue import find_plan
from ocop_workflow.model.tree import state_tree
from ocop_workflow.verification.relax import relax
from ocop_workflow.verification.space import explore

from .lives import BUDGET, crossings, ends, live, lives, onwards, space_of, store_for

PLANS = ("ocop-product@1048-148", "ocop-product@148-148-1489")
EVERY = 9  # of the lives; long_lives.py lives all of them


def said(plan: str, leaf: str) -> set[str | None]:
    """Where the plan's own text lets a case go from a leaf; None where it stays."""
    composed, _ = space_of(plan)
    path = state_tree(composed.plan.old).path[leaf]
    states = yaml.safe_load(Path(find_plan(plan)).read_text("utf-8"))["states"]
    written = next(states[name] for name in reversed(path) if name in states)
    branches = written if isinstance(written, list) else [{"to": written}]
    targets = {branch.get("to", branch.get("else")) for branch in branches}
    return {None if to == "pin" else leaf if to == "same" else to for to in targets}


@pytest.mark.parametrize("plan", PLANS)
def test_every_state_that_is_not_final_leads_where_the_plan_says(plan: str) -> None:
    composed, space = space_of(plan)
    assert not space.stopped_by
    found: dict[str, set[str | None]] = {}
    for source, target in crossings(composed, space):
        to = None if target.startswith(composed.prefix) else target
        found.setdefault(source.removeprefix(composed.prefix), set()).add(to)
    tree = state_tree(composed.plan.old)
    going = {leaf for leaf in tree.leaves if not any(tree.states[name].final for name in tree.path[leaf])}
    assert found == {leaf: said(plan, leaf) for leaf in going}


@pytest.mark.parametrize("plan", PLANS)
def test_a_moved_case_has_every_outcome_that_the_new_law_has_there(plan: str) -> None:
    composed, space = space_of(plan)
    new = composed.plan.new
    alone = explore(relax(load(str(new.file)).definition, ()).definition, BUDGET)
    wanted: dict[str, set[str]] = {}
    for node in range(len(alone.cases)):
        wanted.setdefault(alone.leaf(node), set()).update(onwards(alone, node, composed.crossing))
    assert ends(alone) >= set().union(*wanted.values())
    for (_, target), edges in crossings(composed, space).items():
        if not target.startswith(composed.prefix):
            ahead = {outcome for edge in edges for outcome in onwards(space, edge.target, composed.crossing)}
            assert ahead == wanted[target], target


@pytest.mark.parametrize("plan", PLANS)
def test_lives_are_lived_in_a_store(plan: str) -> None:
    composed, space = space_of(plan)
    for way, outcome, story in islice(lives(composed, space, every=EVERY), 12):
        assert story is not None, (way, outcome)
        store, clock = store_for(story)
        before, told, after = live(composed, story, store, clock, "life")
        stays = way[1].startswith(composed.prefix)
        assert composed.prefix + before.state == way[0]
        assert (told.verdict, told.target) == (("pinned", None) if stays else ("moved", way[1]))
        assert after.state == outcome.removeprefix(composed.prefix)
        assert (store.verify("life"), store.workflow("life").version) == (
            (),
            (composed.plan.old if stays else composed.plan.new).version,
        )
