"""The sheet of steps: a group for each stage, a row for each step."""

from collections.abc import Iterator

from ...engine.machine import WorkflowMachine
from ...engine.reasons import event_title, listed, state_title
from ...messages import say
from ...model.definition import CLOCK, Event
from ...model.text import LANGUAGES, Text
from ..annex.lines import Lines
from .citing import Citing
from .parts import Cell, Group, Row, number_text
from .products import Products
from .steps import Step, stages_of
from .times import Times


class StepRows:
    """Tells the steps of one workflow."""

    def __init__(self, machine: WorkflowMachine, citing: Citing) -> None:
        self._machine = machine
        self._definition = machine.definition
        self._tree = machine.table.tree
        self._lines = Lines(machine)
        self._times = Times(machine, self._lines)
        self._products = Products(machine, self._lines)
        self._citing = citing

    def groups(self) -> tuple[Group, ...]:
        """The stages with their rows, in the order of cases."""
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
        text = Text(*(" – ".join(name.say(language) for name in names) for language in LANGUAGES))
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
            (number_text(number),),
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
