"""Where a number that has digits behind the point is compared with whole ones: 89.6 is below 90, unless it is rounded.

Nothing is wrong with such a comparison, but a decision that writes its bands as 70–89 and 90–100 does not say what
becomes of what lies between; so `check` tells where there are bands, or a mean, which has no last digit.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from attrs import frozen

from ..guards import Environment, EvaluationError, Scope, evaluate, infer, scope_of
from ..guards.kinds import is_inexact
from ..guards.tree import children, free_names
from ..model.definition import Definition, Event, Start
from ..model.expression import Binary, Conditional, Node
from ..model.types import NumberType
from .live import all_sets, conditions
from .terms import constant

ENDLESS = 99  # digits behind the point of a value that has no last one,
_SHOWN = 2  # of which these are shown
_COMPARISONS = ("<", "<=", ">", ">=")


@frozen
class Boundary:
    """A term with the bounds that it is compared with, least first, and a value that just misses the highest."""

    term: Node
    bounds: tuple[Decimal, ...]
    witness: Decimal


def boundaries(definition: Definition) -> tuple[Boundary, ...]:
    """Means, and terms compared with several bounds, where bounds have fewer digits; in the order of the file."""
    acts: list[Start | Event] = [*definition.start.values(), *definition.events.values()]
    found: dict[Node, set[Decimal]] = {}
    finest: dict[Node, int] = {}
    plain = scope_of(definition)
    said = [(let.expression.tree, plain) for let in definition.let.values()]
    for act in acts:
        scope = plain.with_taken(act.takes)
        said += [(tree, scope) for tree in conditions(act)]
        said += [(expression.tree, scope) for _, expression in all_sets(act)]
    for tree, scope in said:
        for term, bound, digits in _compared(tree, scope, definition.values):
            found.setdefault(term, set()).add(bound)
            finest[term] = digits
    return tuple(
        Boundary(term, tuple(sorted(bounds)), max(bounds) - Decimal(1).scaleb(-min(finest[term], _SHOWN)))
        for term, bounds in found.items()
        if len(bounds) > 1 or finest[term] == ENDLESS
    )


def _compared(tree: Node, scope: Scope, values: Mapping[str, object]) -> Iterator[tuple[Node, Decimal, int]]:
    """Term, bound and the term's digits, wherever the bound has fewer; what parameters rule out is not read."""
    if isinstance(tree, Conditional) and (known := _decided(tree.condition, scope, values)) is not None:
        yield from _compared(tree.then if known else tree.otherwise, scope, values)
        return
    if isinstance(tree, Binary) and tree.operator in _COMPARISONS:
        for term, other in ((tree.left, tree.right), (tree.right, tree.left)):
            bound, type_ = constant(other), infer(term, scope)[0]
            if not isinstance(bound, int | Decimal) or isinstance(bound, bool) or constant(term) is not None:
                continue
            digits = _digits(type_)
            if digits > max(0, -int(Decimal(bound).as_tuple().exponent)):
                yield term, Decimal(bound), digits
    for child in children(tree):
        yield from _compared(child, scope, values)


def _decided(condition: Node, scope: Scope, values: Mapping[str, object]) -> bool | None:
    """What a condition over parameters that have values is; None for any other."""
    if not all(name.name in values for name in free_names(condition)):
        return None
    try:
        return bool(evaluate(condition, scope, Environment(data={}, parameters=values)))
    except EvaluationError:
        return None


def _digits(type_: object) -> int:
    if not isinstance(type_, NumberType):
        return 0
    return ENDLESS if is_inexact(type_) else type_.scale
