"""Which payloads a step must try: every combination that can matter, and no more.

Fields that only the event's own guards read are told apart from those that branches, `sets`, stored fields and
properties read: of the first, one assignment that lets the guards hold is enough.
"""

from collections.abc import Iterator, Mapping
from itertools import product

from attrs import frozen

from ..engine.table import CompiledEvent, CompiledGuard
from ..guards import Environment, EvaluationError, taken_fields
from ..model.definition import Definition, Event
from .live import all_sets, claims_of, taken_read
from .regions import Regions

Pool = Mapping[str, tuple[object, ...]]


@frozen
class Payloads:
    """The payloads of one event: `gate` fields are read by `gates` alone; `open` fields are tried in full."""

    gate: Pool
    gates: tuple[CompiledGuard, ...]
    open: Pool

    @property
    def count(self) -> int:
        """The most payloads of one step."""
        return _size(self.open)

    def at(self, data: Mapping[str, object]) -> Iterator[dict[str, object]]:
        """The payloads to try on such data; none if the guards that read the gate fields can't hold."""
        through = next((found for found in _combined(self.gate) if self._passes(data, found)), None)
        if through is None:
            return
        for found in _combined(self.open):
            yield {**through, **found}

    def _passes(self, data: Mapping[str, object], taken: Mapping[str, object]) -> bool:
        environment = Environment(data=data, taken=taken)
        try:
            return all(guard.test(environment) for guard in self.gates)
        except EvaluationError:
            return False


def payloads_of(definition: Definition, event: CompiledEvent, regions: Regions) -> Payloads:
    """Sort an event's payload fields and give each its representatives."""
    declared = event.declared
    tried = {name for name, taken in declared.takes.items() if taken.stored}
    for _, expression in all_sets(declared):
        tried |= taken_read(expression.tree)
    if isinstance(declared, Event):
        for move in declared.moves:
            for branch in move.branches:
                tried |= taken_read(branch.when.test.tree) if branch.when else set()
    for tree in claims_of(definition, declared.name):
        tried |= taken_read(tree)
    gates = {guard: taken_fields(guard.guard.test.tree) for guard in event.when}
    while mixed := [g for g, read in gates.items() if read & tried and not read <= tried]:
        for guard in mixed:
            tried |= gates[guard]
    pools = {name: regions.payload(declared.name, taken.field) for name, taken in declared.takes.items()}
    return Payloads(
        gate={name: pool for name, pool in pools.items() if name not in tried},
        gates=tuple(guard for guard, read in gates.items() if not read & tried),
        open={name: pool for name, pool in pools.items() if name in tried},
    )


def _size(pool: Pool) -> int:
    count = 1
    for values in pool.values():
        count *= len(values)
    return count


def _combined(pool: Pool) -> Iterator[dict[str, object]]:
    for values in product(*pool.values()):
        yield {name: value for name, value in zip(pool, values, strict=True) if value is not None}
