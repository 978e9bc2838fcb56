"""What users test their workflows with: scenario files, a state machine for Hypothesis, a plugin for pytest.

Names load on first use: collecting scenarios needs no Hypothesis, and pytest without scenarios needs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .machine import workflow_machine
    from .running import Happening, Outcome, run_scenario
    from .scenario import Scenario, read_scenario
    from .stores import CaseStore, StoreFactory
    from .story import story
    from .suite import StoreSuite
    from .writing import write_scenario

_HOMES = {
    "CaseStore": "stores",
    "Happening": "running",
    "Outcome": "running",
    "Scenario": "scenario",
    "StoreFactory": "stores",
    "StoreSuite": "suite",
    "read_scenario": "scenario",
    "run_scenario": "running",
    "story": "story",
    "workflow_machine": "machine",
    "write_scenario": "writing",
}

_LIBRARIES = {"hypothesis": "Hypothesis", "pytest": "pytest"}

__all__ = [
    "CaseStore",
    "Happening",
    "Outcome",
    "Scenario",
    "StoreFactory",
    "StoreSuite",
    "read_scenario",
    "run_scenario",
    "story",
    "workflow_machine",
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
