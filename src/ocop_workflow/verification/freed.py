"""What a proof can follow of an expression, and what it lets go: a term whose values it cannot split becomes free.

A free term is a payload field of the event that reads it, which may have any value; the same one for the same text.
"""

from attrs import evolve

from ..guards import infer
from ..model.definition import Definition
from ..model.expression import (
    Binary,
    Call,
    Conditional,
    Items,
    Literal,
    Name,
    Node,
    Unary,
)
from ..model.types import (
    BooleanType,
    CollectionType,
    DateType,
    EnumType,
    IntegerType,
    ListType,
    NumberType,
    RecordType,
    Type,
)
from ..properties import data_name
from .act import Act
from .terms import constant, is_list_term, is_taken, terms

SMALL = 64  # the most values a variable may have to be compared with others exactly
_COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
_ORDERED = (NumberType, IntegerType, DateType)
_COUNTS = ("working_days", "days_between")  # of days


class Freeing:
    """Rewrites conditions and values of a definition; `closed`: open parameters stay unset.

    `fine` is how many digits a free number may have.
    """

    def __init__(self, definition: Definition, fine: int, *, closed: bool) -> None:
        self.definition, self.fine, self.closed = definition, fine, closed

    def boolean(self, node: Node, act: Act) -> Node:
        """A condition with its undecidable atoms freed."""
        match node:
            case Binary(operator="&&" | "||", left=left, right=right):
                return evolve(node, left=self.boolean(left, act), right=self.boolean(right, act))
            case Unary(operator="!", operand=operand):
                return evolve(node, operand=self.boolean(operand, act))
            case Conditional(condition=condition, then=then, otherwise=otherwise):
                parts = [self.boolean(each, act) for each in (condition, then, otherwise)]
                return evolve(node, condition=parts[0], then=parts[1], otherwise=parts[2])
            case Binary(operator="==" | "!=", left=left, right=right) if self._are_conditions(node, act):
                return evolve(node, left=self.boolean(left, act), right=self.boolean(right, act))
            case Literal():
                return node
            case _:
                return self._atom(node, act)

    def _are_conditions(self, node: Binary, act: Act) -> bool:
        return all(isinstance(self._type(side, act), BooleanType) for side in (node.left, node.right))

    def _atom(self, node: Node, act: Act) -> Node:
        if isinstance(node, Call) and node.function == "has":
            return self._has(node, act)
        read = list(terms(node))
        if all(self._is_small(term, act) for term in read):
            return node
        if act.asks(node) and any(is_list_term(term) for term in read):
            return act.stand_in(node, BooleanType())  # the solver knows what a list says of all its numbers
        if isinstance(node, Binary) and node.operator in _COMPARISONS:
            if self._is_followed(node.left, act) and constant(node.right) is not None:
                return evolve(node, left=self._term(node.left, act))
            if self._is_followed(node.right, act) and constant(node.left) is not None:
                return evolve(node, right=self._term(node.right, act))
        if isinstance(node, Binary) and node.operator == "in" and isinstance(node.right, Items):
            literal = all(constant(item) is not None for item in node.right.items)
            if literal and self._is_variable(node.left, act) and not self._is_free(node.left):
                return node
        if isinstance(node, Binary) and node.operator in _COMPARISONS and not act.asks(node):
            return self._relation(node, act)
        return act.stand_in(node, BooleanType())

    def _relation(self, node: Binary, act: Act) -> Node:
        """Two values that are compared with each other: every comparison of the two agrees with the others."""
        types = [self._type(side, act) for side in (node.left, node.right)]
        if all(isinstance(each, _ORDERED) for each in types):
            return act.order(node)
        return act.likeness(node) if node.operator in ("==", "!=") else act.stand_in(node, BooleanType())

    def _has(self, node: Call, act: Act) -> Node:
        (read,) = node.arguments
        if isinstance(read, Name) and read.name in self.definition.parameters:
            if self.closed or read.name in self.definition.values:
                return Literal(value=read.name in self.definition.values)
            return act.stand_in(node, BooleanType())
        type_ = self._type(read, act)
        return act.stand_in(node, BooleanType()) if type_ is None or is_list(type_) else node

    def _term(self, node: Node, act: Act) -> Node:
        """A variable as the relaxed definition has it: a computation over a list, and a count, is a free number."""
        if not self._is_free(node) and not isinstance(node, Call):
            return node
        type_ = self._type(node, act)
        assert isinstance(type_, NumberType | IntegerType)  # it is a variable
        if isinstance(type_, NumberType):
            type_ = evolve(type_, scale=min(type_.scale, self.fine))
        return act.stand_in(node, type_)

    def value(self, node: Node, target: str, act: Act) -> Node:
        """What is set: kept where its regions can be followed, else any value of the field's type."""
        if constant(node) is not None:
            return node
        type_ = self.definition.data[target].type
        match node:
            case Conditional(condition=condition, then=then, otherwise=otherwise):
                return evolve(
                    node,
                    condition=self.boolean(condition, act),
                    then=self.value(then, target, act),
                    otherwise=self.value(otherwise, target, act),
                )
            case Call(function="round" | "floor", arguments=(inner, digits)) if self._is_variable(inner, act):
                return evolve(node, arguments=(self._term(inner, act), digits))
        if isinstance(type_, BooleanType):
            return self.boolean(node, act)
        if self._is_variable(node, act) and not self._is_free(node):
            return node
        if all(self._is_small(term, act) for term in terms(node)):
            return node
        return act.stand_in(node, type_)

    def _is_variable(self, node: Node, act: Act) -> bool:
        """A single data field, payload field, count of linked cases or numeric computation over a list."""
        if self._is_free(node):
            return isinstance(self._type(node, act), NumberType | IntegerType)
        type_ = self._type(node, act)
        if type_ is None or is_list(type_):
            return False
        return is_taken(node) or (isinstance(node, Name) and data_name(node.name) in self.definition.data)

    def _is_followed(self, node: Node, act: Act) -> bool:
        """A variable, or a count of days, unless a solver knows more of it."""
        days = isinstance(node, Call) and node.function in _COUNTS and not act.asks(node)
        return days or self._is_variable(node, act)

    def _is_small(self, node: Node, act: Act) -> bool:
        if self._is_free(node) or not self._is_variable(node, act):
            return False
        return small(self._type(node, act))

    def _is_free(self, node: Node) -> bool:
        """What any step may find to have any value: a computation over a list, or what linked cases are asked."""
        return is_list_term(node) or (isinstance(node, Name) and node.name in self.definition.links)

    def _type(self, node: Node, act: Act) -> Type | None:
        return infer(node, act.scope)[0]


def small(type_: Type | None) -> bool:
    """Whether every value of the type can be tried."""
    match type_:
        case BooleanType() | EnumType():
            return True
        case IntegerType(minimum=low, maximum=high):
            return high - low < SMALL
        case NumberType(scale=scale, minimum=lowest, maximum=highest):
            return (highest - lowest).scaleb(scale) < SMALL
    return False


def is_list(type_: Type) -> bool:
    """A list, a collection or a record: what no single value stands for."""
    return isinstance(type_, CollectionType | ListType | RecordType)
