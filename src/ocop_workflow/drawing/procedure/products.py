"""What comes of a step: what is handed in, what is written down, and where the case goes on, branch by branch."""

from collections.abc import Iterator, Mapping

from ...engine.machine import WorkflowMachine
from ...engine.reasons import listed, state_title, titled
from ...messages import say
from ...model.definition import Branch, Start, Taken
from ...model.text import Text
from ...model.types import DocumentType, Field
from ..annex.lines import Lines
from .steps import Step, Way


class Products:
    """Tells what steps of one workflow bring about."""

    def __init__(self, machine: WorkflowMachine, lines: Lines) -> None:
        self._tree = machine.table.tree
        self._lines = lines

    def of(self, step: Step) -> tuple[Text, ...]:
        """One line a thing."""
        event = step.event
        fields = {name: taken.field for name, taken in event.takes.items()}
        return (
            *_taken(event.takes),
            *(
                say("procedure.labelled", label=line.label, text=line.text)
                for line in self._lines.writes(event.declared, fields)
            ),
            *self._results(step, fields),
        )

    def _results(self, step: Step, fields: Mapping[str, Field]) -> Iterator[Text]:
        declared = step.event.declared
        if isinstance(declared, Start):
            yield say("procedure.leads", target=self._state(declared.to))
            return
        told = [(way, self._branches(way, fields)) for way in step.ways]
        alike = all(lines == told[0][1] for _, lines in told)
        for way, lines in told[:1] if alike else told:
            from_ = listed(state_title(self._tree, leaf) for leaf in way.leaves)
            for line in lines:
                yield line if alike else say("procedure.from_state", states=from_, result=line)

    def _branches(self, way: Way, fields: Mapping[str, Field]) -> list[Text]:
        assert way.move is not None  # of events only
        branches = way.move.branches
        plain = len(branches) == 1 and branches[0].when is None
        return [self._branch(branch, fields, plain=plain) for branch in branches]

    def _branch(self, branch: Branch, fields: Mapping[str, Field], *, plain: bool) -> Text:
        told = say("procedure.leads", target=self._state(branch.to)) if branch.to else say("procedure.stays")
        if sets := self._lines.sets(branch.sets, fields):
            told = say("procedure.recording", result=told, sets=listed(sets))
        if plain:
            return told
        if branch.when is None:
            return say("procedure.otherwise", result=told)
        return say("procedure.if", condition=self._lines.condition(branch.when, fields), result=told)

    def _state(self, name: str) -> Text:
        title, state = state_title(self._tree, name), self._tree.states[name]
        if state.final is None:
            return title
        return say("annex.aborted" if state.final == "aborted" else "annex.ended", state=title)


def _taken(takes: Mapping[str, Taken]) -> Iterator[Text]:
    """Documents first, then what else is said."""
    documents = [taken.field for taken in takes.values() if isinstance(taken.field.type, DocumentType)]
    others = [taken.field for taken in takes.values() if not isinstance(taken.field.type, DocumentType)]
    if documents:
        yield say("procedure.documents_in", fields=listed(map(_field, documents)))
    if others:
        yield say("procedure.told_in", fields=listed(map(_field, others)))


def _field(declared: Field) -> Text:
    title = titled(declared.title, declared.name)
    return say("annex.optional", field=title) if declared.optional else title
