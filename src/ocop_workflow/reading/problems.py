"""The collector of problems: everything wrong with a file is told at once, in its order."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from ..errors import DefinitionError, Problem
from ..messages import say, sentences
from ..model.position import Position
from ..model.text import Text
from .nodes import Node

MOST = 200  # a file with more problems than this is not read to its end


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
        """Add a problem once; `wrong` and `among` make a "did you mean", else the code's own hint is used."""
        position = where if isinstance(where, Position) else where.position
        values = values or {}
        hint = Text()
        if wrong is not None and (close := get_close_matches(wrong, list(among), n=1, cutoff=0.6)):
            hint = say("reading.did_you_mean", name=close[0])
        elif f"{code}_hint" in sentences(room):
            hint = say(f"{room}.{code}_hint", **values)
        problem = Problem(code, position, say(f"{room}.{code}", **values), hint)
        self._found.setdefault((code, position, problem.message.en), problem)
        if len(self._found) >= MOST:
            self.check()

    def sorted(self) -> list[Problem]:
        return sorted(self._found.values(), key=lambda p: (p.position, p.code))

    def check(self) -> None:
        """Raise DefinitionError with all problems, if there are any."""
        if self._found:
            raise DefinitionError(self.sorted())
