"""A checked definition to the table of its procedure."""

from collections.abc import Iterator

from ...engine.machine import WorkflowMachine, machine_of
from ...engine.reasons import basis_of, event_title, listed, state_title, titled
from ...messages import say
from ...model.definition import CLOCK, Definition, Event
from ...model.text import Text
from ...model.types import DocumentType
from ..annex.build import MARKS, code_of, mark_text, opened, sources_of, value_text
from ..annex.fields import kind_text
from ..annex.lines import Lines
from .citing import Citing
from .parts import DOTS, Cell, Column, Group, Procedure, Row, Sheet
from .products import Products
from .steps import Step, stages_of
from .times import Times

WIDTHS = {
    "steps": {"number": 4, "step": 19, "who": 18, "time": 16, "product": 25, "basis": 18},
    "documents": {"number": 5, "document": 35, "at": 35, "basis": 25},
    "parameters": {"number": 5, "parameter": 33, "value": 20, "decider": 17, "basis": 25},
    "sources": {"number": 5, "source": 95},
}


def procedure_of(definition: Definition, assumed: Text = Text()) -> Procedure:
    """The table of a checked definition; who decides on parameters is left to be filled in.

    `assumed` says what of the parameters' values is not official.
    """
    return _Build(definition).procedure(assumed)


class _Build:
    def __init__(self, definition: Definition) -> None:
        self._given = definition
        self._definition = opened(definition, "procedure.open_name")
        self._machine: WorkflowMachine = machine_of(self._definition)
        self._tree = self._machine.table.tree
        self._lines = Lines(self._machine)
        self._times = Times(self._machine, self._lines)
        self._products = Products(self._machine, self._lines)
        self._citing = Citing(tuple(sources_of(definition)))

    def procedure(self, assumed: Text) -> Procedure:
        definition = self._definition
        sheets = (
            _sheet("sources", _alone(self._sources())),
            _sheet("steps", self._stages()),
            _sheet("documents", _alone(self._documents())),
            _sheet("parameters", _alone(self._parameters())),
        )
        return Procedure(
            title=titled(definition.title, definition.workflow),
            heading=say("procedure.heading"),
            code=code_of(definition),
            annexed=say("procedure.annexed"),
            about=say("procedure.about"),
            assumed=say("procedure.assumed", assumed=assumed) if assumed else Text(),
            sheets=tuple(sheet for sheet in sheets if sheet.groups),
            marks=tuple(say("procedure.mark", mark=mark, text=mark_text(mark)) for mark in MARKS),
        )

    def _stages(self) -> tuple[Group, ...]:
        found, number = [], 0
        for stage, steps in stages_of(self._machine.table).items():
            rows = []
            for step in steps:
                number += 1
                rows.append(self._step(step, number))
            basis = self._basis(stage)
            found.append(Group(tuple(rows), self._title(stage), self._citing.cite(basis) if basis else ()))
        return tuple(found)

    def _title(self, stage: str) -> Text:
        """The stage with those that it lies in; of one with stages inside, what all of them have in common."""
        path = self._tree.path[self._tree.members[stage][0]]
        line = path[: path.index(stage) + 1]
        names = [state_title(self._tree, name) for name in line]
        text = Text(*(" – ".join(name.say(language) for name in names) for language in ("vi", "en")))
        inside = any(each.states for each in self._tree.states[stage].states)
        return say("procedure.common", stage=text) if inside else text

    def _basis(self, stage: str) -> tuple[str, ...]:
        """The stage's own, else that of the nearest one around it that has one."""
        path = self._tree.path[self._tree.members[stage][0]]
        line = path[: path.index(stage) + 1]
        return next(
            (self._tree.states[name].basis for name in line[::-1] if self._tree.states[name].basis), ()
        )

    def _step(self, step: Step, number: int) -> Row:
        declared = step.event.declared
        cells: tuple[Cell, ...] = (
            (_number(number),),
            tuple(self._name(step)),
            tuple(self._who(step)),
            self._times.of(step),
            self._products.of(step),
            self._citing.cite(declared.basis),
        )
        return Row(cells)

    def _name(self, step: Step) -> Iterator[Text]:
        declared = step.event.declared
        yield event_title(self._definition, declared.name)
        if not isinstance(declared, Event):
            return
        if not step.whole:
            yield say(
                "procedure.in_states", states=listed(state_title(self._tree, leaf) for leaf in step.leaves)
            )
        yield from self._duties(declared, "requires")

    def _who(self, step: Step) -> Iterator[Text]:
        declared = step.event.declared
        if declared.by == (CLOCK,):
            yield say("annex.clock")
            return
        for name in declared.by:
            role = self._definition.roles[str(self._definition.values.get(name, name))]
            yield self._lines.role(role, step.leaves)
        if isinstance(declared, Event):
            yield from self._duties(declared, "not_by", "only_by")

    def _duties(self, event: Event, *wanted: str) -> Iterator[Text]:
        labels = {say(f"annex.{key}") for key in wanted}
        for line in self._lines.duties(event):
            if line.label in labels:
                yield say("procedure.labelled", label=line.label, text=line.text)

    def _documents(self) -> Iterator[Row]:
        """What files are handed in, each title once, with the steps that ask for it."""
        asked: dict[Text, dict[Text, tuple[str, ...]]] = {}
        for event in (*self._machine.table.starts.values(), *self._machine.table.events.values()):
            for taken in event.takes.values():
                if isinstance(taken.field.type, DocumentType):
                    title = titled(taken.field.title, taken.field.name)
                    at = event_title(self._definition, event.name)
                    basis = taken.field.basis or event.declared.basis
                    steps = asked.setdefault(title, {})
                    steps[at] = basis_of(steps.get(at, ()), basis)
        for number, (title, steps) in enumerate(asked.items(), 1):
            cited = dict.fromkeys(line for basis in steps.values() for line in self._citing.cite(basis))
            yield Row(((_number(number),), (title,), tuple(steps), tuple(cited)))

    def _parameters(self) -> Iterator[Row]:
        definition = self._given
        for number, (name, declared) in enumerate(definition.parameters.items(), 1):
            value = definition.values.get(name)
            title = titled(declared.title, name)
            if value is None:
                key = "procedure.unset" if declared.optional else "procedure.undecided"
                said = say(key)
            else:
                said = say("annex.value", value=value_text(definition, declared, value))
            about = say("procedure.kind", kind=kind_text(definition, declared.type))
            basis = self._citing.cite(declared.basis)
            yield Row(((_number(number),), (title, about), (said,), (Text(vi=DOTS, en=DOTS),), basis))

    def _sources(self) -> Iterator[Row]:
        for number, source in enumerate(sources_of(self._given), 1):
            yield Row(((_number(number),), (source.text,)))


def _number(number: int) -> Text:
    return Text(vi=str(number), en=str(number))


def _alone(rows: Iterator[Row]) -> tuple[Group, ...]:
    found = tuple(rows)
    return (Group(found),) if found else ()


def _sheet(name: str, groups: tuple[Group, ...]) -> Sheet:
    columns = tuple(
        Column(each, say(f"procedure.column_{each}"), width) for each, width in WIDTHS[name].items()
    )
    return Sheet(name, say(f"procedure.{name}"), columns, groups)
