"""The words and signs of an expression, one regular expression for all of them, read one by one."""

import re

from .slips import slip

TOKEN = re.compile(
    r"""[ \t\r\n]*(?:
      (?P<sign>\|\||&&|[=!<>]=|[-+*/!<>?:,.()\[\]]|in(?![A-Za-z0-9_]))
    | (?P<name>[A-Za-z][A-Za-z0-9_]*)
    | (?P<decimal>[0-9]+\.[0-9]+)
    | (?P<integer>[0-9]+)
    | (?P<string>'(?:[^'\\\n]|\\['"\\])*'|"(?:[^"\\\n]|\\['"\\])*")
    | (?P<end>\Z)
    | (?P<wrong>.)
    )""",
    re.VERBOSE | re.DOTALL,
)


class Tokens:
    """Where reading stands in a text: `kind` and `word` of the token there, and `at`, its first character."""

    __slots__ = ("_next", "at", "kind", "text", "word")

    def __init__(self, text: str) -> None:
        self.text = text
        self._next = TOKEN.finditer(text).__next__
        self.kind: str
        self.word: str
        self.at: int
        self.advance()

    def advance(self) -> None:
        """Go to the next token; raises GuardSyntaxError where none can stand."""
        match = self._next()
        self.kind = kind = match.lastgroup or ""
        self.word = word = match[kind]
        self.at = match.end() - len(word)
        if kind == "wrong":
            raise slip(self.text, self.at)
