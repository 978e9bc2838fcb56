"""All mutants of a workflow: every change that loads as a file with it would, and behaves as no other does."""

from collections.abc import Callable, Iterator, Sequence

from attrs import evolve

from ...errors import DefinitionError
from ...model.definition import Definition
from ...model.document import digest
from ...model.position import Position
from ...reading.checks import check
from ...reading.context import Context
from ...reading.nodes import ScalarNode
from .clocks import clocks
from .duties import duties, roles
from .ends import ends, starts
from .expressions import guards, slips
from .moves import redirected, swapped
from .mutant import Change, Mutant
from .writes import writes

OPERATORS: Sequence[Callable[[Definition], Iterator[Change]]] = (
    guards,
    slips,
    duties,
    roles,
    writes,
    redirected,
    swapped,
    clocks,
    starts,
    ends,
)


def mutants(definition: Definition) -> Iterator[Mutant]:
    """Mutants of a checked definition, in the order of the operators and of the file.

    One that the checks of a file refuse is none, nor is one that is the definition itself or an earlier mutant.
    """
    met = {digest(definition)}
    for named in changes(definition):
        made = loaded(named.change.definition)
        if made is None:
            continue
        hashed = digest(made)
        if hashed not in met:
            met.add(hashed)
            yield evolve(named, change=evolve(named.change, definition=made))


def mutant(definition: Definition, name: str) -> Mutant | None:
    """The mutant of that id, without making the others; None where there is none that loads."""
    found = next((each for each in changes(definition) if each.id == name), None)
    made = None if found is None else loaded(found.change.definition)
    return (
        None if found is None or made is None else evolve(found, change=evolve(found.change, definition=made))
    )


def changes(definition: Definition) -> Iterator[Mutant]:
    """Every change with its id, whether it loads or not; those of one name are numbered from the second on."""
    met: dict[str, int] = {}
    for operator in OPERATORS:
        for change in operator(definition):
            name = f"{change.kind}/{change.name}"
            number = met[name] = met.get(name, 0) + 1
            yield Mutant(name if number == 1 else f"{name}-{number}", change)


def loaded(definition: Definition) -> Definition | None:
    """What loading makes of it, by the checks of reading; None where they find a problem."""
    context = Context(keys=_Places())
    try:
        checked = check(definition, context)
        context.problems.check()
    except DefinitionError:
        return None
    return checked


class _Places(dict[Position, ScalarNode]):
    """A mutant has no text: what a check wants to point at is the place itself."""

    def __missing__(self, position: Position) -> Position:
        return position
