"""The `transitions` machine of a workflow: its states and its transition table, and models that a host binds.

`decide` reads the table; callbacks and conditions of `transitions` run only for bound models. A bound model has
control state only: guards read its attributes, one a data field (absent or None is unset), `taken` and
`links` are passed to the trigger; nothing is written to it but its state.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from weakref import WeakValueDictionary

from transitions import EventData, Machine

from ..guards import Environment
from ..model.definition import Definition
from ..model.document import digest
from .facts import local_date
from .table import CompiledBranch, CompiledEvent, Table, compile_table


class WorkflowMachine(Machine):
    """A `transitions.Machine` over the leaves of a workflow, one transition a branch, `dest=None` for stay."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.digest = digest(definition)
        self.table: Table = compile_table(definition)
        leaves = self.table.tree.leaves
        first = next(iter(definition.start.values())).to if definition.start else leaves[0]
        super().__init__(
            model=None,
            states=[{"name": leaf} for leaf in leaves],
            initial=first,
            auto_transitions=False,
            send_event=True,
        )
        for event in self.table.events.values():
            for leaf, branches in event.branches.items():
                for branch in branches:
                    conditions = self._conditions(event, branch)
                    self.add_transition(event.name, leaf, branch.to, conditions=conditions)

    def _conditions(
        self, event: CompiledEvent, branch: CompiledBranch
    ) -> list[str | Callable[..., bool | None]]:
        guards = [*event.when, *([branch.when] if branch.when else [])]
        return [self._condition(guard.test) for guard in guards]

    def _condition(self, test: Callable[[Environment], object]) -> Callable[[EventData], bool]:
        def holds(event_data: EventData) -> bool:
            return bool(test(self._environment(event_data)))

        return holds

    def _environment(self, event_data: EventData) -> Environment:
        return Environment(
            data=_Attributes(event_data.model, self.definition),
            taken=event_data.kwargs.get("taken", {}),
            parameters=self.definition.values,
            today=event_data.kwargs.get("today", local_date(datetime.now(UTC), self.definition.timezone)),
            calendar=event_data.kwargs.get("calendar"),
            links=event_data.kwargs.get("links", {}),
        )


class _Attributes(Mapping[str, object]):
    """The data fields that a bound model has as attributes."""

    def __init__(self, model: Any, definition: Definition) -> None:  # any host's model
        self._model = model
        self._fields = definition.data

    def __getitem__(self, name: str) -> object:
        value = getattr(self._model, name, None) if name in self._fields else None
        if value is None:
            raise KeyError(name)
        return value

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._fields if getattr(self._model, name, None) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


_MADE: WeakValueDictionary[int, WorkflowMachine] = WeakValueDictionary()


def machine_of(definition: Definition) -> WorkflowMachine:
    """The machine of a checked definition; the same one for as long as somebody holds it."""
    machine = _MADE.get(
        id(definition)
    )  # while it lives it holds its definition, so that no other has the number
    if machine is None:
        machine = _MADE[id(definition)] = WorkflowMachine(definition)
    return machine
