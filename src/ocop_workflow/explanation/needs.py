"""Which conditions a change turns, and whether a guard would hold without some of them turning."""

from collections.abc import Sequence

from attrs import evolve

from ..guards import Environment, Scope, reads, taken_fields, unparse
from ..model.expression import Binary, Call, Node
from .answer import Need
from .atoms import COMPARISONS, MIRROR, ORDER, Atom, Truth, atoms, holds, is_has, value_of
from .trial import Trial, Tweak
from .variables import as_number


def needs(trial: Trial, told: Sequence[Node], tweak: Tweak) -> tuple[Need, ...]:
    """The fewest of the conditions turned by the change with which all the trees hold, in the order of the file.

    Behind them those that the change could break, were it made otherwise: they must stay as they are.
    """
    scope = trial.scope
    found = list(dict.fromkeys(atom for tree in told for atom in atoms(tree, scope)))
    before, after = trial.before(), trial.environment(tweak)
    computed = {atom.node: value_of(atom.node, scope) for atom in found}
    was = {node: _truth(value(before)) for node, value in computed.items()}
    is_ = {node: _truth(value(after)) for node, value in computed.items()}
    turned = [atom for atom in found if was[atom.node] != is_[atom.node]]

    def enough(turning: Sequence[Atom], other: Truth) -> bool:
        truth = {**was, **{atom.node: is_[atom.node] for atom in turning}, **other}
        return all(holds(tree, scope, truth) for tree in told)

    fewest = list(turned)
    for atom in turned:
        fewer = [each for each in fewest if each != atom]
        fewest = fewer if enough(fewer, {}) else fewest
    kept = [
        atom
        for atom in found
        if atom not in turned
        and _moved(atom.node, scope, tweak)
        and not enough(fewest, {atom.node: not is_[atom.node]})
    ]
    said = [_need(atom, scope, before, after, wanted=bool(is_[atom.node]), tweak=tweak) for atom in fewest]
    others = [_need(atom, scope, before, after, wanted=bool(is_[atom.node]), tweak=tweak) for atom in kept]
    return (*said, *(evolve(each, kept=True) for each in others if not _implied(each, said)))


def _implied(need: Need, said: Sequence[Need]) -> bool:
    """Whether a bound on a number or a day is wider than one that is told of the same."""
    bound = as_number(need.bound)
    for other in said:
        nearer = as_number(other.bound)
        if (
            other.what != need.what
            or bound is None
            or nearer is None
            or other.relation[0] != need.relation[0]
        ):
            continue
        if (need.relation[0] == ">" and nearer > bound) or (need.relation[0] == "<" and nearer < bound):
            return True
    return False


def _truth(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _need(
    atom: Atom, scope: Scope, before: Environment, after: Environment, *, wanted: bool, tweak: Tweak
) -> Need:
    node = atom.node
    match node:
        case Binary(operator=operator) if operator in COMPARISONS:
            return _compared(node, scope, before, after, wanted=wanted, tweak=tweak)
        case Binary(operator="in", left=left, right=right):
            has, bound = value_of(left, scope)(before), value_of(right, scope)(after)
            known = tuple(bound) if isinstance(bound, dict) else bound
            return Need(unparse(left), "in" if wanted else "not in", has, known, unparse(right))
        case Call(arguments=(asked,)) if is_has(node):
            return Need(unparse(asked), "set" if wanted else "unset", value_of(asked, scope)(before))
    what = atom.let or unparse(node)
    return Need(what, "holds" if wanted else "fails", _truth(value_of(node, scope)(before)))


def _compared(
    node: Binary, scope: Scope, before: Environment, after: Environment, *, wanted: bool, tweak: Tweak
) -> Need:
    relation, what, beside = node.operator if wanted else ORDER[node.operator], node.left, node.right
    if _moved(beside, scope, tweak) and not _moved(what, scope, tweak):
        relation, what, beside = MIRROR[relation], beside, what
    has, bound = value_of(what, scope)(before), value_of(beside, scope)(after)
    return Need(unparse(what), relation, has, bound, unparse(beside), _more(what, relation, has, bound))


def _moved(node: Node, scope: Scope, tweak: Tweak) -> bool:
    read = reads(node, scope)
    changed = bool(read.data & set(tweak.data) or read.links & set(tweak.links))
    changed = changed or bool(taken_fields(node) & set(tweak.taken))
    return changed or (read.today and tweak.day is not None)


def _more(what: Node, relation: str, has: object, bound: object) -> int | None:
    """How many more of what is counted."""
    if not isinstance(what, Call) or what.function != "size":
        return None
    here, there = as_number(has), as_number(bound)
    if here is None or there is None or relation not in {">=", ">", "=="}:
        return None
    least = there + (relation == ">")
    more = int(-(-(least - here) // 1))
    return more if more > 0 else None
