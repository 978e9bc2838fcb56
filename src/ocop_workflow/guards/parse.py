"""Text to tree, by precedence, without recursion. Whatever is no expression is a GuardSyntaxError with advice.

The language is grammar.lark; a test judges this parser by lark's of that grammar, errors and places included.
"""

from typing import NoReturn

from ..model.expression import Binary, Member, Node, Unary
from . import make
from .faults import GuardSyntaxError
from .slips import slip
from .tokens import Tokens
from .tree import depth

MAX_LENGTH = 1_000
MAX_DEPTH = 60
COMPARED, UNARY = 3, 6
RANKS = {"||": 1, "&&": 2, "in": COMPARED, "+": 4, "-": 4, "*": 5, "/": 5}
RANKS |= dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), COMPARED)
BEHIND = frozenset((*RANKS, "?", ":", ")", "]", ",", ".", ""))  # what may follow an operand; "" is the end


def parse(text: str) -> Node:
    """The tree of an expression; raises GuardSyntaxError, with the place, and nothing else."""
    if len(text) > MAX_LENGTH:
        raise GuardSyntaxError("too_long_text", MAX_LENGTH, {"limit": MAX_LENGTH})
    tree = _Parser(text).tree()
    if len(text) > MAX_DEPTH < depth(tree):  # a node takes a character at least
        raise GuardSyntaxError("too_deep", 0, {"limit": MAX_DEPTH})
    return tree


class _Parser:
    """Operands that are complete, and what waits for the next one.

    `waiting` are operators as (rank, sign, offset); what encloses has rank 0: a bracket, `?`, `:` or the bottom.
    `opened` are the brackets as (sign, function, offset, operands before its first).
    """

    __slots__ = ("opened", "operands", "tokens", "waiting")

    def __init__(self, text: str) -> None:
        self.tokens = Tokens(text)
        self.operands: list[Node] = []
        self.waiting: list[tuple[int, str, int]] = [(0, "", 0)]
        self.opened: list[tuple[str, str, int, int]] = []

    def tree(self) -> Node:
        tokens = self.tokens
        while tokens.kind != "end" or self.waiting[-1][1] or not self.operands:
            if self._operand():
                self._behind()
        return self.operands[0]

    def _operand(self) -> bool:
        """Read up to the end of an operand; False if another must be read first."""
        tokens = self.tokens
        kind, word, at = tokens.kind, tokens.word, tokens.at
        if kind == "name":
            tokens.advance()
            if tokens.word == "(":
                return self._open("call", word, at)
            self._complete()
            self.operands.append(make.name(word, at))
            return True
        if kind == "sign":
            if word in ("!", "-"):
                self.waiting.append((UNARY, word, at))
                tokens.advance()
                return False
            if word in ("(", "["):
                return self._open(word, "", at)
        if kind in ("sign", "end"):
            self._stop()
        tokens.advance()
        self._complete()
        self.operands.append(make.literal(kind, word, at))
        return True

    def _behind(self) -> None:
        """What follows an operand, up to the operator that asks for the next one, or the end."""
        tokens = self.tokens
        while True:
            sign, at = tokens.word, tokens.at
            if sign == ".":
                if self._member():
                    continue
                return
            while self.waiting[-1][0] == UNARY:
                _, operator, offset = self.waiting.pop()
                self.operands[-1] = Unary(operator, self.operands[-1], offset)
            if rank := RANKS.get(sign):
                self._join(rank + (rank == COMPARED))
                if self.waiting[-1][0] == rank == COMPARED:
                    self._stop()  # a < b < c
                self.waiting.append((rank, sign, at))
            elif sign in ("?", ":"):
                self._join(1)
                if (self.waiting[-1][1] == "?") != (sign == ":"):
                    self._stop()
                if sign == ":":
                    self.waiting.pop()
                self.waiting.append((0, sign, at))
            else:
                self._choose()
                if sign == "":
                    return
                if sign != ",":
                    self._close(sign)
                    continue
                if not self.opened or self.opened[-1][0] == "(":
                    self._stop()
            tokens.advance()
            return

    def _member(self) -> bool:
        """`.name`; False if it opens a bracket whose inside must be read first."""
        tokens = self.tokens
        tokens.advance()
        if tokens.kind != "name":
            self._stop()
        name, at = tokens.word, tokens.at
        tokens.advance()
        if tokens.word == "(":
            return self._open("method", name, at)
        self._complete()
        self.operands[-1] = Member(self.operands[-1], name, at)
        return True

    def _open(self, sign: str, function: str, at: int) -> bool:
        """A bracket; True if it is closed at once."""
        self.opened.append((sign, function, at, len(self.operands)))
        self.waiting.append((0, sign, at))
        self.tokens.advance()
        closing = "" if sign == "(" else "]" if sign == "[" else ")"
        if closing and self.tokens.word == closing:
            self._close(closing)
            return True
        return False

    def _close(self, sign: str) -> None:
        """The end of a bracket: what it encloses becomes one operand."""
        if not self.opened or (self.opened[-1][0] == "[") != (sign == "]"):
            self._stop()
        kind, function, at, before = self.opened.pop()
        self.waiting.pop()
        self.tokens.advance()
        self._complete()
        if kind == "(":
            return
        inside = tuple(self.operands[before:])
        del self.operands[before:]
        if kind == "method":
            self.operands.append(make.macro(self.operands.pop(), function, inside, at))
        else:
            self.operands.append(make.items(inside, at) if kind == "[" else make.call(function, inside, at))

    def _join(self, rank: int) -> None:
        """Make nodes of the operators that bind at least as tightly."""
        while self.waiting[-1][0] >= rank:
            _, operator, offset = self.waiting.pop()
            right = self.operands.pop()
            self.operands[-1] = Binary(operator, self.operands[-1], right, offset)

    def _choose(self) -> None:
        """Make conditionals of all that a bracket, a comma or the end completes."""
        self._join(1)
        while self.waiting[-1][1] == ":":
            self.waiting.pop()
            condition, then, otherwise = self.operands[-3:]
            self.operands[-3:] = [make.conditional(condition, then, otherwise)]
        if self.waiting[-1][1] == "?":
            self._stop()

    def _complete(self) -> None:
        """An operand has ended: only some signs may follow."""
        if self.tokens.word not in BEHIND:
            self._stop()

    def _stop(self) -> NoReturn:
        raise slip(self.tokens.text, self.tokens.at)
