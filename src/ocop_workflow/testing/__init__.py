"""What users test their workflows with: scenario files, a machine and strategies for Hypothesis, a plugin for pytest.

Names load on first use: collecting scenarios needs no Hypothesis, and pytest without scenarios needs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .clock import Clock
    from .machine import workflow_machine
    from .making.definitions import MadeWorkflow, workflows
    from .running import Happening, Outcome, run_scenario
    from .scenario import Scenario, read_scenario
    from .stores import CaseStore, StoreFactory
    from .strategies import actors, cases, payloads
    from .suite import StoreSuite
    from .suites.decorator import workflow_suite
    from .tale import Difference
    from .told import story
    from .writing import write_scenario

_HOMES = {
    "CaseStore": "stores",
    "Clock": "clock",
    "Difference": "tale",
    "Happening": "running",
    "MadeWorkflow": "making.definitions",
    "Outcome": "running",
    "Scenario": "scenario",
    "StoreFactory": "stores",
    "StoreSuite": "suite",
    "actors": "strategies",
    "cases": "strategies",
    "payloads": "strategies",
    "read_scenario": "scenario",
    "run_scenario": "running",
    "story": "told",
    "workflow_machine": "machine",
    "workflow_suite": "suites.decorator",
    "workflows": "making.definitions",
    "write_scenario": "writing",
}

_LIBRARIES = {"hypothesis": "Hypothesis", "pytest": "pytest"}

__all__ = [
    "CaseStore",
    "Clock",
    "Difference",
    "Happening",
    "MadeWorkflow",
    "Outcome",
    "Scenario",
    "StoreFactory",
    "StoreSuite",
    "actors",
    "cases",
    "payloads",
    "read_scenario",
    "run_scenario",
    "story",
    "workflow_machine",
    "workflow_suite",
    "workflows",
    "write_scenario",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    try:
        module = import_module(f".{_HOMES[name]}", __name__)
    except ModuleNotFoundError as error:
        if error.name not in _LIBRARIES:
            raise
        msg = f'{name} needs {_LIBRARIES[error.name]}: pip install "ocop-workflow[testing]"'
        raise ModuleNotFoundError(msg, name=error.name) from error
    value = getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
