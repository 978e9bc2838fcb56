"""What becomes of one damaged file, plan or guard: loaded or refused; anything else is raised."""

from guards.strategies import CALENDAR, SCOPE

from ocop_workflow.engine import machine_of
from ocop_workflow.errors import DefinitionError
from ocop_workflow.guards import (
    Environment,
    EvaluationError,
    GuardSyntaxError,
    compile_expression,
    cost,
    infer,
    parse,
    unparse,
)
from ocop_workflow.guards.bound import COST_LIMIT
from ocop_workflow.migration import read_plan
from ocop_workflow.reading import catalogued, read_definition
from ocop_workflow.reading.counterparts import check_counterparts
from ocop_workflow.workflow import Workflow

from . import files, guards

PLAN = files.ROOT / "tests" / "migration" / "damaged.migration.yaml"  # where the versions of a plan are found
BESIDE = files.ROOT / "tests" / "reading" / "extension" / "damaged.yaml"  # where bases are found
EMPTY = Environment(calendar=CALENDAR)


def file(seed: int) -> str:
    """A damaged file is loaded, and then has a hash, or is refused with places and sentences in both languages."""
    try:
        definition = read_definition(BESIDE, files.text(seed))
        check_counterparts(definition, catalogued)
    except DefinitionError as error:
        return _refused(error)
    assert len(Workflow(definition).digest) == 64
    return "loaded"


def plan(seed: int) -> str:
    """A damaged migration plan is put together with its versions, or is refused like any file."""
    try:
        composed = read_plan(PLAN, files.text(seed, files.PLANS))
    except DefinitionError as error:
        return _refused(error)
    assert composed.crossing in machine_of(composed.definition).table.events
    return "loaded"


def _refused(error: DefinitionError) -> str:
    assert error.problems
    assert all(
        p.position.line > 0 and p.position.column > 0 and p.say("vi") and p.say("en") for p in error.problems
    )
    return "refused"


def guard(seed: int) -> str:
    """A text is no expression, or is written again as it was read; one without faults is bounded and evaluated."""
    given = guards.text(seed)
    try:
        tree = parse(given)
    except GuardSyntaxError as error:
        assert 0 <= error.offset <= len(given)
        assert error.text.vi
        assert error.text.en
        return "refused"
    assert parse(unparse(tree)) == tree
    _, faults = infer(tree, SCOPE)
    assert all(fault.text.vi and fault.text.en for fault in faults)
    if faults:
        return "refused"
    assert cost(tree, SCOPE) <= COST_LIMIT
    try:
        compile_expression(tree, SCOPE)(EMPTY)
    except EvaluationError as error:
        assert error.text.vi
    return "loaded"
