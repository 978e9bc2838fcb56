"""The expressions of targets, typed under every version of the workflow whose cases they judge."""

from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from ..errors import DefinitionError
from ..guards import Fault, Scope, infer, narrowed, reads, scope_of, unset_reads
from ..messages import say
from ..model.definition import Definition
from ..model.expression import Expression
from ..model.position import Position
from ..model.types import BooleanType, DateType
from ..reading import Problems
from ..reading.problems import MOST
from .targets import ROOM, Targets
from .versions import Versions

Conditions = tuple[Expression | None, ...]


@frozen
class Placed:
    """An expression about cases of a workflow for which the `after` ones hold; one that is no `day` is a condition."""

    expression: Expression
    of: str
    after: Conditions = ()
    day: bool = False


def placed(targets: Targets) -> Iterator[Placed]:
    """All of them, in the order of the file."""
    for measure in targets.measures.values():
        if measure.meant.where is not None:
            yield Placed(measure.meant.where, measure.of)
        if measure.share is not None and measure.share.where is not None:
            yield Placed(measure.share.where, measure.of, (measure.meant.where,))
    for risk in targets.risks.values():
        if risk.meant.where is not None:
            yield Placed(risk.meant.where, risk.of)
        if risk.at is not None:
            yield Placed(risk.at, risk.of, (risk.meant.where,), day=True)


def check_expressions(targets: Targets, versions: Versions, problems: Problems) -> None:
    """What is wrong is told of the first version under which it is."""
    scopes: dict[int, Scope] = {}
    for each in placed(targets):
        for version in versions.of(each.of):
            if id(version) not in scopes:
                scopes[id(version)] = scope_of(version)
            faults = list(_faults(each, scopes[id(version)]))
            for fault in faults:
                _tell(fault, each.expression, version, targets, problems)
            if faults:
                break


def _faults(each: Placed, scope: Scope) -> Sequence[Fault]:
    tree = each.expression.tree
    found, faults = infer(tree, scope)
    if faults or found is None:
        return faults
    if not isinstance(found, DateType if each.day else BooleanType):
        return [Fault("not_a_day" if each.day else "not_a_condition", 0, {"text": each.expression.text[:80]})]
    if links := sorted(reads(tree, scope).links):
        return [Fault("link_read", 0, {"name": links[0]})]
    known = frozenset[str]()
    for said in each.after:
        known |= narrowed(said.tree, scope)[0] if said is not None else frozenset()
    return [
        Fault(f"{fault.code}_here", fault.offset, fault.values) for fault in unset_reads(tree, scope, known)
    ]


def _tell(
    fault: Fault, expression: Expression, version: Definition, targets: Targets, problems: Problems
) -> None:
    """A fault with the version that has it: under another there may be none."""
    place, law = at(expression, fault.offset, targets), f"{version.workflow}@{version.version}"
    if fault.code in _OWN:
        problems.add(fault.code, place, {**fault.values, "workflow": law}, room=ROOM)
        return
    told = Problems()
    told.add(fault.code, place, fault.values, among=fault.among, wrong=fault.wrong, room="guards")
    where = [
        evolve(each, message=say("measures.under", said=each.message, workflow=law)) for each in told.sorted()
    ]
    problems.also(DefinitionError(where))
    if len(problems) >= MOST:
        problems.check()


_OWN = {"not_a_day", "not_a_condition", "link_read", "maybe_unset_here", "maybe_unset_in_let_here"}


def at(expression: Expression, offset: int, targets: Targets) -> Position:
    """Where a character of an expression stands in the file."""
    position = expression.position
    if position is None:
        return Position(targets.file, 1, 1)
    node = targets.expressions.get(position)
    return position if node is None else node.at(offset)
