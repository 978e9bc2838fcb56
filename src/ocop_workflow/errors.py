"""What the library raises, and the problems and reasons that are carried. Sentences live in messages/."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from .model.position import Position
from .model.text import Text

if TYPE_CHECKING:
    from .case import Reason


class WorkflowError(Exception):
    """The base of every error that the library raises on purpose."""


@frozen
class Problem:
    """One thing wrong in a file: a stable code, the place, what is wrong, and what to do about it."""

    code: str
    position: Position
    message: Text
    hint: Text = Text()

    def say(self, language: str) -> str:
        """One line: `file:line:column: code: message (hint)`."""
        hint = self.hint.say(language)
        return f"{self.position}: {self.code}: {self.message.say(language)}" + (f" ({hint})" if hint else "")


class DefinitionError(WorkflowError):
    """A definition, a parameter set or another declared file is wrong; `problems` has all that was found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.say("en") for problem in self.problems))

    def text(self, language: str) -> str:
        """All problems, one a line."""
        return "\n".join(problem.say(language) for problem in self.problems)


class Refused(WorkflowError):
    """An event was refused; `reasons` has every reason, and nothing was changed."""

    def __init__(self, event: str, reasons: Sequence["Reason"]) -> None:
        self.event = event
        self.reasons = tuple(reasons)
        super().__init__(f"{event}: " + "; ".join(f"{r.code}: {r.text.say('en')}" for r in self.reasons))

    def text(self, language: str) -> str:
        """Every reason, one a line."""
        return "\n".join(reason.text.say(language) for reason in self.reasons)


class _Told(WorkflowError):
    """An error that carries one sentence in both languages, and the stable code of what happened."""

    def __init__(self, told: Text | str, code: str = "") -> None:
        self.told = Text(en=told) if isinstance(told, str) else told
        self.code = code
        super().__init__(self.told.say("en"))

    def text(self, language: str) -> str:
        return self.told.say(language)


class Conflict(_Told):
    """Someone else was first: the case is no longer at the expected version. Read it again, decide anew."""


class UnknownOutcome(_Told):
    """The disk or the connection would not say whether a write was kept. Read the case afresh; it decides."""


class StoreError(_Told):
    """The store cannot do what was asked: an unknown case, a connection in an unfit mode, a reused key."""


class UnitNameError(_Told):
    """No unit or several have the name that was written; `candidates` are the ids of those that have it."""

    def __init__(self, told: Text, candidates: Sequence[str] = ()) -> None:
        self.candidates = tuple(candidates)
        super().__init__(told)
