"""`test`: tests made from a workflow alone are run at once, or written as scenario files; and what is not covered."""

from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

from ..messages import say
from ..messages.spelling import nearest
from ..messages.system import cause
from ..model.canonical import plain
from ..model.text import Text
from ..testing.mutants.killing import fates
from ..testing.running import Outcome, run_scenario
from ..testing.suites.goals import BUDGET, OPEN, TRIES, UNREACHABLE, Uncovered
from ..testing.suites.scenarios import scenario_of, write_suite
from ..testing.suites.suite import ALL, CRITERIA, Suite, generate
from ..testing.suites.suite import known as is_criterion
from ..testing.told import story
from ..workflow import Workflow
from .inputs import workflow_with
from .layout import Column
from .mutants import enough, mutants_document, percent, show_mutants
from .parser import UsageError
from .screen import Screen

REASONS = (UNREACHABLE, OPEN, BUDGET, TRIES)


@frozen
class Asked:
    """Of which workflow, with which parameters, by which criteria, into which folder; whether mutants are killed."""

    what: str
    parameters: str | None = None
    criteria: Sequence[str] = ()
    folder: str | None = None
    mutants: bool = False
    mutants_min: str | None = None


def test(out: Screen, asked: Asked, *, as_json: bool) -> int:
    """Returns 0 if everything is covered that can be reached, every test holds and enough mutants are killed."""
    criteria = tuple(asked.criteria) or (ALL,)
    for name in criteria:
        if not is_criterion(name):
            raise UsageError(_unknown(name))
    least = None if asked.mutants_min is None else percent(asked.mutants_min)
    workflow = workflow_with(asked.what, Path(asked.parameters) if asked.parameters else None)
    suite = generate(workflow.definition, criteria)
    written: tuple[Path, ...] = ()
    failed: list[Outcome] = []
    if asked.folder is None:
        closed = Workflow(suite.definition)
        outcomes = (run_scenario(scenario_of(closed, each)) for each in suite.tests)
        failed = [outcome for outcome in outcomes if not outcome.holds]
    else:
        try:
            written = write_suite(suite.definition, suite.tests, asked.what, Path(asked.folder), out.language)
        except OSError as error:
            message = say("cli.cannot_write", file=error.filename or asked.folder, reason=cause(error))
            raise UsageError(message) from None
    wanted = asked.mutants or least is not None
    found = fates(suite) if wanted else ()
    if as_json:
        document = _document(suite, failed, written)
        out.json({**document, "mutants": mutants_document(found)} if wanted else document)
    else:
        _show(out, suite, failed, written, asked.folder)
        if wanted:
            show_mutants(out, suite.definition, found, least)
    return 0 if suite.complete and not failed and enough(found, least) else 1


def _unknown(name: str) -> Text:
    known = (ALL, *CRITERIA, "n_switch:1")
    close = nearest(name, known)
    message = say("cli.unknown_criterion", criterion=name, known=", ".join(known))
    return say("cli.did_you_mean", message=message, close=close) if close else message


def _show(
    out: Screen, suite: Suite, failed: Sequence[Outcome], written: Sequence[Path], folder: str | None
) -> None:
    def said(key: str, **values: object) -> str:
        return say(f"cli.{key}", **values).say(out.language)

    if suite.assumed:
        values = ", ".join(f"{name} = {plain(value)}" for name, value in suite.assumed.items())
        out.paragraph(said("test_assumed", values=values), style="yellow")
    heads = ("test_criterion", "test_goals", "test_covered", "test_unreachable", "test_unknown")
    columns = [Column(said(head), right=bool(number)) for number, head in enumerate(heads)]
    out.table(columns, [[name, *map(str, counts)] for name, counts in counts(suite).items()])
    for why in REASONS:
        found = [each for each in suite.uncovered if each.left.why == why]
        if found:
            out.heading(said(f"test_{why}_heading"))
        for each in found:
            title = each.goal.title.say(out.language)
            out.paragraph(f"{each.goal.id}: {title}. {_why(each).say(out.language)}", first="– ", indent=2)
    for outcome in failed:
        out.line()
        out.line(story(outcome, out.language))
    out.line()
    seconds = f"{suite.seconds:.1f}"
    if folder is not None:
        out.paragraph(said("test_written", count=len(written), folder=folder, seconds=seconds))
    elif failed:
        out.paragraph(said("test_failed", count=len(failed), all=len(suite.tests)), style="red")
    else:
        out.paragraph(said("test_held", count=len(suite.tests), seconds=seconds), style="green")


def _why(each: Uncovered) -> Text:
    left = each.left
    key = "never" if left.why == OPEN and left.bound == "0" else left.why
    return say(f"testing.left_{key}", bound=left.bound, terms="; ".join(left.terms))


def counts(suite: Suite) -> dict[str, tuple[int, int, int, int]]:
    """By criterion: goals, covered ones, those that are proved unreachable, and those of which nothing is known."""
    goals = [each.goal for each in suite.tests] + [each.goal for each in suite.uncovered]
    counts: dict[str, tuple[int, int, int, int]] = {}
    for name in dict.fromkeys(goal.criterion for goal in goals):
        covered = sum(each.goal.criterion == name for each in suite.tests)
        left = [each.left.why for each in suite.uncovered if each.goal.criterion == name]
        unreachable = left.count(UNREACHABLE)
        counts[name] = (covered + len(left), covered, unreachable, len(left) - unreachable)
    return counts


def _document(suite: Suite, failed: Sequence[Outcome], written: Sequence[Path]) -> dict[str, object]:
    return {
        "workflow": f"{suite.definition.workflow}@{suite.definition.version}",
        "assumed": {name: plain(value) for name, value in suite.assumed.items()},
        "criteria": {
            name: dict(zip(("goals", "covered", "unreachable", "unknown"), counts, strict=True))
            for name, counts in counts(suite).items()
        },
        "tests": [each.id for each in suite.tests],
        "uncovered": [
            {
                "id": each.goal.id,
                "why": each.left.why,
                "bound": each.left.bound,
                "terms": list(each.left.terms),
                "said": {"vi": _why(each).say("vi"), "en": _why(each).say("en")},
            }
            for each in suite.uncovered
        ],
        "failed": [outcome.scenario.title.say("en") for outcome in failed],
        "written": [str(path) for path in written],
        "nodes": suite.nodes,
        "complete": suite.complete,
    }
