"""`migrate`: what is proved of a plan, what would become of each case, and the move itself."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from attrs import frozen

from ..access import Actor
from ..messages import say
from ..migration import (
    Checked,
    Composed,
    Outcome,
    check_plan,
    load_plan,
    migrate,
    require_parameters,
    with_written,
)
from ..reading import Problems
from ..reading.given import values_of
from ..store import Store
from .databases import open_store
from .inputs import read_inputs
from .moved import outcomes_document, report_text, show_outcomes
from .parser import UsageError
from .planned import checked_document, show_checked
from .screen import Progress, Screen
from .writing import write_file

COMMAND = "ocop-workflow migrate"


@frozen
class Asked:
    """What the command was given; without a `database` the plan is only checked."""

    plan: str
    database: str | None = None
    actor: str | None = None
    parameters: str | None = None
    report: str | None = None
    units: str | None = None
    calendar: str | None = None
    check: bool = False
    dry_run: bool = False


def migrate_cases(out: Screen, err: Screen, asked: Asked, *, as_json: bool) -> int:
    """Prints it; returns 1 where the plan falls short (then nothing moves) or a case is refused."""
    moves = asked.database is not None and not asked.check
    if moves and not asked.dry_run and asked.actor is None:
        raise UsageError(say("cli.migrate_who"), COMMAND)
    plan = load_plan(asked.plan)
    composed = _bound(plan, asked)
    if moves:
        require_parameters(composed.plan)
    checked = check_plan(plan)  # for all values
    if not checked.holds or not moves:
        _tell(out, checked, as_json=as_json)
        return 0 if checked.holds else 1
    assert asked.database is not None  # it moves
    given = read_inputs(*(Path(name) if name else None for name in (asked.units, asked.calendar)))
    with open_store(asked.database, given, existing=True) as store:
        outcomes = _moved(err, store, composed, asked)
    if asked.report is not None:
        write_file(report_text(outcomes, composed.plan, out.language), asked.report)
    if as_json:
        out.json(outcomes_document(outcomes, composed.plan, dry_run=asked.dry_run))
    else:
        show_outcomes(out, outcomes, composed.plan, dry_run=asked.dry_run, report=asked.report)
    return 1 if any(each.verdict == "refused" for each in outcomes) else 0


def _bound(composed: Composed, asked: Asked) -> Composed:
    """The plan with the values of a file: of its own parameters, and of the new version's."""
    if asked.parameters is None:
        return composed
    problems = Problems()
    given = values_of(Path(asked.parameters), problems)
    problems.check()
    return with_written(composed, given)


def _tell(out: Screen, checked: Checked, *, as_json: bool) -> None:
    if as_json:
        out.json(checked_document(checked))
    else:
        show_checked(out, checked)


def _moved(err: Screen, store: Store, composed: Composed, asked: Asked) -> Sequence[Outcome]:
    plan = composed.plan
    total = sum(map(len, store.ids_of(plan.old.workflow, plan.old.version)))
    found = []
    going: Iterable[Outcome] = migrate(
        store, composed, actor=Actor(asked.actor or "–"), dry_run=asked.dry_run, proved=True
    )
    with Progress(err, "migrating", total) as progress:
        for outcome in going:
            progress.step(outcome.case)
            found.append(outcome)
    return found
