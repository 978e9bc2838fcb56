"""Guards and setters on one snapshot: which hold, what they saw, which branch is taken, what is written."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from attrs import define, field

from ..case import Reason
from ..guards import Environment, EvaluationError
from ..messages import say
from ..model.definition import Definition
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
    """The snapshot that an event's guards and setters are evaluated on."""
    return Environment(
        data=data,
        taken=taken,
        parameters=machine.definition.values,
        today=local_date(at, machine.definition.timezone),
        calendar=facts.calendar,
    )


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
            outcome.reasons.append(_error(branch.when, environment, error, event.declared.basis))
            return outcome
        outcome.seen[branch.when.label] = branch.when.seen(environment)
        if holds:
            outcome.branch = branch
            return outcome
        failed.append(branch.when)
    outcome.reasons.append(_no_branch(event, failed, environment))
    return outcome


def new_values(
    definition: Definition, event: CompiledEvent, branch: CompiledBranch, environment: Environment
) -> tuple[dict[str, object], list[Reason]]:
    """The values that event and branch set, all computed on the data before; a reason for each that can't be stored."""
    values: dict[str, object] = {}
    reasons: list[Reason] = []
    setters: Mapping[str, Compiled] = {**event.sets, **branch.sets}
    for name, compute in setters.items():
        declared = definition.data[name]
        title = titled(declared.title, name)
        try:
            values[name] = take_exact(declared.type, compute(environment))
        except EvaluationError as error:
            text = say("engine.guard_error", guard=title, problem=error.text)
            reasons.append(Reason("guard_error", text, f"sets: {name}", error.values, event.declared.basis))
        except Misfit as misfit:
            problem = say(f"values.{misfit.key}", **misfit.values)
            text = say("engine.set_error", field=title, problem=problem)
            basis = declared.basis or event.declared.basis
            reasons.append(Reason("guard_error", text, f"sets: {name}", misfit.values, basis))
    return values, reasons


def guard_text(guard: CompiledGuard) -> Text:
    """What its `else` says; where it says nothing, what was written."""
    return guard.guard.otherwise or say("engine.guard_unmet", guard=guard.label)


def _ask(guard: CompiledGuard, environment: Environment, outcome: Outcome, basis: Iterable[str]) -> None:
    try:
        holds = guard.test(environment)
    except EvaluationError as error:
        outcome.reasons.append(_error(guard, environment, error, basis))
        return
    seen = guard.seen(environment)
    outcome.seen[guard.label] = seen
    if not holds:
        texts = guard_text(guard)
        reason = Reason("guard_unmet", texts, guard.label, seen, tuple(guard.guard.basis or basis))
        outcome.reasons.append(reason)


def _error(
    guard: CompiledGuard, environment: Environment, error: EvaluationError, basis: Iterable[str]
) -> Reason:
    text = say("engine.guard_error", guard=guard.label, problem=error.text)
    seen = guard.seen(environment)
    return Reason(
        "guard_error", text, guard.label, {**seen, **error.values}, tuple(guard.guard.basis or basis)
    )


def _no_branch(event: CompiledEvent, failed: list[CompiledGuard], environment: Environment) -> Reason:
    title = titled(event.declared.title, event.name)
    text = say("engine.no_branch", event=title, guards=listed(_label(guard) for guard in failed))
    values: dict[str, object] = {}
    for guard in failed:
        values |= guard.seen(environment)
    basis = basis_of(*(guard.guard.basis for guard in failed)) or event.declared.basis
    return Reason("guard_unmet", text, " / ".join(guard.label for guard in failed), values, basis)


def _label(guard: CompiledGuard) -> Text:
    return guard.guard.otherwise or Text(vi=guard.label, en=guard.label)
