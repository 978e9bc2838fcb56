"""`@workflow_suite(…)`: a test function, a class of pytest's or a `unittest.TestCase`, once for every test made."""

import functools
import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar
from unittest import TestCase

from attrs import frozen

from ...workflow import Workflow, load
from ..running import Outcome, run_scenario
from ..scenario import Scenario
from ..stores import StoreFactory
from ..told import story
from .scenarios import scenario_of
from .suite import ALL, CRITERIA, generate, known

Body = TypeVar("Body", bound=Callable[..., Any])
SCENARIO = "scenario"  # the argument that asks for a test of the suite


def workflow_suite(
    workflow: Workflow | Path | str,
    *,
    criterion: str | tuple[str, ...] = ALL,
    parameters: Mapping[str, object] | None = None,
    store: StoreFactory | None = None,
) -> Callable[[Body], Body]:
    """Run a test function over the suite; its argument `scenario` is the test, its ids those of the suite.

    On a class, every `test…` method with the argument `scenario` is run over the suite; where there is none, the class
    gets one. A `unittest.TestCase` gets a method for every test, with its `setUp` before each.

    Each scenario is run before the function's body: by the pure `decide`, or on the host's own `store`, which is
    opened in a folder of its own for each. A scenario that does not hold fails the test with its story. Scenarios that
    say what linked cases answer are for the pure `decide` only and are left out where a store is given.

    A file is looked for beside the test's own file, then where the tests were started. Raises DefinitionError over
    the workflow, ValueError for a criterion that there is not, or of which the workflow has no test.
    """
    criteria = (criterion,) if isinstance(criterion, str) else criterion
    unknown = [name for name in criteria if not known(name)]
    if unknown:
        has = ", ".join([*CRITERIA, ALL, "n_switch:2"])
        msg = f"there is no criterion {', '.join(map(repr, unknown))}; there are: {has}"
        raise ValueError(msg)

    def decorate(body: Body) -> Body:
        loaded = (
            workflow
            if isinstance(workflow, Workflow)
            else load(_found(workflow, body), parameters=parameters)
        )
        suite = generate(loaded.definition, criteria)
        closed = Workflow(suite.definition)
        scenarios = {test.id: scenario_of(closed, test) for test in suite.tests}
        if store is not None:
            scenarios = {name: one for name, one in scenarios.items() if not any(s.links for s in one.steps)}
        if not scenarios:
            msg = f"{loaded!r} has no test of {', '.join(criteria)}"
            raise ValueError(msg)
        tests = _Tests(scenarios, store)
        made: Body
        if not isinstance(body, type):
            made = tests.function(body)
        else:
            made = tests.case(body) if issubclass(body, TestCase) else tests.plain(body)
        return made

    return decorate


@frozen
class _Tests:
    """The scenarios of a suite by their ids, and what they are run on."""

    scenarios: Mapping[str, Scenario]
    store: StoreFactory | None

    def function(self, body: Any) -> Any:
        """Pytest's own parametrizing."""
        import pytest

        @functools.wraps(body)
        def run(*args: Any, scenario: Scenario, **more: Any) -> Any:
            wrong = self._wrong(scenario)
            if wrong is not None:
                pytest.fail(wrong, pytrace=False)
            return body(*args, scenario=scenario, **more)

        cases = [pytest.param(scenario, id=name) for name, scenario in self.scenarios.items()]
        return pytest.mark.parametrize(SCENARIO, cases)(_awaited(run, body))

    def plain(self, body: Any) -> Any:
        """A class that pytest collects."""
        for name, method in _methods(body).items():
            setattr(body, name, self.function(method))
        return body

    def case(self, body: Any) -> Any:
        """A class of unittest's: a method for every test, as it parametrizes nothing."""
        for name, method in _methods(body).items():
            setattr(body, name, None)  # it is no test by itself, nor one that is inherited
            for number, (told, scenario) in enumerate(self.scenarios.items(), 1):
                made = f"{name}_{number:04}_{re.sub(r'[^0-9a-zA-Z]+', '_', told)}"
                setattr(body, made, self._method(method, scenario, made, told))
        return body

    def _method(
        self, method: Callable[..., Any], scenario: Scenario, name: str, told: str
    ) -> Callable[..., Any]:
        def run(case: TestCase) -> Any:
            wrong = self._wrong(scenario)
            if wrong is not None:
                case.fail(wrong)
            return method(case, scenario=scenario)

        run = _awaited(run, method)
        run.__name__ = name
        run.__qualname__ = f"{method.__qualname__.rpartition('.')[0]}.{name}"
        run.__doc__ = told
        return run

    def _wrong(self, scenario: Scenario) -> str | None:
        """The story of what does not hold."""
        outcome = run_scenario(scenario) if self.store is None else _stored(scenario, self.store)
        return None if outcome.holds else story(outcome)


def _awaited(run: Callable[..., Any], body: Callable[..., Any]) -> Callable[..., Any]:
    """A test that is awaited stays one: what nobody awaits would pass."""
    if not inspect.iscoroutinefunction(body):
        return run

    @functools.wraps(run)
    async def awaited(*args: Any, **more: Any) -> Any:
        return await run(*args, **more)

    return awaited


def _methods(body: type) -> dict[str, Callable[..., Any]]:
    """The tests of a class that ask for a scenario, or one that it gets."""
    found: dict[str, Callable[..., Any]] = {
        name: method
        for name, method in inspect.getmembers(body, inspect.isfunction)
        if name.startswith("test") and SCENARIO in inspect.signature(method).parameters
    }

    def test_workflow(self: object, *, scenario: Scenario) -> None:
        """The scenario itself is the test."""

    test_workflow.__qualname__ = f"{body.__qualname__}.test_workflow"
    test_workflow.__module__ = body.__module__
    return found or {"test_workflow": test_workflow}


def _found(name: Path | str, body: Callable[..., Any]) -> Path | str:
    """A file beside the test's own, where there is one."""
    beside = Path(inspect.getfile(body)).parent / name
    return beside if beside.suffix in {".yaml", ".yml"} and beside.is_file() else name


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
