"""What a literal, a call, a list stand for as nodes; raises GuardSyntaxError where they stand for nothing."""

import re
from datetime import date
from decimal import Decimal
from unicodedata import normalize

from ..model.expression import Binary, Call, Conditional, Items, Literal, Macro, Member, Name, Node
from ..model.types import DIGITS, LIST_LIMIT
from .faults import GuardSyntaxError
from .slips import FORMS, WORDS

ESCAPE = re.compile(r"\\(.)")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def literal(kind: str, word: str, offset: int) -> Literal:
    """A number or a text."""
    if kind == "string":
        return Literal(normalize("NFC", ESCAPE.sub(r"\1", word[1:-1])), offset)
    if len(word) - (kind == "decimal") > DIGITS:
        raise GuardSyntaxError("too_many_digits", offset, {"limit": DIGITS})
    return Literal(int(word) if kind == "integer" else Decimal(word), offset)


def name(word: str, offset: int) -> Node:
    """A name, or a truth value."""
    if word in ("true", "false"):
        return Literal(word == "true", offset)
    if word in WORDS:
        raise GuardSyntaxError(WORDS[word], offset, {"word": word})
    return Name(word, offset)


def items(given: tuple[Node, ...], offset: int) -> Node:
    """A list written out."""
    if not given:
        raise GuardSyntaxError("empty_list", offset)
    if len(given) > LIST_LIMIT:
        raise GuardSyntaxError("long_list", offset, {"limit": LIST_LIMIT})
    return Items(given, offset)


def call(function: str, arguments: tuple[Node, ...], offset: int) -> Node:
    """`f(a, b)`; a date is a constant."""
    if function in WORDS:
        raise GuardSyntaxError(WORDS[function], offset, {"word": function})
    if function == "date":
        return _date(arguments, offset)
    return Call(function, arguments, offset)


def macro(of: Node, function: str, arguments: tuple[Node, ...], offset: int) -> Node:
    """`list.f(x, …)`."""
    match arguments:
        case (Name(name=variable), body):
            return Macro(of, function, variable, body, offset)
    raise GuardSyntaxError(FORMS.get(function, "macro_form"), offset, {"function": function})


def conditional(condition: Node, then: Node, otherwise: Node) -> Node:
    """`a ? b : c`, which stands where its condition begins."""
    return Conditional(condition, then, otherwise, _start(condition))


def _start(node: Node) -> int:
    """The first character of a node, going down its left edge."""
    while True:
        match node:
            case Binary(left=inner) | Conditional(condition=inner) | Member(of=inner) | Macro(of=inner):
                node = inner
            case _:
                return node.offset


def _date(arguments: tuple[Node, ...], offset: int) -> Node:
    match arguments:
        case (Literal(value=str(text)),):
            try:
                if DAY.fullmatch(text):
                    return Literal(date.fromisoformat(text), offset)
            except ValueError:
                pass
            raise GuardSyntaxError("bad_date", offset, {"text": text})
        case _:
            raise GuardSyntaxError("date_form", offset)
