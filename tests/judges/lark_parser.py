"""The judge of parsing: lark with the grammar as it stands, and nodes made as lark reduces its rules."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from unicodedata import normalize

from ocop_workflow.guards.faults import GuardSyntaxError
from ocop_workflow.guards.slips import FORMS, WORDS, slip
from ocop_workflow.guards.tree import depth
from ocop_workflow.model.expression import (
    Binary,
    Call,
    Conditional,
    Items,
    Literal,
    Macro,
    Member,
    Name,
    Node,
    Unary,
)
from ocop_workflow.model.types import DIGITS, LIST_LIMIT

if TYPE_CHECKING:
    from lark import Lark, Token

MAX_LENGTH = 1_000
MAX_DEPTH = 60


def parse(text: str) -> Node:
    """The tree of an expression; raises GuardSyntaxError, with the place, and nothing else."""
    from lark.exceptions import (  # loaded with the first expression, not before
        UnexpectedInput,
        UnexpectedToken,
    )

    if len(text) > MAX_LENGTH:
        raise GuardSyntaxError("too_long_text", MAX_LENGTH, {"limit": MAX_LENGTH})
    try:
        tree: Node = _parser().parse(text)  # type: ignore[assignment]  # the builder returns nodes, not lark's trees
    except UnexpectedInput as error:
        ended = isinstance(error, UnexpectedToken) and error.token.type == "$END"
        place = len(text) if ended else int(getattr(error, "pos_in_stream", 0))
        raise slip(text, place) from None
    if depth(tree) > MAX_DEPTH:
        raise GuardSyntaxError("too_deep", 0, {"limit": MAX_DEPTH})
    return tree


@cache
def _parser() -> Lark:
    from lark import Lark

    grammar = files("ocop_workflow.guards").joinpath("grammar.lark").read_text("utf-8")
    return Lark(grammar, start="expression", parser="lalr", lexer="basic", transformer=_Builder())


class _Builder:
    """Makes nodes as lark reduces its rules, so that no deep tree is ever walked by recursion here."""

    def name(self, children: list[Token]) -> Node:
        word = children[0]
        if word in ("true", "false"):
            return Literal(word == "true", _at(word))
        if word in WORDS:
            raise GuardSyntaxError(WORDS[word], _at(word), {"word": str(word)})
        return Name(str(word), _at(word))

    def integer(self, children: list[Token]) -> Node:
        return Literal(int(_digits(children[0])), _at(children[0]))

    def decimal(self, children: list[Token]) -> Node:
        return Literal(Decimal(_digits(children[0])), _at(children[0]))

    def string(self, children: list[Token]) -> Node:
        token = children[0]
        return Literal(normalize("NFC", re.sub(r"\\(.)", r"\1", token[1:-1])), _at(token))

    def arguments(self, children: list[Node]) -> list[Node]:
        return children

    def items(self, children: list[object]) -> Node:
        opening, given = children
        offset = _at(opening)
        if not given:
            raise GuardSyntaxError("empty_list", offset)
        items = _nodes(given)
        if len(items) > LIST_LIMIT:
            raise GuardSyntaxError("long_list", offset, {"limit": LIST_LIMIT})
        return Items(items, offset)

    def unary(self, children: list[object]) -> Node:
        operator, operand = children
        return Unary(str(operator), operand, _at(operator))  # type: ignore[arg-type]

    def binary(self, children: list[object]) -> Node:
        left, operator, right = children
        return Binary(str(operator), left, right, _at(operator))  # type: ignore[arg-type]

    def conditional(self, children: list[Node]) -> Node:
        condition, then, otherwise = children
        return Conditional(condition, then, otherwise, _start(condition))

    def member(self, children: list[object]) -> Node:
        of, name = children
        return Member(of, str(name), _at(name))  # type: ignore[arg-type]

    def call(self, children: list[object]) -> Node:
        token, given = children
        name, offset, arguments = str(token), _at(token), _nodes(given)
        if name in WORDS:
            raise GuardSyntaxError(WORDS[name], offset, {"word": name})
        if name == "date":
            return _date(arguments, offset)
        return Call(name, arguments, offset)

    def method(self, children: list[object]) -> Node:
        of, token, given = children
        name, offset, arguments = str(token), _at(token), _nodes(given)
        match arguments:
            case (Name(name=variable), body):
                return Macro(of, name, variable, body, offset)  # type: ignore[arg-type]
        raise GuardSyntaxError(FORMS.get(name, "macro_form"), offset, {"function": name})


def _at(token: object) -> int:
    return int(getattr(token, "start_pos", 0) or 0)


def _nodes(given: object) -> tuple[Node, ...]:
    return tuple(given) if isinstance(given, list) else ()


def _start(node: Node) -> int:
    """The first character of a node, going down its left edge."""
    while True:
        match node:
            case Binary(left=inner) | Conditional(condition=inner) | Member(of=inner) | Macro(of=inner):
                node = inner
            case _:
                return node.offset


def _digits(token: Token) -> str:
    if len(token) - ("." in token) > DIGITS:
        raise GuardSyntaxError("too_many_digits", _at(token), {"limit": DIGITS})
    return str(token)


def _date(arguments: tuple[Node, ...], offset: int) -> Node:
    match arguments:
        case (Literal(value=str(text)),):
            try:
                if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
                    return Literal(date.fromisoformat(text), offset)
            except ValueError:
                pass
            raise GuardSyntaxError("bad_date", offset, {"text": text})
        case _:
            raise GuardSyntaxError("date_form", offset)
