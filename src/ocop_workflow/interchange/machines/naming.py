"""Names as a workflow writes them: letters without marks, digits, underscores; what was written stays as the title."""

import re
from unicodedata import combining, normalize

from ...guards.slips import WORDS
from ...reading.checks.names import ACT_WORDS, EXPRESSION_WORDS, MACHINE_PREFIXES, MACHINE_WORDS, STATE_WORDS

LONGEST = 60  # so that a number can follow
_UNFIT = re.compile(r"[^A-Za-z0-9_]+")
STATES = STATE_WORDS
ACTS = MACHINE_WORDS | ACT_WORDS
FIELDS = EXPRESSION_WORDS | frozenset(WORDS)


class Names:
    """Gives each thing that is to be named a name of its own; `taken` are words that mean something already."""

    def __init__(self, taken: frozenset[str], prefix: str, unfit: tuple[str, ...] = ()) -> None:
        self._taken = set(taken)
        self._prefix, self._unfit = prefix, unfit
        self._given: dict[object, str] = {}

    @classmethod
    def of_acts(cls) -> "Names":
        """Of events and starts: models of machines have methods of their own."""
        return cls(ACTS, "do", MACHINE_PREFIXES)

    def of(self, key: object, text: str) -> str:
        """The name of a thing, the same each time."""
        if key not in self._given:
            self._given[key] = self._new(text)
        return self._given[key]

    def _new(self, text: str) -> str:
        bare = "".join(
            each
            for each in normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
            if not combining(each)
        )
        name = _UNFIT.sub("_", bare).strip("_")
        if not name or not name[0].isalpha() or name.startswith(self._unfit):
            name = f"{self._prefix}_{name}"
        name = name[:LONGEST].rstrip("_")
        found, number = name, 1
        while found in self._taken:
            number += 1
            found = f"{name}_{number}"
        self._taken.add(found)
        return found
