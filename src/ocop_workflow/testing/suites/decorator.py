"""`@workflow_suite(…)`: a test function of pytest's, once for every test that is made of a workflow."""

import functools
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ...workflow import Workflow, load
from ..running import Outcome, run_scenario
from ..scenario import Scenario
from ..stores import StoreFactory
from ..story import story
from .scenarios import scenario_of
from .suite import ALL, generate


def workflow_suite(
    workflow: Workflow | Path | str,
    *,
    criterion: str | tuple[str, ...] = ALL,
    parameters: Mapping[str, object] | None = None,
    store: StoreFactory | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Parametrize a test function over the suite; its argument `scenario` is the test, its ids those of the suite.

    Each scenario is run before the function's body: by the pure `decide`, or on the host's own `store`, which is
    opened in a folder of its own for each. A scenario that does not hold fails the test with its story. Scenarios that
    say what linked cases answer are for the pure `decide` only and are left out where a store is given. Raises
    DefinitionError over the workflow, ValueError over the criterion.
    """
    import pytest

    loaded = workflow if isinstance(workflow, Workflow) else load(workflow, parameters=parameters)
    criteria = (criterion,) if isinstance(criterion, str) else criterion
    suite = generate(loaded.definition, criteria)
    closed = Workflow(suite.definition)
    scenarios = [(test.id, scenario_of(closed, test)) for test in suite.tests]
    if store is not None:
        scenarios = [each for each in scenarios if not any(step.links for step in each[1].steps)]

    def decorate(body: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(body)
        def run(*args: Any, scenario: Scenario, **more: Any) -> Any:
            outcome = run_scenario(scenario) if store is None else _stored(scenario, store)
            if not outcome.holds:
                pytest.fail(story(outcome), pytrace=False)
            return body(*args, scenario=scenario, **more)

        cases = [pytest.param(scenario, id=name) for name, scenario in scenarios]
        made: Callable[..., Any] = pytest.mark.parametrize("scenario", cases)(run)
        return made

    return decorate


def _stored(scenario: Scenario, opened: StoreFactory) -> Outcome:
    """On the host's store, whose clock stands at the latest step."""
    now = max(_moments(scenario))
    with TemporaryDirectory() as folder:
        store = opened(Path(folder), scenario.units, scenario.calendar, lambda: now)
        try:
            return run_scenario(scenario, store)
        finally:
            store.close()


def _moments(scenario: Scenario) -> Iterator[datetime]:
    return (step.moment(scenario.workflow.definition.timezone) for step in scenario.steps)
