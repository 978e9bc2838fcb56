"""Which type an expression has where it stands, and everything that is wrong with it. Never raises."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from ..model.expression import Binary, Call, Conditional, Items, Literal, Macro, Member, Name, Node, Unary
from ..model.types import (
    LIST_LIMIT,
    BooleanType,
    CollectionType,
    DateType,
    EnumType,
    IntegerType,
    ListType,
    RecordType,
    Type,
)
from .bound import COST_LIMIT, DEPTH_LIMIT, cost, whole_depth
from .calls import aggregate_type, call_type
from .exact import fraction, scale_of
from .faults import Fault
from .functions import MACROS
from .judge import Judge
from .kinds import Range, kind, kind_text, type_of_range
from .operators import join, operator_type
from .scope import TAKEN, TODAY, Known, Scope

if TYPE_CHECKING:
    from collections.abc import Iterable

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


class _Inference(Judge):
    """One pass over one tree."""

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
            case Binary(left=left, right=right):
                return operator_type(self, node, self.type(left, scope), self.type(right, scope))
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
                return type_of_range(Range(whole=False, scale=scale_of(number), low=value, high=value))
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
            self.unknown("unknown_name", node, node.name, _names(scope))
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
            self.unknown("unknown_field", node, node.name, owner.fields)
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
            self.unknown("unknown_taken", node, node.name, scope.taken)
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

    def conditional(self, node: Conditional, scope: Scope) -> Type | None:
        self.want(self.type(node.condition, scope), "boolean", node, "?:")
        then, otherwise = self.type(node.then, scope), self.type(node.otherwise, scope)
        if then is None or otherwise is None:
            return None
        if kind(then) in ("list", "collection", "record"):
            self.fault("no_choice", node, found=kind_text(then))
            return None
        joined = join(then, otherwise)
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
            both = found if number == 0 else joined and join(joined, found)
            if both is None and joined is not None:
                self.fault("item_kinds", item, left=kind_text(joined), right=kind_text(found))
                return None
            joined = both
        return joined and ListType(joined, len(node.items))

    def call(self, node: Call, scope: Scope) -> Type | None:
        if node.function == "has" and len(node.arguments) == 1:
            self.has(node, scope)
            return _BOOLEAN
        return call_type(self, node, [self.type(argument, scope) for argument in node.arguments])

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
            self.fault("has_collection", argument, name=found[0])

    def macro(self, node: Macro, scope: Scope) -> Type | None:
        if node.function not in MACROS:
            self.unknown("unknown_macro", node, node.function, MACROS)
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
        return aggregate_type(self, node, body, most)


def _names(scope: Scope) -> list[str]:
    known: Iterable[str] = (name for name, meaning in scope.names.items() if not meaning.personal)
    return [*known, "true", "false", *((TAKEN,) if scope.taken is not None else ())]
