"""Sources as numbers in brackets, told once at the end, so that a line of a rule stays a line."""

from ..messages import say, sentences
from ..wording import Words
from .screen import Screen


class Sources:
    """Numbers the sources that are named, in the order in which they are."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._marks: set[str] = set()

    def marks(self, basis: tuple[str, ...], words: Words) -> str:
        """`[1, 2 A]`: the numbers of the sources, each followed by the mark that says how sure it is."""
        said = ""
        for name in basis:
            if name not in words.definition.sources and f"mark_{name}" in sentences("engine"):
                self._marks.add(name)
                said += f" {name}"
            else:
                number = self._numbers.setdefault(words.source(name), len(self._numbers) + 1)
                said += f"{', ' if said else ''}{number}"
        return f"[{said.strip()}]" if said else ""

    def show(self, out: Screen, heading: str) -> None:
        """What the numbers and the marks stand for; nothing where none was used."""
        if self._numbers or self._marks:
            out.heading(heading)
            out.pairs([(f"[{number}]", source) for source, number in self._numbers.items()], indent=2)
            marks = [(mark, say(f"engine.mark_{mark}").say(out.language)) for mark in sorted(self._marks)]
            out.pairs(marks, indent=2)
