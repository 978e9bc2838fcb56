"""Open parameters as data: every start takes a value for them, nothing writes them afterwards.

So one run has one value throughout, and a story can be told with the value that it needs. It is worth its nodes only
where whatever reads the parameter can be followed; `relax` lets go of the others.
"""

from collections.abc import Callable, Iterable

from attrs import evolve

from ..model.definition import Definition, Let, Taken
from ..model.expression import Expression, Member, Name, Node
from ..model.types import BooleanType, EnumType, IntegerType, NumberType


def steadies(definition: Definition) -> frozenset[str]:
    """Open parameters of types that guards compare, unless a start has a field of that name."""
    taken = {name for start in definition.start.values() for name in start.takes}
    return frozenset(
        name
        for name, declared in definition.parameters.items()
        if isinstance(declared.type, BooleanType | EnumType | IntegerType | NumberType)
        and name not in definition.values
        and name not in taken
    )


def with_steady(definition: Definition, names: Iterable[str]) -> Definition:
    """The definition with these parameters among its data and in every start's payload."""
    fields = {name: definition.parameters[name] for name in sorted(names)}
    takes = {name: Taken(field, stored=True) for name, field in fields.items()}
    return evolve(
        definition,
        data={**definition.data, **fields},
        parameters={n: field for n, field in definition.parameters.items() if n not in fields},
        start={n: evolve(start, takes={**start.takes, **takes}) for n, start in definition.start.items()},
    )


def taken_parameter(name: str) -> Node:
    """What a start reads: its data are its payload."""
    return Member(Name("taken"), name)


def as_names(names: Iterable[str], node: Callable[[str], Node]) -> dict[str, Let]:
    """Each parameter as what stands for it."""
    return {name: Let(name, Expression(node(name), name)) for name in names}
