"""A step of a scenario with which the case goes on under another version of its workflow, by a migration plan."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from ..access import Actor
from ..case import Case, Entry
from ..engine import Facts, settle
from ..errors import Conflict, StoreError
from ..messages import say
from ..migration import Composed, Mover, Outcome, load_plan, require_parameters, with_written
from ..model.text import Text
from ..reading import Node, Problems, scalars
from ..reading.fields import entries
from ..reading.offered import is_path
from ..reading.script import Moving
from ..store import Store
from ..store.moving import Moved, Standing
from ..workflow import Workflow
from .stores import CaseStore


def moving(path: Path, node: Node, values: Node | None, problems: Problems) -> Moving:
    """The plan that a step names, by its path from the file's folder or its name, with the values beside it."""
    name = scalars.text(node, problems)
    problems.check()
    assert name is not None  # or it was told
    composed = load_plan(path.parent / name if is_path(name) else name)
    composed = with_written(composed, ((key.text, value) for key, value in entries(values, problems)))
    require_parameters(composed.plan)
    return Moving(composed.plan.new, composed)


def follow(
    step: Moving,
    workflow: Workflow,
    case: Case,
    history: Sequence[Entry],
    actor: Actor,
    at: datetime,
    facts: Facts,
) -> tuple[Outcome, Moved | None, tuple[Entry, ...]]:
    """What becomes of the case, and the clock events that come first."""
    settled = settle(workflow.machine, case, max(at, case.at), facts)
    whole = (*history, *settled.entries)
    at = max(at, settled.case.at)
    events = tuple(entry.event for entry in whole)
    standing = Standing(workflow, settled.case, events, lambda: whole, facts, at, settled.stuck)
    assert isinstance(step.plan, Composed)  # as `moving` has it
    deciding = Mover(step.plan.plan, actor.id)
    moved = deciding(standing)
    return deciding.outcomes[case.id], moved, settled.entries


def moved_in(store: CaseStore, step: Moving, case_id: str, actor: Actor, at: datetime) -> Outcome:
    """The same in a store, which must be the library's own: a host's has no plans."""
    assert isinstance(step.plan, Composed)  # as `moving` has it
    if not isinstance(store, Store):
        case = store.get(case_id)
        return Outcome(case_id, "refused", case.state, None, (say("testing.own_store_moves"),))
    deciding = Mover(step.plan.plan, actor.id)
    answer = store.move([case_id], deciding, at=at)[case_id]
    if isinstance(answer, StoreError | Conflict):
        return Outcome(case_id, "refused", store.get(case_id).state, None, (answer.told,))
    return deciding.outcomes[case_id]


def wrong(outcome: Outcome) -> Text | None:
    """Why the case did not move, None if it did."""
    if outcome.verdict == "moved":
        return None
    reasons = outcome.reasons or (say(f"testing.not_{outcome.verdict}"),)
    return say(
        "testing.not_moved",
        reasons=Text(
            vi="; ".join(reason.say("vi") for reason in reasons),
            en="; ".join(reason.say("en") for reason in reasons),
        ),
    )
