"""Explaining one event on a case: for whom it is possible, and what would have to be otherwise."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from attrs import evolve

from ..access import Actor
from ..case import Case, Reason
from ..engine import Facts, WorkflowMachine, aware, local_date, settle
from ..engine.ask import ask
from ..engine.guarding import judge, unmet
from ..engine.payload import take_payload
from ..engine.reasons import in_order, unknown_event
from ..engine.table import CompiledBranch, CompiledEvent
from ..model.definition import Event
from ..model.expression import Node, Unary
from .answer import Change, Explanation, Missing, Outcome, Remedy
from .people import Listing, who
from .search import changes
from .trial import NOBODY, Data, Trial, Verdict
from .ways import ways


def explain(
    machine: WorkflowMachine,
    case: Case,
    event: str,
    *,
    at: datetime,
    facts: Facts,
    payload: Data | None = None,
    directory: Listing | None = None,
    actor: Actor | None = None,
) -> Explanation:
    """Everything that can be said of an event on a case at that time; `payload` None: nothing is handed in yet.

    `facts` is what deciding is told. With a directory its people are asked, with an actor that one person too. Raises
    TypeError for a datetime without zone, ValueError for one far from our time.
    """
    at, facts = aware(at), evolve(facts, now=aware(facts.now))
    settled = settle(machine, case, max(at, case.at), facts)
    case, at = settled.case, max(at, settled.case.at)
    declared = machine.table.events.get(event)
    if settled.stuck or declared is None:
        reasons = settled.stuck or (unknown_event(machine.definition, event, machine.table.events),)
        return Explanation(event, case, at, in_order(reasons))
    everybody = ask(machine, case, declared, payload, NOBODY, at, facts).reasons
    told = Explanation(
        event,
        case,
        at,
        in_order(reason for reason in everybody if not _of_people(declared, reason)),
        asked=in_order(ask(machine, case, declared, payload, actor, at, facts).reasons) if actor else None,
        missing=tuple(_missing(machine, case, declared, directory, at, facts)),
    )
    if case.state not in declared.branches:
        return evolve(told, ways=ways(machine, case.state, declared))
    if _is_clock(declared):
        return told
    trial = Trial(machine, case, declared, _taken(machine, declared, payload, at, facts), at, facts)
    return evolve(
        told,
        who=who(machine, case, declared, directory, at, facts),
        remedies=tuple(_remedies(trial)),
        outcomes=tuple(_outcomes(trial)),
    )


def _of_people(event: CompiledEvent, reason: Reason) -> bool:
    return reason.code == "not_permitted" and not _is_clock(event)


def _is_clock(event: CompiledEvent) -> bool:
    return isinstance(event.declared, Event) and event.declared.is_clock


def _taken(
    machine: WorkflowMachine, event: CompiledEvent, payload: Data | None, at: datetime, facts: Facts
) -> Data | None:
    """The payload as guards see it; one that is unfit counts as not handed in."""
    if payload is None:
        return None if event.takes else {}
    taken, unfit = take_payload(
        event.takes, payload, facts, local_date(at, machine.definition.timezone), machine.definition.levels
    )
    return None if unfit else taken


def _remedies(trial: Trial) -> Iterator[Remedy]:
    """For each guard that does not hold now, and for the branches where none is taken."""
    before = trial.verdict_before().truths
    trees = [guard.guard.test.tree for guard in trial.event.when]
    for index, guard in enumerate(trial.event.when):
        if before[index]:
            continue

        def holds(verdict: Verdict, index: int = index) -> bool:
            """It does, and so do those that hold now."""
            kept = all(now for was, now in zip(before, verdict.truths, strict=True) if was)
            return kept and bool(verdict.truths[index])

        def leads(verdict: Verdict, index: int = index) -> bool:
            return holds(verdict, index) and (verdict.possible or not all(verdict.truths))

        beside = [*trees, *_branch_trees(trial)]
        found = changes(trial, [trees[index]], beside, leads) or changes(trial, [trees[index]], trees, holds)
        yield Remedy(guard.label, unmet(guard, {}, ()).text, found)
    if not all(before):
        return
    known = "unknown" if trial.payload is None else "good"
    outcome = judge(trial.event, trial.before(), leaf=trial.case.state, payload=known)
    if outcome.reasons:
        reason = outcome.reasons[0]
        yield Remedy(reason.guard or "", reason.text, _first(trial, trial.branches, trees))


def _outcomes(trial: Trial) -> Iterator[Outcome]:
    """Where the event leads and could lead, by target, in the order of the branches; nothing while its guards fail."""
    now = trial.verdict_before()
    if not all(now.truths):
        return
    branches = trial.branches
    targets = list(dict.fromkeys(branch.to for branch in branches))
    if len(targets) == 1:
        yield Outcome(targets[0], taken=now.possible)
        return
    trees = [guard.guard.test.tree for guard in trial.event.when]
    for target in targets:
        if now.branch is not None and now.branch.to == target:
            yield Outcome(target, taken=now.possible)
        else:
            yield Outcome(
                target, taken=False, changes=_first(trial, [b for b in branches if b.to == target], trees)
            )


def _first(trial: Trial, branches: Iterable[CompiledBranch], beside: list[Node]) -> tuple[Change, ...]:
    """Changes with which one of the branches is taken, of the first for which any are found."""
    for branch in branches:
        earlier = trial.branches[: trial.branches.index(branch)]
        told: list[Node] = [Unary("!", each.when.guard.test.tree) for each in earlier if each.when]
        told += [branch.when.guard.test.tree] if branch.when is not None else []

        def accepts(verdict: Verdict, branch: CompiledBranch = branch) -> bool:
            return verdict.branch is branch and verdict.possible

        found = changes(trial, told, beside, accepts)
        if found:
            return found
    return ()


def _branch_trees(trial: Trial) -> list[Node]:
    return [branch.when.guard.test.tree for branch in trial.branches if branch.when is not None]


def _missing(
    machine: WorkflowMachine,
    case: Case,
    event: CompiledEvent,
    directory: Listing | None,
    at: datetime,
    facts: Facts,
) -> Iterator[Missing]:
    declared = event.declared
    assert isinstance(declared, Event)  # the table's events
    known = case.evidence.get(declared.within or "", {})
    for name in declared.requires:
        if name in known:
            continue
        wanted = machine.table.events.get(name)
        if wanted is None:  # a start, which no case that has begun can do
            yield Missing(name, None)
        elif case.state in wanted.branches:
            yield Missing(
                name, None if _is_clock(wanted) else who(machine, case, wanted, directory, at, facts)
            )
        else:
            yield Missing(name, None, ways(machine, case.state, wanted))
