"""The sheets beside that of steps: documents that are handed in, what is open, sources."""

from collections.abc import Iterator, Sequence

from ...engine.machine import WorkflowMachine
from ...engine.reasons import basis_of, event_title, titled
from ...messages import say
from ...model.definition import Definition
from ...model.text import Text
from ...model.types import DocumentType
from ..annex.build import value_text
from ..annex.fields import kind_text
from ..annex.parts import Cited
from .citing import Citing
from .parts import DOTS, Row, number_text


def documents(machine: WorkflowMachine, citing: Citing) -> Iterator[Row]:
    """What files are handed in, each title once, with the steps that ask for it."""
    asked: dict[Text, dict[Text, tuple[str, ...]]] = {}
    for event in (*machine.table.starts.values(), *machine.table.events.values()):
        for taken in event.takes.values():
            if isinstance(taken.field.type, DocumentType):
                title = titled(taken.field.title, taken.field.name)
                at = event_title(machine.definition, event.name)
                basis = taken.field.basis or event.declared.basis
                steps = asked.setdefault(title, {})
                steps[at] = basis_of(steps.get(at, ()), basis)
    for number, (title, steps) in enumerate(asked.items(), 1):
        cited = dict.fromkeys(line for basis in steps.values() for line in citing.cite(basis))
        yield Row(((number_text(number),), (title,), tuple(steps), tuple(cited)))


def parameters(definition: Definition, citing: Citing) -> Iterator[Row]:
    """What the documents leave open, with its value where there is one; who decides is to be filled in."""
    for number, (name, declared) in enumerate(definition.parameters.items(), 1):
        value = definition.values.get(name)
        title = titled(declared.title, name)
        if value is None:
            key = "procedure.unset" if declared.optional else "procedure.undecided"
            said = say(key)
        else:
            said = say("annex.value", value=value_text(definition, declared, value))
        about = say("procedure.kind", kind=kind_text(definition, declared.type))
        basis = citing.cite(declared.basis)
        yield Row(((number_text(number),), (title, about), (said,), (Text(vi=DOTS, en=DOTS),), basis))


def sources(given: Sequence[Cited]) -> Iterator[Row]:
    """Every source in full."""
    for number, source in enumerate(given, 1):
        yield Row(((number_text(number),), (source.text,)))
