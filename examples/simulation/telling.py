"""Tables and sentences in Vietnamese or English, from words.yaml."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import field, frozen
from world import document

WORDS = Path(__file__).parent / "words.yaml"


@frozen
class Telling:
    """One language."""

    language: str
    words: Mapping[str, Mapping[str, str]] = field(factory=lambda: document(WORDS))

    def say(self, word: str, **values: Any) -> str:
        """The sentence of that name."""
        return self.words[word][self.language].format(**values)

    def went_on(self, told: Iterable[tuple[str, str]]) -> str:
        """What became of cases when the law changed."""
        verdicts = Counter(verdict for _, verdict in told)
        return self.say("went_on", **{each: verdicts[each] for each in ("moved", "pinned", "refused")})

    def table(self, head: Sequence[str], columns: Sequence[Mapping[str, float]]) -> str:
        """A line for each figure, a column for each of what is compared."""
        names = [self.say(name) for name in columns[0]]
        first = max(len(name) for name in (*names, head[0]))
        wide = [max(len(each), 5) for each in head[1:]]
        lines = [
            head[0].ljust(first) + "".join(f"  {each:>{w}}" for each, w in zip(head[1:], wide, strict=True))
        ]
        for name, key in zip(names, columns[0], strict=True):
            cells = (f"{column[key]:g}" for column in columns)
            lines.append(name.ljust(first) + "".join(f"  {c:>{w}}" for c, w in zip(cells, wide, strict=True)))
        return "\n".join(line.rstrip() for line in lines)
