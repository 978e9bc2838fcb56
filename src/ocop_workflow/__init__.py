"""Approval procedures as YAML: checked before they run, run in your own transaction, able to say why not.

The public names load on first use, so that importing the package costs a host next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .access import Actor
    from .case import Case, Decision, Entry, Reason
    from .engine import Facts
    from .errors import Conflict, DefinitionError, Refused, StoreError, UnknownOutcome
    from .store import Store
    from .workflow import Workflow, load

_HOMES = {
    "Actor": "access",
    "Case": "case",
    "Conflict": "errors",
    "Decision": "case",
    "DefinitionError": "errors",
    "Entry": "case",
    "Facts": "engine",
    "Reason": "case",
    "Refused": "errors",
    "Store": "store",
    "StoreError": "errors",
    "UnknownOutcome": "errors",
    "Workflow": "workflow",
    "load": "workflow",
}

__all__ = [  # noqa: RUF022 - in the order in which they are met
    "load",
    "Workflow",
    "Actor",
    "Store",
    "Case",
    "Entry",
    "Decision",
    "Reason",
    "Facts",
    "DefinitionError",
    "Refused",
    "Conflict",
    "UnknownOutcome",
    "StoreError",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
