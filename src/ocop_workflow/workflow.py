"""`load()` and `Workflow`: the face of reading, the machine and deciding."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from .access import Actor
from .case import Case, Decision
from .engine import Facts, WorkflowMachine, decide, decisions, machine_of
from .errors import DefinitionError, Problem
from .messages import say
from .model.definition import Definition
from .model.position import Position


class Workflow:
    """A checked definition with its parameters; made by `load`, or by a store from what it keeps."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition

    def __repr__(self) -> str:
        return f"Workflow({self.name}@{self.version})"

    @property
    def name(self) -> str:
        return self.definition.workflow

    @property
    def version(self) -> str:
        return self.definition.version

    @property
    def digest(self) -> str:
        """The SHA-256 of behaviour and parameters, 64 hexadecimal digits."""
        return self.machine.digest

    @cached_property
    def machine(self) -> WorkflowMachine:
        """A `transitions.Machine` over the workflow's leaves; bind models to it, draw it."""
        return machine_of(self.definition)

    def decide(
        self,
        case: Case | None,
        event: str,
        payload: Mapping[str, object] | None = None,
        *,
        actor: Actor,
        at: datetime,
        facts: Facts | None = None,
    ) -> Decision:
        """Decide one event, or the start named `event` where `case` is None; nothing is stored.

        Without `facts`, the entry is written at `at`, and there are neither units nor a calendar. Raises
        DefinitionError where a case would start although a required parameter is open.
        """
        if case is None:
            self.require_parameters()
        return decide(self.machine, case, event, payload or {}, actor, at, facts or Facts(now=at))

    def decisions(
        self, case: Case, *, actor: Actor, at: datetime, facts: Facts | None = None
    ) -> tuple[Decision, ...]:
        """What this actor may do at that time: for every event allowed, or reasons, or the payload it needs."""
        return decisions(self.machine, case, actor, at, facts or Facts(now=at))

    def require_parameters(self) -> None:
        """Raises DefinitionError, naming each with its basis, if required parameters have no value."""
        problems = []
        for name in self.definition.missing_parameters():
            declared = self.definition.parameters[name]
            position = declared.position or Position(self.definition.file or self.name, 1, 1)
            basis = ", ".join(declared.basis) or "–"
            message = say("workflow.parameter_open", name=name, basis=basis)
            problems.append(
                Problem("parameter_open", position, message, say("workflow.parameter_open_hint", name=name))
            )
        if problems:
            raise DefinitionError(problems)


def load(
    name: str | Path,
    *,
    parameters: Mapping[str, object] | None = None,
    on: date | None = None,
) -> Workflow:
    """The workflow in a file (a path, or text that ends in .yaml), or by name: `name@version`, or `name` alone.

    `on` picks the version in force for cases that start on that day; without it a name alone is the newest.
    Raises DefinitionError with every problem found, and TypeError where `on` is no `datetime.date`.
    """
    if type(on) not in {date, type(None)}:
        msg = f"on must be a datetime.date, not {on!r}"
        raise TypeError(msg)
    from .reading import bind, load_definition

    return Workflow(bind(load_definition(name, on), parameters or {}))


def utc_now() -> datetime:
    """The present time, aware: the clock of whoever passes none; the core itself reads no clock."""
    return datetime.now(UTC)
