"""A workflow that a case has run on, and how what it reads is called and said in both languages."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Self

from attrs import frozen

from ..case import Entry
from ..drawing.annex.lines import Lines
from ..engine.table import CompiledEvent
from ..guards import GuardSyntaxError, parse
from ..messages import say
from ..model.expression import Call, Macro
from ..model.text import Text
from ..wording import Words
from ..wording.seen import CALL, called, is_set
from ..workflow import Workflow
from .markup import Both

Said = Callable[[str, object, Words, str], str]


@frozen
class Law:
    """The workflow, its words, and what speaks of its conditions."""

    workflow: Workflow
    words: Both[Words]
    lines: Lines

    @classmethod
    def of(cls, workflow: Workflow, words: Both[Words]) -> Self:
        return cls(workflow, words, Lines(workflow.machine))

    def act(self, entry: Entry) -> CompiledEvent | None:
        """The start or the event; None for the move that brought the case under this workflow."""
        table = self.workflow.machine.table
        return (table.starts if entry.source is None else table.events).get(entry.event)

    def seen(self, values: Mapping[str, object], event: str, said: Said, *, guard: str | None) -> Text:
        """What was read with its values, as `said` says them; not the guard itself, nor that something is there."""
        found = [
            say("pages.read", what=self._called(name, event), value=self._said(said, name, value, event))
            for name, value in values.items()
            if name != guard and not is_set(name, value)
        ]
        return _joined(found)

    def _said(self, said: Said, name: str, value: object, event: str) -> Text:
        return Text(vi=said(name, value, self.words.vi, event), en=said(name, value, self.words.en, event))

    def _called(self, name: str, event: str) -> Text:
        """What is no name is said as conditions say it."""
        tree = _tree(name)
        if isinstance(tree, Macro) or (isinstance(tree, Call) and not CALL.fullmatch(name)):
            table = self.workflow.machine.table
            compiled = table.events.get(event) or table.starts.get(event)
            takes = compiled.takes if compiled else {}
            return self.lines.spoken(tree, {each: taken.field for each, taken in takes.items()})
        return Text(vi=called(name, self.words.vi, event), en=called(name, self.words.en, event))


def _tree(name: str) -> object:
    try:
        return parse(name)
    except GuardSyntaxError:
        return None  # not read of an expression: a role, a unit


def _joined(texts: Iterable[Text]) -> Text:
    given: Sequence[Text] = list(texts)
    return Text(
        vi="; ".join(each.say("vi") for each in given), en="; ".join(each.say("en") for each in given)
    )
