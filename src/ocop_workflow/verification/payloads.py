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
class Gate:
    """Fields that only these guards read, together; one assignment that lets the guards hold is enough."""

    fields: Pool
    guards: tuple[CompiledGuard, ...]

    def open(self, data: Mapping[str, object]) -> dict[str, object] | None:
        """The first assignment with which the guards hold on such data."""
        return next((found for found in _combined(self.fields) if self._passes(data, found)), None)

    def _passes(self, data: Mapping[str, object], taken: Mapping[str, object]) -> bool:
        environment = Environment(data=data, taken=taken)
        try:
            return all(guard.test(environment) for guard in self.guards)
        except EvaluationError:
            return False


@frozen
class Payloads:
    """The payloads of one event: a gate's fields are read by its guards alone; `open` fields are tried in full."""

    gates: tuple[Gate, ...]
    open: Pool

    @property
    def count(self) -> int:
        """The most payloads of one step, or assignments that one gate may have to try."""
        return max(_size(pool) for pool in (self.open, *(gate.fields for gate in self.gates)))

    def at(self, data: Mapping[str, object]) -> Iterator[dict[str, object]]:
        """The payloads to try on such data; none if a gate can't be passed."""
        through: dict[str, object] = {}
        for gate in self.gates:
            found = gate.open(data)
            if found is None:
                return
            through |= found
        for found in _combined(self.open):
            yield {**through, **found}


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
    apart = {guard: read for guard, read in gates.items() if not read & tried}
    return Payloads(
        gates=tuple(
            Gate({name: pools[name] for name in pools if name in fields}, guards)
            for fields, guards in _together(apart, {name for name in pools if name not in tried})
        ),
        open={name: pool for name, pool in pools.items() if name in tried},
    )


def _together(
    guards: Mapping[CompiledGuard, frozenset[str]], fields: set[str]
) -> list[tuple[frozenset[str], tuple[CompiledGuard, ...]]]:
    """Guards that share a field stand together; a field that none of them reads stands alone."""
    groups: list[tuple[frozenset[str], tuple[CompiledGuard, ...]]] = [
        (frozenset((name,)), ()) for name in sorted(fields)
    ]
    for guard, read in guards.items():
        met = [group for group in groups if group[0] & read]
        groups = [group for group in groups if not group[0] & read]
        joined = read.union(*(group[0] for group in met))
        groups.append((joined, (*(each for group in met for each in group[1]), guard)))
    return groups


def _size(pool: Pool) -> int:
    count = 1
    for values in pool.values():
        count *= len(values)
    return count


def _combined(pool: Pool) -> Iterator[dict[str, object]]:
    for values in product(*pool.values()):
        yield {name: value for name, value in zip(pool, values, strict=True) if value is not None}
