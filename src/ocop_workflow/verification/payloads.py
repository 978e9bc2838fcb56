"""Which payloads a step must try: every combination that can matter, and no more.

Fields that only the event's own guards and properties read are told apart from those that branches, `sets` and stored
fields read: of the first, one assignment that lets the guards hold is enough for each way in which what properties ask
of the payload can turn out.
"""

from collections.abc import Iterator, Mapping
from itertools import product

from attrs import frozen

from ..engine.table import CompiledEvent, CompiledGuard
from ..guards import Environment, EvaluationError, compile_expression, scope_of, taken_fields
from ..guards import names as data_names
from ..guards.compile import Compiled
from ..model.definition import Definition, Event
from ..model.expression import Node
from .live import all_sets, claims_of, taken_read
from .regions import Regions

Pool = Mapping[str, tuple[object, ...]]


@frozen(eq=False)
class Asked:
    """What a property asks of data and payload at a step; what has no value does not hold."""

    tree: Node
    test: Compiled


Asking = CompiledGuard | Asked


@frozen
class Gate:
    """Fields that only these guards, and what properties ask, read together."""

    fields: Pool
    asking: tuple[Asking, ...]

    def open(self, data: Mapping[str, object]) -> Iterator[dict[str, object]]:
        """The assignments with which the guards hold on such data: the first of each that properties tell apart."""
        told: set[tuple[bool, ...]] = set()
        most = 1 << sum(isinstance(each, Asked) for each in self.asking)
        for found in _combined(self.fields):
            environment = Environment(data=data, taken=found)
            if all(_holds(each, environment) for each in self.asking if not isinstance(each, Asked)):
                said = tuple(_holds(each, environment) for each in self.asking if isinstance(each, Asked))
                if said not in told:
                    told.add(said)
                    yield found
                    if len(told) == most:
                        return


@frozen
class Payloads:
    """The payloads of one event: of a gate's fields a few are tried; `open` fields are tried in full.

    `reads` are the data on which it depends, beside those that the guards read, which of a gate's fields are tried.
    """

    gates: tuple[Gate, ...]
    open: Pool
    reads: frozenset[str] = frozenset()

    @property
    def count(self) -> int:
        """The most payloads of one step, or assignments that one gate may have to try."""
        return max(_size(pool) for pool in (self.open, *(gate.fields for gate in self.gates)))

    def at(self, data: Mapping[str, object]) -> Iterator[dict[str, object]]:
        """The payloads to try on such data; none if a gate can't be passed."""
        ways = [list(gate.open(data)) for gate in self.gates]
        if not all(ways):
            return
        for found in _combined(self.open):
            for through in product(*ways):
                yield {name: value for part in (*through, found) for name, value in part.items()}


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
    scope = scope_of(definition, declared.takes)
    gates: dict[Asking, frozenset[str]] = {guard: taken_fields(guard.guard.test.tree) for guard in event.when}
    for tree in dict.fromkeys(claims_of(definition, declared.name)):
        if read := frozenset(taken_read(tree)):
            gates[Asked(tree, compile_expression(tree, scope))] = read
    while mixed := [g for g, read in gates.items() if read & tried and not read <= tried]:
        for each in mixed:
            tried |= gates[each]
    pools = {name: regions.payload(declared.name, taken.field) for name, taken in declared.takes.items()}
    apart = {each: read for each, read in gates.items() if not read & tried}
    asked = [each.tree for each in apart if isinstance(each, Asked)]
    return Payloads(
        gates=tuple(
            Gate({name: pools[name] for name in pools if name in fields}, asking)
            for fields, asking in _together(apart, {name for name in pools if name not in tried})
        ),
        open={name: pool for name, pool in pools.items() if name in tried},
        reads=frozenset(name for tree in asked for name in data_names(tree, scope)),
    )


def _together(
    asking: Mapping[Asking, frozenset[str]], fields: set[str]
) -> list[tuple[frozenset[str], tuple[Asking, ...]]]:
    """What reads a field in common stands together; a field that nothing reads stands alone."""
    groups: list[tuple[frozenset[str], tuple[Asking, ...]]] = [
        (frozenset((name,)), ()) for name in sorted(fields)
    ]
    for each, read in asking.items():
        met = [group for group in groups if group[0] & read]
        groups = [group for group in groups if not group[0] & read]
        joined = read.union(*(group[0] for group in met))
        groups.append((joined, (*(other for group in met for other in group[1]), each)))
    return groups


def _holds(each: Asking, environment: Environment) -> bool:
    try:
        return bool(each.test(environment))
    except EvaluationError:
        return False


def _size(pool: Pool) -> int:
    count = 1
    for values in pool.values():
        count *= len(values)
    return count


def _combined(pool: Pool) -> Iterator[dict[str, object]]:
    for values in product(*pool.values()):
        yield {name: value for name, value in zip(pool, values, strict=True) if value is not None}
