"""Tree to Python source, one form after the other. Only sound trees come here; the rest is for the walk."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ..model.expression import Binary, Call, Conditional, Items, Literal, Macro, Member, Name, Node, Unary
from ..model.types import CollectionType, DurationType, IntegerType, ListType, NumberType, RecordType, Type
from .code import Code, Reckoner, Unfit
from .constants import constant
from .kinds import is_whole, kind
from .scope import TAKEN, TODAY, Scope
from .unparse import unparse

if TYPE_CHECKING:
    from collections.abc import Mapping

_PYTHON = {"&&": "and", "||": "or"}
_READERS = {
    "boolean": "boolean",
    "date": "day",
    "word": "word",
    "unit": "word",
    "party": "word",
    "case": "word",
}
_LET = """\
def {function}(E):
    found = E.lets.get({name!r})
    if found is None:
        D, T, P = E.data.get, E.taken.get, E.parameters.get
        found = E.lets[{name!r}] = {body}
    return found
"""


class Emitter(Reckoner):
    """Collects the functions and constants that one expression needs."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope
        self.functions: list[str] = []
        self.lets: dict[str, Code] = {}
        self.walks: dict[str, str] = {}

    def result(self, node: Node, type_: Type) -> str:
        """Source of the value in the form that callers see."""
        code = self.emit(node, {})
        if code.read:
            return f"decimal({code.read})"
        if kind(type_) != "number":
            return code.source
        if code.over is None:
            return f"present({code.source})"
        if is_whole(type_):
            return self.whole(code)
        return f"show({code.source}, {code.over})"

    def emit(self, node: Node, bound: Mapping[str, Code]) -> Code:
        fixed = constant(node)
        if fixed is not None:
            return Code(f"({fixed.numerator})" if fixed < 0 else str(fixed.numerator), fixed.denominator)
        match node:
            case Literal(value=date() as day):
                return Code(self.constant(day))
            case Literal(value=value):
                return Code(repr(value))
            case Name():
                return self.name(node, bound)
            case Member():
                return self.member(node, bound)
            case Unary(operator="!", operand=operand):
                return Code(f"(not {self.emit(operand, bound).source})")
            case Unary(operand=operand):
                code = self.emit(operand, bound)
                return Code(f"(-{code.source})", code.over)
            case Binary():
                return self.binary(node, bound)
            case Conditional(condition=condition, then=then, otherwise=otherwise):
                a, b = self.level(self.emit(then, bound), self.emit(otherwise, bound))
                return Code(f"({a.source} if {self.emit(condition, bound).source} else {b.source})", a.over)
            case Items(items=items):
                return Code("", items=self.even([self.emit(item, bound) for item in items]))
            case Call():
                return self.call(node, bound)
            case Macro():
                return self.macro(node, bound)

    def read(self, source: str, type_: Type | None) -> Code:
        """A value of the data, checked and made ready for reckoning."""
        match type_:
            case NumberType(scale=scale):
                return Code(f"number({source}, {10**scale})", 10**scale, read=source)
            case IntegerType() | DurationType():
                return Code(f"whole({source})")
            case RecordType() | ListType() | CollectionType():
                return Code(source, raw=type_)
            case None:
                raise Unfit
        reader = _READERS.get(kind(type_))
        if reader is None:
            raise Unfit
        return Code(f"{reader}({source})")

    def name(self, node: Name, bound: Mapping[str, Code]) -> Code:
        if node.name in bound:
            found = bound[node.name]
            return self.read(found.source, found.raw) if found.raw is not None else found
        known = self.scope.names[node.name]
        match known.kind:
            case "today":
                return Code(f"day(E.{TODAY})")
            case "let":
                return self.let(node.name)
            case "parameter":
                return self.read(f"P({node.name!r})", known.type)
            case "link" if isinstance(known.type, IntegerType):
                return Code(f"counted(E.links.get({node.name!r}), {known.type.maximum})")
            case "link":
                return self.read(f"E.links.get({node.name!r})", known.type)
            case _:
                return self.read(f"D({node.name!r})", known.type)

    def let(self, name: str) -> Code:
        """A let is a function of its own, evaluated once an environment."""
        if name not in self.lets:
            code = self.emit(self.scope.lets[name].tree, {})
            if code.raw is not None or code.items:
                return code
            function = f"L{len(self.lets)}"
            self.functions.append(_LET.format(function=function, name=name, body=code.source))
            self.lets[name] = Code(f"{function}(E)", code.over)
        return self.lets[name]

    def member(self, node: Member, bound: Mapping[str, Code]) -> Code:
        if node.of == Name(TAKEN):
            known = (self.scope.taken or {})[node.name]
            return self.read(f"T({node.name!r})", known.type)
        owner = self.emit(node.of, bound)
        if not isinstance(owner.raw, RecordType):
            raise Unfit
        return self.read(f"{owner.source}.get({node.name!r})", owner.raw.fields[node.name].type)

    def binary(self, node: Binary, bound: Mapping[str, Code]) -> Code:
        left, right, operator = self.emit(node.left, bound), self.emit(node.right, bound), node.operator
        match operator:
            case "in":
                return self.inside(left, right)
            case "*":
                factor = constant(node.left)
                if factor is not None:
                    return self.scaled(right, factor)
                factor = constant(node.right)
                if factor is None:
                    raise Unfit
                return self.scaled(left, factor)
            case "/":
                divisor = constant(node.right)
                if not divisor:
                    raise Unfit
                return self.scaled(left, 1 / divisor)
            case _:
                a, b = self.level(left, right)
                over = a.over if operator in "+-" else 1
                return Code(f"({a.source} {_PYTHON.get(operator, operator)} {b.source})", over)

    def inside(self, sought: Code, where: Code) -> Code:
        if where.items:
            level = self.even([sought, *where.items])
            items = "".join(f"{code.source}, " for code in level[1:])
            return Code(f"({level[0].source} in ({items}))")
        match where.raw:
            case CollectionType():
                return Code(f"({sought.source} in keyed({where.source}))")
            case ListType(items=items_type):
                item, sought = self.level(self.read("i", items_type), sought)
                return Code(f"({sought.source} in [{item.source} for i in listed({where.source})])")
        raise Unfit

    def call(self, node: Call, bound: Mapping[str, Code]) -> Code:
        if node.function == "has":
            return self.has(node.arguments[0], bound)
        codes = [self.emit(argument, bound) for argument in node.arguments]
        match node.function:
            case "size":
                return self.size(codes[0])
            case "round" | "floor":
                digits = constant(node.arguments[1])
                if digits is None:
                    raise Unfit
                return self.rounded(node.function, codes[0], 10 ** int(digits))
            case "months":
                return Code(f"add_months({codes[0].source}, {self.whole(codes[1])})")
            case "days":
                return Code(f"add_days({codes[0].source}, {self.whole(codes[1])})")
            case "days_between":
                return Code(f"days_between({codes[0].source}, {codes[1].source})")
            case "working_days":
                return Code(f"E.calendar.working_days({codes[0].source}, {codes[1].source})")
            case "add_working_days":
                return Code(f"E.calendar.add_working_days({codes[0].source}, {self.whole(codes[1])})")
        raise Unfit

    def has(self, node: Node, bound: Mapping[str, Code]) -> Code:
        match node:
            case Name(name=name):
                where = "P" if self.scope.names[name].kind == "parameter" else "D"
                return Code(f"({where}({name!r}) is not None)")
            case Member(of=Name(name="taken"), name=name):
                return Code(f"(T({name!r}) is not None)")
            case Member(of=of, name=name):
                return Code(f"({self.emit(of, bound).source}.get({name!r}) is not None)")
        raise Unfit

    def size(self, code: Code) -> Code:
        if code.items:
            raise Unfit
        if isinstance(code.raw, CollectionType):
            return Code(f"len(keyed({code.source}))")
        return Code(f"length({code.source})")

    def macro(self, node: Macro, bound: Mapping[str, Code]) -> Code:
        of = self.emit(node.of, bound)
        variable = f"v{len(bound)}"
        match of.raw:
            case CollectionType(record=record):
                walked, element = f"records({of.source})", Code(variable, raw=record)
            case ListType(items=items):
                walked, element = f"listed({of.source})", Code(variable, raw=items)
            case _:
                if not of.items:
                    raise Unfit
                walked = "({})".format("".join(f"{code.source}, " for code in of.items))
                element = Code(variable, of.items[0].over)
        body = self.emit(node.body, {**bound, node.variable: element})
        each = f"{body.source} for {variable} in {walked}"
        ratio = body.over is None
        match node.function:
            case "all":
                return Code(f"all({each})")
            case "exists":
                return Code(f"any({each})")
        listed = f"[{each}]" if bound else self.walked(node, each)
        match node.function:
            case "mean":
                return Code(f"mean_of_ratios({listed})" if ratio else f"mean({listed}, {body.over})", None)
            case "sum":
                return Code(f"sum_of_ratios({listed})" if ratio else f"sum({listed})", body.over)
            case _:
                return Code(f"{node.function}({listed})", body.over)

    def walked(self, node: Macro, each: str) -> str:
        """What is reckoned of each item: once an environment, whichever guards and lets ask for its sum or its mean."""
        name = f"{unparse(node.of)} {node.variable}: {unparse(node.body)}"  # no let is called so
        if name not in self.walks:
            self.walks[name] = f"W{len(self.walks)}"
            self.functions.append(_LET.format(function=self.walks[name], name=name, body=f"[{each}]"))
        return f"{self.walks[name]}(E)"
