"""Guards and setters on one snapshot: which hold, what they saw, which branch is taken, what is written."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from attrs import define, field

from ..case import Reason
from ..guards import Environment, EvaluationError
from ..messages import say
from ..model.definition import Definition, Field
from ..model.text import Text
from ..model.values import Misfit, take_exact
from .facts import Facts, local_date
from .machine import WorkflowMachine
from .reasons import basis_of, listed, titled
from .table import Compiled, CompiledBranch, CompiledEvent, CompiledGuard


def environment_of(
    machine: WorkflowMachine,
    data: Mapping[str, object],
    taken: Mapping[str, object],
    at: datetime,
    facts: Facts,
) -> Environment:
    """The snapshot that an event's guards and setters are evaluated on, at a moment."""
    return environment_on(machine, data, taken, local_date(at, machine.definition.timezone), facts)


def environment_on(
    machine: WorkflowMachine,
    data: Mapping[str, object],
    taken: Mapping[str, object],
    today: date,
    facts: Facts,
) -> Environment:
    """The same, on a day."""
    return Environment(data, taken, machine.definition.values, today, facts.calendar, facts.links)


@define
class Outcome:
    """What the guards of one event say: reasons against it, or the branch taken; `seen` is what they read."""

    reasons: list[Reason] = field(factory=list)
    seen: dict[str, dict[str, object]] = field(factory=dict)
    branch: CompiledBranch | None = None
    open: bool = False  # only a payload can decide


def judge(event: CompiledEvent, environment: Environment, *, leaf: str, payload: str) -> Outcome:
    """Every guard of the event, then the branches in order; `payload` is "good", "bad" or "unknown".

    Guards that read `taken` are skipped unless the payload is good; the branches are asked when all guards hold.
    """
    outcome = Outcome()
    for guard in event.when:
        if guard.reads_taken and payload != "good":
            outcome.open = True
        else:
            _ask(guard, environment, outcome, event.declared.basis)
    if outcome.reasons:
        # The guards of an event are joined by "and": what is plainly unmet absorbs what can't be computed.
        unmet = [reason for reason in outcome.reasons if reason.code == "guard_unmet"]
        outcome.reasons = unmet or outcome.reasons
        return outcome
    if outcome.open:
        return outcome  # only a good payload tells whether the branches are asked at all
    failed: list[CompiledGuard] = []
    for branch in event.branches[leaf]:
        if branch.when is None:
            outcome.branch = branch
            return outcome
        if branch.when.reads_taken and payload != "good":
            outcome.open = True
            return outcome
        try:
            holds = branch.when.test(environment)
        except EvaluationError as error:
            seen = branch.when.seen(environment)
            outcome.reasons.append(uncomputable(branch.when, error, seen, event.declared.basis))
            return outcome
        outcome.seen[branch.when.label] = branch.when.seen(environment)
        if holds:
            outcome.branch = branch
            return outcome
        failed.append(branch.when)
    values = {name: value for guard in failed for name, value in guard.seen(environment).items()}
    outcome.reasons.append(no_branch(event, failed, values))
    return outcome


def new_values(
    definition: Definition, event: CompiledEvent, branch: CompiledBranch, environment: Environment
) -> tuple[dict[str, object], list[Reason]]:
    """The values that event and branch set, all computed on the data before; a reason for each that can't be stored."""
    values: dict[str, object] = {}
    reasons: list[Reason] = []
    setters: Mapping[str, Compiled] = {**event.sets, **branch.sets} if branch.sets else event.sets
    if not setters:
        return values, reasons
    for name, compute in setters.items():
        declared = definition.data[name]
        try:
            values[name] = take_exact(declared.type, compute(environment))
        except (EvaluationError, Misfit) as problem:
            reasons.append(unwritable(declared, problem, event.declared.basis))
    return values, reasons


def unwritable(declared: Field, problem: EvaluationError | Misfit, basis: tuple[str, ...]) -> Reason:
    """The reason where what a data field is set to cannot be computed, or does not fit it."""
    title, guard = titled(declared.title, declared.name), f"sets: {declared.name}"
    if isinstance(problem, EvaluationError):
        text = say("engine.guard_error", guard=title, problem=problem.text)
        return Reason("guard_error", text, guard, problem.values, basis)
    text = say("engine.set_error", field=title, problem=say(f"values.{problem.key}", **problem.values))
    return Reason("guard_error", text, guard, problem.values, declared.basis or basis)


def unmet(guard: CompiledGuard, seen: Mapping[str, object], basis: Iterable[str]) -> Reason:
    """What its `else` says; where it says nothing, what was written."""
    text = guard.guard.otherwise or say("engine.guard_unmet", guard=guard.label)
    return Reason("guard_unmet", text, guard.label, seen, tuple(guard.guard.basis or basis))


def uncomputable(
    guard: CompiledGuard, error: EvaluationError, seen: Mapping[str, object], basis: Iterable[str]
) -> Reason:
    """A guard that has no value on what it was asked of."""
    text = say("engine.guard_error", guard=_called(guard), problem=error.text)
    values = {**seen, **error.values}
    return Reason("guard_error", text, guard.label, values, tuple(guard.guard.basis or basis))


def no_branch(event: CompiledEvent, failed: Sequence[CompiledGuard], seen: Mapping[str, object]) -> Reason:
    """None of the branches of a leaf may be taken: what each asks for."""
    title = titled(event.declared.title, event.name)
    text = say("engine.no_branch", event=title, guards=listed(_called(guard) for guard in failed))
    basis = basis_of(*(guard.guard.basis for guard in failed)) or event.declared.basis
    return Reason("guard_unmet", text, " / ".join(guard.label for guard in failed), seen, basis)


def _called(guard: CompiledGuard) -> Text:
    return guard.guard.otherwise or Text(vi=guard.label, en=guard.label)


def _ask(guard: CompiledGuard, environment: Environment, outcome: Outcome, basis: Iterable[str]) -> None:
    try:
        holds = guard.test(environment)
    except EvaluationError as error:
        outcome.reasons.append(uncomputable(guard, error, guard.seen(environment), basis))
        return
    seen = guard.seen(environment)
    outcome.seen[guard.label] = seen
    if not holds:
        outcome.reasons.append(unmet(guard, seen, basis))
