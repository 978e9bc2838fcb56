"""By when a step has to be done: the clock events that run where it is done."""

from collections.abc import Iterator

from ...engine.machine import WorkflowMachine
from ...engine.reasons import event_title, listed, titled
from ...engine.sources import innermost
from ...engine.table import CompiledEvent
from ...guards import scope_of
from ...guards.reads import reads
from ...messages import say
from ...model.definition import Duration, Event
from ...model.text import Text
from ..annex.lines import Lines
from ..speech import Speech
from .steps import Step


class Times:
    """Tells of the clocks of one workflow."""

    def __init__(self, machine: WorkflowMachine, lines: Lines) -> None:
        self._machine = machine
        self._definition = machine.definition
        self._lines = lines
        self._speech = [Speech(machine.definition, language, 10_000) for language in ("vi", "en")]

    def of(self, step: Step) -> tuple[Text, ...]:
        """A line for each clock that runs in the stage where the step is done; what a clock event waits for."""
        declared = step.event.declared
        if isinstance(declared, Event) and declared.is_clock:
            return (_capital(self._when(declared)),)
        found = tuple(map(_capital, self._bearing(step))) if isinstance(declared, Event) else ()
        return found or (say("procedure.no_time"),)

    def _bearing(self, step: Step) -> Iterator[Text]:
        """What all stages of a wider one have in common is told there, once."""
        tree = self._machine.table.tree
        below = set(tree.members[step.stage])
        for clock in self._machine.table.clocks:
            declared = self._event(clock)
            moves = innermost(tree, declared)
            sources = {moves[leaf].source for leaf in step.leaves if leaf in moves}
            if any(name not in tree.states or below >= set(tree.members[name]) for name in sources):
                title = event_title(self._definition, declared.name)
                yield say("procedure.bears", when=self._when(declared, "within"), clock=title)

    @staticmethod
    def _event(clock: CompiledEvent) -> Event:
        assert isinstance(clock.declared, Event)  # clocks are events
        return clock.declared

    def _when(self, event: Event, after: str = "later") -> Text:
        """What a clock event waits for: `later` than that it happens, `within` it there is time for the others."""
        text = self._after(event.after, after) if event.after else self._at(event)
        if not event.not_counting:
            return text
        return say("procedure.not_counting", when=text, states=self._lines.states(event.not_counting))

    def _after(self, after: Duration, key: str) -> Text:
        if after.parameter is None:
            return say(f"procedure.{key}", length=say(f"drawing.{after.unit}", count=after.amount))
        declared = self._definition.parameters[after.parameter]
        title = titled(declared.title, after.parameter)
        amount = self._definition.values.get(after.parameter)
        if amount is not None:
            text = say(f"procedure.{key}", length=say(f"drawing.{after.unit}", count=amount))
            return say("procedure.chosen", title=title, when=text)
        return say("procedure.left_open", title=title)

    def _at(self, event: Event) -> Text:
        assert event.at is not None  # a clock has one of both
        text = Text(*(speech.when(event) for speech in self._speech))
        definition = self._definition
        read = reads(event.at.tree, scope_of(definition)).parameters
        open_ = [
            titled(definition.parameters[name].title, name)
            for name in definition.parameters
            if name in read and name not in definition.values
        ]
        return say("procedure.reads_open", when=text, titles=listed(open_)) if open_ else text


def _capital(text: Text) -> Text:
    """A line that begins like a sentence."""
    return Text(*(line[:1].upper() + line[1:] for line in (text.say("vi"), text.say("en"))))
