"""The collector of problems: everything wrong with a file is told at once, in its order."""

from collections.abc import Iterable, Mapping, Sequence

from ..errors import DefinitionError, Problem
from ..messages import say, sentences
from ..messages.spelling import nearest
from ..model.position import Position
from ..model.text import Text
from .nodes import Node

MOST = 200  # a file with more problems than this is not read to its end
SHOWN = 30  # the most names that a sentence lists


class Problems:
    """Problems found so far; `add` takes a code of messages/reading.yaml or of another room's sentences."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, Position, str | None], Problem] = {}

    def __len__(self) -> int:
        return len(self._found)

    def add(
        self,
        code: str,
        where: Node | Position,
        values: Mapping[str, object] | None = None,
        *,
        among: Iterable[str] = (),
        wrong: str | None = None,
        room: str = "reading",
    ) -> None:
        """Add a problem once; `wrong` and `among` make a "did you mean", else the code's own hint is used.

        `among` also fills the placeholder `{known}`.
        """
        position = where if isinstance(where, Position) else where.position
        names = list(dict.fromkeys(among))
        values = {"known": listed(names), **(values or {})}
        hint = Text()
        if wrong is not None and (close := nearest(wrong, names)):
            hint = say("reading.did_you_mean", name=close)
        elif f"{code}_hint" in sentences(room):
            hint = say(f"{room}.{code}_hint", **values)
        problem = Problem(code, position, say(f"{room}.{code}", **values), hint)
        self._found.setdefault((code, position, problem.message.en), problem)
        if len(self._found) >= MOST:
            self.check()

    def withdraw(self, code: str, where: Node, values: Mapping[str, object]) -> None:
        """Tell a problem no more whose cause has been told."""
        self._found.pop((code, where.position, say(f"reading.{code}", **values).en), None)

    def also(self, error: DefinitionError) -> None:
        """Add the problems of another reading."""
        self._found |= {(p.code, p.position, p.message.en): p for p in error.problems}

    def sorted(self) -> list[Problem]:
        return sorted(self._found.values(), key=lambda p: (p.position, p.code))

    def check(self) -> None:
        """Raise DefinitionError with all problems, if there are any."""
        if self._found:
            raise DefinitionError(self.sorted())


def listed(names: Sequence[str]) -> str:
    """Names for a sentence; the first ones if there are very many, a dash if there is none."""
    return ", ".join(names[:SHOWN]) + (" …" if len(names) > SHOWN else "") or "—"
