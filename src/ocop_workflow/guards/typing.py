"""Which type an expression has where it stands, and everything that is wrong with it. Never raises."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ..model.expression import Binary, Call, Conditional, Items, Literal, Macro, Member, Name, Node, Unary
from ..model.types import (
    LIST_LIMIT,
    BooleanType,
    CollectionType,
    DateType,
    DurationType,
    EnumType,
    IntegerType,
    ListType,
    RecordType,
    StringType,
    Type,
)
from .bound import COST_LIMIT, DEPTH_LIMIT, cost, whole_depth
from .constants import constant
from .exact import digits_behind, fraction, scale_of
from .faults import Fault, advice
from .functions import CALLABLE, DATE, DAYS, FUNCTIONS, MACROS, SPECIAL, Signature
from .kinds import INEXACT, Range, kind, kind_text, range_of, type_of_range
from .scope import TAKEN, TODAY, Known, Scope

MAX_ROUND = 15
_BOOLEAN = BooleanType()
_DATE = DateType()


def infer(node: Node, scope: Scope) -> tuple[Type | None, list[Fault]]:
    """The type (None where it cannot be told) and all faults, in the order of the text."""
    depth = whole_depth(node, scope)
    if depth > DEPTH_LIMIT:
        return None, [Fault("too_deep", 0, {"limit": DEPTH_LIMIT})]
    inference = _Inference()
    found = inference.type(node, scope)
    faults = sorted(inference.faults, key=lambda fault: fault.offset)
    steps = cost(node, scope)
    if steps > COST_LIMIT:
        faults.append(Fault("too_costly", 0, {"steps": steps, "limit": COST_LIMIT}))
    return found, faults


def target_of_has(node: Node, scope: Scope) -> tuple[str, Known] | None:
    """The path and the meaning of what `has(…)` may ask about: a field of the data, the payload or a record."""
    match node:
        case Name(name=name):
            known = scope.names.get(name)
            return (name, known) if known and known.kind in ("data", "parameter") else None
        case Member(of=Name(name="taken"), name=name):
            known = (scope.taken or {}).get(name)
            return (f"{TAKEN}.{name}", known) if known else None
        case Member(of=of, name=name):
            owner, faults = infer_plain(of, scope)
            if isinstance(owner, RecordType) and name in owner.fields and not faults:
                field = owner.fields[name]
                of_path = path(of)
                known = Known("record", field.type, unset=field.optional, personal=field.personal)
                return f"{of_path}.{name}", known
    return None


def infer_plain(node: Node, scope: Scope) -> tuple[Type | None, list[Fault]]:
    """As `infer`, for a part of an expression whose bounds are judged with the whole."""
    inference = _Inference()
    return inference.type(node, scope), inference.faults


def path(node: Node) -> str | None:
    """`a.b.c` for a chain of members over a name; None for anything else."""
    names: list[str] = []
    while isinstance(node, Member):
        names.append(node.name)
        node = node.of
    return ".".join(reversed([*names, node.name])) if isinstance(node, Name) else None


class _Inference:
    """One pass over one tree."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, code: str, node: Node, **values: object) -> None:
        self.faults.append(Fault(code, node.offset, values))

    def type(self, node: Node, scope: Scope) -> Type | None:
        match node:
            case Literal():
                return self.literal(node)
            case Name():
                return self.name(node, scope)
            case Member():
                return self.member(node, scope)
            case Unary():
                return self.unary(node, scope)
            case Binary():
                return self.binary(node, scope)
            case Conditional():
                return self.conditional(node, scope)
            case Items():
                return self.items(node, scope)
            case Call():
                return self.call(node, scope)
            case Macro():
                return self.macro(node, scope)

    def literal(self, node: Literal) -> Type | None:
        match node.value:
            case bool():
                return _BOOLEAN
            case int() as number:
                return IntegerType(number, number)
            case Decimal() as number:
                value = fraction(number) or Fraction(0)
                return type_of_range(Range(False, scale_of(number), value, value))
            case str() as word:
                return EnumType((word,))
            case date():
                return _DATE

    def name(self, node: Name, scope: Scope) -> Type | None:
        if node.name == TAKEN:
            self.fault("taken_alone" if scope.taken is not None else "no_taken", node)
            return None
        known = scope.names.get(node.name)
        if known is None:
            self.fault("unknown_name", node, name=node.name, advice=advice(node.name, _names(scope)))
            return None
        if known.personal:
            self.fault("personal", node, name=node.name)
            return None
        if known.kind == "let" and node.name in scope.lets and scope.lets[node.name].fault:
            self.fault(str(scope.lets[node.name].fault), node, name=node.name, limit=DEPTH_LIMIT)
        return known.type

    def member(self, node: Member, scope: Scope) -> Type | None:
        if node.of == Name(TAKEN):
            return self.taken(node, scope)
        owner = self.type(node.of, scope)
        if owner is None:
            return None
        if not isinstance(owner, RecordType):
            self.fault("not_a_record", node, name=node.name, found=kind_text(owner))
            return None
        field = owner.fields.get(node.name)
        if field is None:
            self.fault("unknown_field", node, name=node.name, advice=advice(node.name, list(owner.fields)))
            return None
        if field.personal:
            self.fault("personal", node, name=node.name)
            return None
        return field.type

    def taken(self, node: Member, scope: Scope) -> Type | None:
        if scope.taken is None:
            self.fault("no_taken", node)
            return None
        known = scope.taken.get(node.name)
        if known is None:
            self.fault("unknown_taken", node, name=node.name, advice=advice(node.name, list(scope.taken)))
            return None
        if known.personal:
            self.fault("personal", node, name=node.name)
            return None
        return known.type

    def unary(self, node: Unary, scope: Scope) -> Type | None:
        found = self.type(node.operand, scope)
        if node.operator == "!":
            self.want(found, "boolean", node, node.operator)
            return _BOOLEAN
        numbers = self.number(found, node, node.operator)
        if numbers is None:
            return None
        return type_of_range(Range(numbers.whole, numbers.scale, -numbers.high, -numbers.low))

    def want(self, found: Type | None, wanted: str, node: Node, what: str) -> bool:
        """Whether the type is of the wanted kind; a fault at `node` if it is another one."""
        if found is None:
            return False
        if kind(found) != wanted:
            self.fault("wrong_kind", node, what=what, wanted=kind_text(wanted), found=kind_text(found))
            return False
        return True

    def number(self, found: Type | None, node: Node, what: str) -> Range | None:
        return range_of(found) if found is not None and self.want(found, "number", node, what) else None

    def binary(self, node: Binary, scope: Scope) -> Type | None:
        left, right = self.type(node.left, scope), self.type(node.right, scope)
        match node.operator:
            case "&&" | "||":
                for found in (left, right):
                    self.want(found, "boolean", node, node.operator)
                return _BOOLEAN
            case "==" | "!=":
                self.comparable(node, left, right)
                return _BOOLEAN
            case "<" | "<=" | ">" | ">=":
                if self.comparable(node, left, right) and left is not None and kind(left) not in ("number", "date"):
                    self.fault("no_order", node, operator=node.operator, found=kind_text(left))
                return _BOOLEAN
            case "in":
                self.inside(node, left, right)
                return _BOOLEAN
            case _:
                return self.arithmetic(node, left, right)

    def comparable(self, node: Binary, left: Type | None, right: Type | None) -> bool:
        if left is None or right is None:
            return False
        kinds = {kind(left), kind(right)}
        allowed = len(kinds) == 1 or kinds in ({"word", "unit"}, {"word", "party"})
        if not allowed:
            self.fault("incomparable", node, left=kind_text(left), right=kind_text(right), operator=node.operator)
            return False
        if kinds & {"document", "record", "list", "collection"}:
            self.fault("no_equality", node, found=kind_text(left))
            return False
        self.values(node.left, right)
        self.values(node.right, left)
        if _disjoint(left, right) and not (_words(node.left) or _words(node.right)):
            self.fault("never_equal", node)
        return True

    def values(self, side: Node, other: Type) -> None:
        """Every word written out on one side must be a value of the other side's enum."""
        if not isinstance(other, EnumType):
            return
        for word in _words(side):
            if word.value not in other.values:
                near = advice(str(word.value), list(other.values))
                self.fault("unknown_value", word, value=word.value, values=", ".join(other.values), advice=near)

    def inside(self, node: Binary, left: Type | None, right: Type | None) -> None:
        if right is None:
            return
        match right:
            case ListType(items=items, maximum=maximum):
                if maximum > LIST_LIMIT:
                    self.fault("list_limit", node, maximum=maximum, limit=LIST_LIMIT)
                self.comparable(Binary("==", node.left, node.right, node.offset), left, items)
            case CollectionType():
                if left is not None and kind(left) not in ("word", "party", "unit"):
                    self.fault("wrong_key", node, found=kind_text(left))
            case _:
                self.fault("not_a_list", node, what="in", found=kind_text(right))

    def arithmetic(self, node: Binary, left: Type | None, right: Type | None) -> Type | None:
        if any(found is not None and kind(found) == "date" for found in (left, right)):
            self.fault("date_arithmetic", node, operator=node.operator)
            return None
        a, b = self.number(left, node, node.operator), self.number(right, node, node.operator)
        if a is None or b is None:
            return None
        match node.operator:
            case "+":
                return _range(a, b, (a.low + b.low, a.high + b.high))
            case "-":
                return _range(a, b, (a.low - b.high, a.high - b.low))
            case "*":
                factor = constant(node.right) if constant(node.left) is None else constant(node.left)
                if factor is None:
                    self.fault("product_of_variables", node)
                    return None
                products = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
                scale = INEXACT if INEXACT in (a.scale, b.scale) else a.scale + b.scale
                return type_of_range(Range(a.whole and b.whole, scale, min(products), max(products)))
            case _:
                return self.quotient(node, a)

    def quotient(self, node: Binary, a: Range) -> Type | None:
        divisor = constant(node.right)
        if not divisor:
            self.fault("division_by_variable" if divisor is None else "division_by_zero", node)
            return None
        more = digits_behind(1 / divisor)
        scale = INEXACT if more is None or a.scale == INEXACT else a.scale + more
        bounds = (a.low / divisor, a.high / divisor)
        return type_of_range(Range(False, scale, min(bounds), max(bounds)))

    def conditional(self, node: Conditional, scope: Scope) -> Type | None:
        self.want(self.type(node.condition, scope), "boolean", node, "?:")
        then, otherwise = self.type(node.then, scope), self.type(node.otherwise, scope)
        if then is None or otherwise is None:
            return None
        if kind(then) in ("list", "collection", "record"):
            self.fault("no_choice", node, found=kind_text(then))
            return None
        joined = _join(then, otherwise)
        if joined is None:
            self.fault("branch_kinds", node, left=kind_text(then), right=kind_text(otherwise))
        return joined

    def items(self, node: Items, scope: Scope) -> Type | None:
        joined: Type | None = None
        for number, item in enumerate(node.items):
            found = self.type(item, scope)
            if found is None:
                return None
            if kind(found) in ("list", "collection", "record"):
                self.fault("no_choice", item, found=kind_text(found))
                return None
            both = found if number == 0 else joined and _join(joined, found)
            if both is None and joined is not None:
                self.fault("item_kinds", item, left=kind_text(joined), right=kind_text(found))
                return None
            joined = both
        return joined and ListType(joined, len(node.items))

    def call(self, node: Call, scope: Scope) -> Type | None:
        signature = FUNCTIONS.get(node.function)
        if signature:
            return self.dates(node, signature, scope)
        if node.function not in SPECIAL:
            self.unknown_function(node)
            for argument in node.arguments:
                self.type(argument, scope)
            return None
        wanted = 2 if node.function in ("round", "floor") else 1
        if len(node.arguments) != wanted:
            self.fault("arguments", node, function=node.function, form=SPECIAL[node.function])
            return None
        match node.function:
            case "has":
                self.has(node, scope)
                return _BOOLEAN
            case "size":
                return self.size(node, scope)
            case _:
                return self.rounded(node, scope)

    def unknown_function(self, node: Call) -> None:
        if node.function in MACROS:
            self.fault("macro_as_call", node, function=node.function)
        else:
            self.fault("unknown_function", node, name=node.function, advice=advice(node.function, CALLABLE))

    def has(self, node: Call, scope: Scope) -> None:
        (argument,) = node.arguments
        found = target_of_has(argument, scope)
        if found is None:
            before = len(self.faults)
            if isinstance(argument, Name | Member):
                self.type(argument, scope)
            if len(self.faults) == before:
                self.fault("has_form", node)
        elif found[1].personal:
            self.fault("personal", argument, name=found[0])
        elif isinstance(found[1].type, CollectionType):
            self.fault("has_collection", node, name=found[0])

    def size(self, node: Call, scope: Scope) -> Type | None:
        found = self.type(node.arguments[0], scope)
        match found:
            case None:
                return IntegerType(0, LIST_LIMIT)
            case ListType(maximum=maximum) | CollectionType(maximum=maximum):
                return IntegerType(0, maximum)
            case _:
                self.fault("not_a_list", node, what="size", found=kind_text(found))
                return None

    def rounded(self, node: Call, scope: Scope) -> Type | None:
        value, digits = node.arguments
        numbers = self.number(self.type(value, scope), node, node.function)
        if not (isinstance(digits, Literal) and type(digits.value) is int and 0 <= digits.value <= MAX_ROUND):
            self.fault("digits", digits, function=node.function, limit=MAX_ROUND)
            return None
        if numbers is None:
            return None
        step = Fraction(1, 10**digits.value)
        low, high = numbers.low // step * step, -(-numbers.high // step) * step
        return type_of_range(Range(digits.value == 0, digits.value, low, high))

    def dates(self, node: Call, signature: Signature, scope: Scope) -> Type | None:
        if len(node.arguments) != len(signature.takes):
            self.fault("arguments", node, function=node.function, form=signature.form)
            return _DATE if signature.gives == DATE else IntegerType(-DAYS, DAYS)
        for argument, wanted in zip(node.arguments, signature.takes, strict=True):
            found = self.type(argument, scope)
            if wanted == DATE:
                self.want(found, "date", argument, node.function)
            elif self.number(found, argument, node.function) and not isinstance(found, IntegerType | DurationType):
                self.fault("not_whole", argument, function=node.function)
            if isinstance(found, DurationType) and found.unit != signature.unit:
                self.fault("duration_unit", argument, function=node.function, unit=found.unit)
        return _DATE if signature.gives == DATE else IntegerType(-DAYS, DAYS)

    def macro(self, node: Macro, scope: Scope) -> Type | None:
        if node.function not in MACROS:
            self.fault("unknown_macro", node, name=node.function, advice=advice(node.function, list(MACROS)))
            return None
        of = self.type(node.of, scope)
        if node.variable in scope.names or node.variable in (TAKEN, TODAY):
            self.fault("name_taken", node, name=node.variable)
        element: Type | None = None
        most = LIST_LIMIT
        match of:
            case None:
                pass
            case ListType(items=items, maximum=maximum):
                element, most = items, maximum
            case CollectionType(record=record, maximum=maximum):
                element, most = record, maximum
            case _:
                self.fault("not_a_list", node, what=node.function, found=kind_text(of))
        if most > LIST_LIMIT:
            self.fault("list_limit", node, maximum=most, limit=LIST_LIMIT)
        body = self.type(node.body, scope.with_variable(node.variable, element))
        return self.aggregate(node, body, most)

    def aggregate(self, node: Macro, body: Type | None, most: int) -> Type | None:
        if node.function in ("all", "exists"):
            self.want(body, "boolean", node, node.function)
            return _BOOLEAN
        if body is None:
            return None
        if node.function in ("min", "max") and kind(body) == "date":
            return body
        numbers = self.number(body, node, node.function)
        if numbers is None:
            return None
        match node.function:
            case "sum":
                low, high = min(numbers.low * most, Fraction(0)), max(numbers.high * most, Fraction(0))
                return type_of_range(Range(numbers.whole, numbers.scale, low, high))
            case "mean":
                return type_of_range(Range(False, INEXACT, numbers.low, numbers.high))
            case _:
                return type_of_range(numbers)


def _range(a: Range, b: Range, bounds: tuple[Fraction, Fraction]) -> Type:
    return type_of_range(Range(a.whole and b.whole, max(a.scale, b.scale), *bounds))


def _join(one: Type, other: Type) -> Type | None:
    a, b = range_of(one), range_of(other)
    if a and b:
        return type_of_range(a.join(b))
    if isinstance(one, EnumType) and isinstance(other, EnumType):
        return EnumType(tuple(dict.fromkeys((*one.values, *other.values))))
    if kind(one) != kind(other):
        return None
    return StringType() if kind(one) == "word" else one


def _disjoint(left: Type, right: Type) -> bool:
    return isinstance(left, EnumType) and isinstance(right, EnumType) and not set(left.values) & set(right.values)


def _words(node: Node) -> list[Literal]:
    """The words written out that a side can be."""
    match node:
        case Literal(value=str()):
            return [node]
        case Conditional(then=then, otherwise=otherwise):
            return _words(then) + _words(otherwise)
        case Items(items=items):
            return [word for item in items for word in _words(item)]
        case _:
            return []


def _names(scope: Scope) -> list[str]:
    known: Iterable[str] = (name for name, meaning in scope.names.items() if not meaning.personal)
    return [*known, TODAY, "true", "false"]
