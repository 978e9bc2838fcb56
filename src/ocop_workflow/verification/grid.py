"""All that conditions can tell apart, as a grid: one axis a term, cut where any condition cuts it.

A term is a field of the data or of the payload, a parameter, or anything that is compared with constants: a `let` with
a number, a mean of votes, a sum. What is compared with no constant is an axis of its own that is true or false.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product

from attrs import define, evolve, field, frozen

from ..guards import (
    Environment,
    EvaluationError,
    Known,
    Scope,
    compile_expression,
    infer,
    reads,
    taken_fields,
    unparse,
)
from ..guards.tree import free_names, nodes
from ..model.definition import Definition
from ..model.expression import (
    Binary,
    Call,
    Conditional,
    Items,
    Literal,
    Member,
    Name,
    Node,
    Unary,
)
from ..model.types import BooleanType, Type
from .relax import small
from .spans import Piece, pieces
from .terms import constant, given, inlined, is_taken, terms

MOST_CELLS = 20_000
COMPARED = ("==", "!=", "<", "<=", ">", ">=")
Cell = tuple[int, ...]  # one number an axis


@frozen
class Axis:
    """A term with its pieces. `kind`: data, taken, parameter (then `name` is where its value stands) or free.

    `reads`: what its value comes from; `open`: conditions read it in a way that the pieces do not follow.
    """

    text: str
    kind: str
    name: str
    pieces: tuple[Piece, ...]
    ordered: bool
    reads: tuple[str, ...]
    open: bool = False


@define
class _Term:
    node: Node
    kind: str
    name: str
    type: Type
    constants: set[object] = field(factory=set)
    every: bool = False  # compared with other variables: each of its values by itself
    unset: bool = False  # asked for with has()
    open: bool = False


@frozen
class Truths:
    """Of one condition the axes that it reads, by number, and whether it holds for each combination of their pieces."""

    reads: tuple[int, ...]
    held: Mapping[Cell, bool]

    def divides(self, axis: int) -> bool:
        """Whether the condition depends on an axis."""
        if axis not in self.reads:
            return False
        at, seen = self.reads.index(axis), dict[Cell, bool]()
        return any(
            seen.setdefault((*cell[:at], *cell[at + 1 :]), holds) != holds
            for cell, holds in self.held.items()
        )


@frozen
class Grid:
    """The axes, and for each cell which conditions hold there (an error holds nowhere); `truths` are theirs alone."""

    axes: tuple[Axis, ...]
    cells: Mapping[Cell, tuple[bool, ...]]
    truths: tuple[Truths, ...]


def grid(definition: Definition, scope: Scope, conditions: Sequence[Node]) -> Grid | None:
    """The grid of conditions that mean what `scope` says; None if it has too many cells to be laid out."""
    return _Laying(definition, scope).grid(conditions)


class _Laying:
    def __init__(self, definition: Definition, scope: Scope) -> None:
        self.definition, self.scope = definition, scope
        lets = {
            name: let
            for name, let in definition.let.items()
            if isinstance(scope.names[name].type, BooleanType)
        }
        self.lets = {**lets, **given(definition)}
        self.terms: dict[str, _Term] = {}

    def grid(self, conditions: Sequence[Node]) -> Grid | None:
        trees = [self.boolean(inlined(tree, self.lets)) for tree in conditions]
        axes = []
        size = 1
        for text, term in self.terms.items():
            axis = self.axis(text, term)
            size *= len(axis.pieces)
            if size > MOST_CELLS:
                return None
            axes.append(axis)
        stand = {t.name: Known("data", t.type) for t in self.terms.values() if t.kind == "free"}
        scope = Scope({**self.scope.names, **stand}, self.scope.taken, self.scope.lets)
        truths = tuple(_truths(axes, tree, scope) for tree in trees)
        columns = [
            [each.held[tuple([cell[n] for n in each.reads])] for cell in _cells(axes)] for each in truths
        ]
        cells = dict(zip(_cells(axes), zip(*columns, strict=True), strict=True))
        return Grid(tuple(axes), cells, truths)

    def axis(self, text: str, term: _Term) -> Axis:
        found = pieces(term.type, term.constants, every=term.every)
        assert found is not None  # else it would have been taken for a truth of its own
        if term.unset:
            found = (*found, Piece(None, None, None))
        ordered = bool(found) and not isinstance(found[0].witness, bool | str)
        return Axis(text, term.kind, term.name, found, ordered, self.reads(term.node), term.open)

    def reads(self, node: Node) -> tuple[str, ...]:
        """What a term is computed from, each as often as it stands there."""
        tree = inlined(node, self.definition.let)
        named = (name.name for name in free_names(tree) if name.name != "taken")
        return (*named, *(unparse(each) for each in nodes(tree) if is_taken(each)))

    def boolean(self, node: Node) -> Node:
        """The condition, with names of this grid in place of what it does not read as it is."""
        match node:
            case Binary(operator="&&" | "||", left=left, right=right):
                return evolve(node, left=self.boolean(left), right=self.boolean(right))
            case Unary(operator="!", operand=operand):
                return evolve(node, operand=self.boolean(operand))
            case Conditional(condition=condition, then=then, otherwise=otherwise):
                parts = [self.boolean(each) for each in (condition, then, otherwise)]
                return evolve(node, condition=parts[0], then=parts[1], otherwise=parts[2])
            case Literal():
                return node
            case Call(function="has", arguments=(asked,)) if (term := self.variable(asked)) is not None:
                term.unset = True
                return node
            case Binary(operator="==" | "!=", left=left, right=right) if self.are_conditions(left, right):
                return evolve(node, left=self.boolean(left), right=self.boolean(right))
            case Binary(operator=operator, left=left, right=right) if operator in COMPARED:
                for one, other in ((left, right), (right, left)):
                    value = constant(other)
                    if value is not None and constant(one) is None and (stood := self.compared(one, value)):
                        return evolve(
                            node, left=stood if one is left else left, right=stood if one is right else right
                        )
            case Binary(operator="in", left=left, right=Items(items=items)):
                values = [constant(item) for item in items]
                if None not in values and (stood := self.compared(left, *values)):
                    return evolve(node, left=stood)
        return self.truth(node)

    def are_conditions(self, *sides: Node) -> bool:
        return all(isinstance(self.type(side), BooleanType) for side in sides)

    def compared(self, node: Node, *constants: object) -> Node | None:
        """What stands for a term that is compared with constants; None if its values cannot be told apart so."""
        type_ = self.type(node)
        if type_ is None or pieces(type_, constants, every=False) is None:
            return None
        term = self.variable(node) or self.term(node, "free", type_)
        term.constants |= {*constants}
        return Name(term.name) if term.kind == "free" else node

    def truth(self, node: Node) -> Node:
        """Something that is true or false: a field, what a few small fields decide, or an axis of its own."""
        if isinstance(self.type(node), BooleanType):
            parts = list(terms(node))
            known = [self.variable(part, probe=True) for part in parts]
            if parts and all(term is not None and small(term.type) for term in known):
                for part in parts:
                    term = self.variable(part)
                    assert term is not None  # seen above
                    term.every = True
                return node
        term = self.term(node, "free", BooleanType())
        term.open = True
        return Name(term.name)

    def variable(self, node: Node, *, probe: bool = False) -> _Term | None:
        """The term of a field or a parameter; None for anything else, or what has no pieces."""
        match node:
            case Name(name=name) if (known := self.scope.names.get(name)) and known.kind in (
                "data",
                "parameter",
            ):
                kind = known.kind
            case Member(name=name) if is_taken(node) and (known := (self.scope.taken or {}).get(name)):
                kind = "taken"
            case _:
                return None
        if known.type is None:
            return None
        return _Term(node, kind, name, known.type) if probe else self.term(node, kind, known.type)

    def term(self, node: Node, kind: str, type_: Type) -> _Term:
        text = unparse(node)
        if text not in self.terms:
            plain = node.name if isinstance(node, Name | Member) and kind != "free" else f"?{len(self.terms)}"
            self.terms[text] = _Term(node, kind, plain, type_)
        return self.terms[text]

    def type(self, node: Node) -> Type | None:
        return infer(node, self.scope)[0]


def _truths(axes: Sequence[Axis], tree: Node, scope: Scope) -> Truths:
    """Whether a condition holds, tried once for each combination of what it reads."""
    test, found = compile_expression(tree, scope), reads(tree, scope)
    named = found.data | found.parameters | taken_fields(tree)
    read = tuple(number for number, axis in enumerate(axes) if axis.name in named)
    mine = [axes[number] for number in read]
    return Truths(read, {cell: _true(test, situation(mine, cell)) for cell in _cells(mine)})


def _cells(axes: Sequence[Axis]) -> Iterator[Cell]:
    return product(*(range(len(axis.pieces)) for axis in axes))


def _true(test: Callable[[Environment], object], environment: Environment) -> bool:
    try:
        return bool(test(environment))
    except EvaluationError:
        return False


def situation(axes: Sequence[Axis], cell: Cell) -> Environment:
    """A cell as what expressions are evaluated on."""
    boxes: dict[str, dict[str, object]] = {"data": {}, "taken": {}, "parameter": {}}
    for axis, number in zip(axes, cell, strict=True):
        value = axis.pieces[number].witness
        if value is not None:
            boxes["data" if axis.kind == "free" else axis.kind][axis.name] = value
    return Environment(data=boxes["data"], taken=boxes["taken"], parameters=boxes["parameter"])
