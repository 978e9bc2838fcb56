"""Reading what may be unset is refused before anything runs: which reads are not shown to be set.

A place is a path: `score`, `taken.reason`, `m.A`. `has()` shows it set where `&&`, `||`, `!` and `?:` let it.
"""

from __future__ import annotations

from ..model.expression import Binary, Call, Conditional, Literal, Macro, Member, Name, Node, Unary
from ..model.types import CollectionType, ListType, RecordType, Type
from .faults import Fault
from .reads import taken_link
from .scope import TAKEN, Known, Scope
from .tree import children
from .typing import infer_plain, target_of_has

_NONE: frozenset[str] = frozenset()


def unset_reads(node: Node, scope: Scope, defined: frozenset[str]) -> list[Fault]:
    """Reads that may find nothing although every path in `defined` is set; one fault a path and place."""
    reading = _Reading()
    reading.visit(node, scope, defined, None)
    return sorted(reading.faults, key=lambda fault: fault.offset)


def narrowed(node: Node, scope: Scope) -> tuple[frozenset[str], frozenset[str]]:
    """The paths that are surely set when a boolean expression is true, and when it is false."""
    match node:
        case Call(function="has", arguments=(argument,)):
            found = target_of_has(argument, scope)
            return (frozenset({found[0]}) if found else _NONE), _NONE
        case Unary(operator="!", operand=operand):
            true, false = narrowed(operand, scope)
            return false, true
        case Binary(operator="&&", left=left, right=right):
            (a, not_a), (b, not_b) = narrowed(left, scope), narrowed(right, scope)
            return a | b, not_a & not_b
        case Binary(operator="||", left=left, right=right):
            (a, not_a), (b, not_b) = narrowed(left, scope), narrowed(right, scope)
            return a & b, not_a | not_b
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            return _choice(condition, then, otherwise, scope)
        case Name(name=name) if name in scope.lets:
            return scope.lets[name].narrows
        case _:
            return _NONE, _NONE


def _choice(
    condition: Node, then: Node, otherwise: Node, scope: Scope
) -> tuple[frozenset[str], frozenset[str]]:
    """A branch that is a constant of the other truth value cannot have been taken."""
    c, not_c = narrowed(condition, scope)
    (t, not_t), (o, not_o) = narrowed(then, scope), narrowed(otherwise, scope)
    when_true = _both(then, c | t, otherwise, not_c | o, truth=True)
    when_false = _both(then, c | not_t, otherwise, not_c | not_o, truth=False)
    return when_true, when_false


def _both(
    then: Node, a: frozenset[str], otherwise: Node, b: frozenset[str], *, truth: bool
) -> frozenset[str]:
    never = Literal(not truth)
    if _is(then, never):
        return b
    return a if _is(otherwise, never) else a & b


def _is(node: Node, constant: Literal) -> bool:
    return isinstance(node, Literal) and node.value is constant.value


class _Reading:
    """One pass over one expression and the lets that it reads."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.seen: set[tuple[str, int, frozenset[str]]] = set()

    def report(self, name: str, offset: int, let: str | None) -> None:
        fault = Fault("maybe_unset", offset, {"name": name})
        if let:
            fault = Fault("maybe_unset_in_let", offset, {"name": name, "let": let})
        if fault not in self.faults:
            self.faults.append(fault)

    def visit(self, node: Node, scope: Scope, defined: frozenset[str], let: tuple[str, int] | None) -> None:
        match node:
            case Name():
                self.name(node, scope, defined, let)
            case Member():
                self.member(node, scope, defined, let)
            case Call(function="has", arguments=(Member(of=of),)) if of != Name(TAKEN):
                self.visit(of, scope, defined, let)
            case Call(function="has"):
                pass
            case Binary(operator="&&" | "||" as operator, left=left, right=right):
                true, false = narrowed(left, scope)
                self.visit(left, scope, defined, let)
                self.visit(right, scope, defined | (true if operator == "&&" else false), let)
            case Conditional(condition=condition, then=then, otherwise=otherwise):
                true, false = narrowed(condition, scope)
                self.visit(condition, scope, defined, let)
                self.visit(then, scope, defined | true, let)
                self.visit(otherwise, scope, defined | false, let)
            case Macro(of=of, variable=variable, body=body):
                self.visit(of, scope, defined, let)
                self.visit(body, scope.with_variable(variable, _element(of, scope)), defined, let)
            case _:
                for child in children(node):
                    self.visit(child, scope, defined, let)

    def name(self, node: Name, scope: Scope, defined: frozenset[str], let: tuple[str, int] | None) -> None:
        known = scope.names.get(node.name)
        if known is None:
            return
        facts = scope.lets.get(node.name) if known.kind == "let" else None
        if facts and not facts.fault:
            outermost = let or (node.name, node.offset)
            inside = frozenset(place for place in defined if not _of_variable(place, scope))
            key = (node.name, outermost[1], inside)
            if key not in self.seen:
                self.seen.add(key)
                self.visit(facts.tree, scope, inside, outermost)
        elif known.through:
            self.link(node, known, scope, defined, let)
        elif known.unset and not known.personal and node.name not in defined:
            self.report(node.name, let[1] if let else node.offset, let and let[0])

    def link(
        self, node: Name, known: Known, scope: Scope, defined: frozenset[str], let: tuple[str, int] | None
    ) -> None:
        """A link speaks of the case that the payload gives, else of the one that is set."""
        taken, through = taken_link(known, scope), known.through or ""
        if not (taken and not taken.unset) and not {through, f"{TAKEN}.{through}"} & defined:
            self.report(through, let[1] if let else node.offset, let and let[0])

    def member(
        self, node: Member, scope: Scope, defined: frozenset[str], let: tuple[str, int] | None
    ) -> None:
        found = target_of_has(node, scope)
        if node.of != Name(TAKEN):
            self.visit(node.of, scope, defined, let)
        if found and found[1].unset and not found[1].personal and found[0] not in defined:
            self.report(found[0], let[1] if let else node.offset, let and let[0])


def _of_variable(place: str, scope: Scope) -> bool:
    """Whether the path speaks of a list function's variable, which a let does not see."""
    known = scope.names.get(place.split(".", 1)[0])
    return known is not None and known.kind == "variable"


def _element(of: Node, scope: Scope) -> Type | None:
    match infer_plain(of, scope)[0]:
        case ListType(items=items):
            return items
        case CollectionType(record=RecordType() as record):
            return record
        case _:
            return None
