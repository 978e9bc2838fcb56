"""Tree to text, with the fewest brackets and one spelling."""

from datetime import date
from decimal import Decimal

from ..model.expression import Binary, Call, Conditional, Items, Literal, Macro, Member, Name, Node, Unary

# How tightly each form binds; a part that binds looser than its place asks for stands in brackets.
_CHOICE, _EITHER, _BOTH, _RELATION, _SUM, _PRODUCT, _UNARY, _ATOM = range(8)
_BINDS = {"||": _EITHER, "&&": _BOTH, "+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT}


def unparse(node: Node) -> str:
    """The text; parsing it gives the same tree (a negative number becomes a minus before a positive one)."""
    return _text(node)[0]


def _text(node: Node) -> tuple[str, int]:
    match node:
        case Literal(value=value):
            return _literal(value)
        case Name(name=name):
            return name, _ATOM
        case Member(of=of, name=name):
            return f"{_in(of, _ATOM)}.{name}", _ATOM
        case Unary(operator=operator, operand=operand):
            return f"{operator}{_in(operand, _UNARY)}", _UNARY
        case Binary(operator=operator, left=left, right=right):
            binds = _BINDS.get(operator, _RELATION)
            first = binds + 1 if binds == _RELATION else binds  # relations are not chained
            return f"{_in(left, first)} {operator} {_in(right, binds + 1)}", binds
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            return f"{_in(condition, _EITHER)} ? {_in(then, _EITHER)} : {_in(otherwise, _CHOICE)}", _CHOICE
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(map(unparse, arguments))})", _ATOM
        case Macro(of=of, function=function, variable=variable, body=body):
            return f"{_in(of, _ATOM)}.{function}({variable}, {unparse(body)})", _ATOM
        case Items(items=items):
            return f"[{', '.join(map(unparse, items))}]", _ATOM


def _in(node: Node, wanted: int) -> str:
    text, binds = _text(node)
    return text if binds >= wanted else f"({text})"


def _literal(value: int | Decimal | str | date) -> tuple[str, int]:
    match value:
        case bool():
            return str(value).lower(), _ATOM
        case int() | Decimal():
            text = str(value) if isinstance(value, int) else format(value, "f")
            return text, _UNARY if text.startswith("-") else _ATOM
        case str():
            escaped = value.replace("\\", "\\\\").replace("'", "\\'")
            return f"'{escaped}'", _ATOM
        case date():
            return f"date('{value.isoformat()}')", _ATOM
