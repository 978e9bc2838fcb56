"""What can be wrong with an expression: in its text, in its tree, or while it is evaluated.

Sentences live in messages/guards.yaml, one a code; `values` fill their placeholders.
"""

from collections.abc import Mapping

from attrs import field, frozen

from ..errors import WorkflowError
from ..messages import say
from ..model.text import Text


@frozen
class Fault:
    """One thing wrong in an expression that could be read: a stable code, and where (characters from its start).

    `wrong` is a word that is not known, `among` those that are.
    """

    code: str
    offset: int
    values: Mapping[str, object] = field(factory=dict)
    wrong: str | None = None
    among: tuple[str, ...] = ()

    @property
    def text(self) -> Text:
        return say(f"guards.{self.code}", **self.values)


class GuardSyntaxError(WorkflowError):
    """The text is no expression of the guard language."""

    def __init__(self, code: str, offset: int, values: Mapping[str, object] | None = None) -> None:
        self.code = code
        self.offset = offset
        self.values: Mapping[str, object] = values or {}
        super().__init__(code, offset)

    @property
    def text(self) -> Text:
        return say(f"guards.{self.code}", **self.values)

    def __str__(self) -> str:
        return f"column {self.offset + 1}: {self.code}: {self.text.say('en')}"


class EvaluationError(WorkflowError):
    """The expression has no value on these data: something it reads is unset, a list is empty, a date is too far."""

    def __init__(self, code: str, values: Mapping[str, object] | None = None) -> None:
        self.code = code
        self.values: Mapping[str, object] = values or {}
        super().__init__(code)

    @property
    def text(self) -> Text:
        return say(f"guards.{self.code}", **self.values)

    def __str__(self) -> str:
        return f"{self.code}: {self.text.say('en')}"


def unknown_value(word: str, values: tuple[str, ...], offset: int) -> Fault:
    """A word that is none of the values that its field has."""
    return Fault("unknown_value", offset, {"value": word, "values": ", ".join(values)}, word, values)
