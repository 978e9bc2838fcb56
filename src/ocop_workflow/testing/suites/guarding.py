"""Conditions of guards that decide alone (MC/DC), and the values around every bound."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from attrs import frozen

from ...engine.reasons import event_title
from ...explanation.atoms import COMPARISONS
from ...guards import Scope, infer
from ...guards.kinds import is_inexact
from ...messages import say
from ...model.definition import Definition
from ...model.expression import Binary, Call, Literal, Name, Node, Unary
from ...model.text import Text
from ...model.types import CollectionType, DateType, Field, IntegerType, NumberType, RecordType, Type
from ...verification.terms import constant
from .conditions import Place, conditions, decides, opened_at, places
from .goals import Goal, Left, Situation, Told
from .ground import Ground
from .lines import told_attempt
from .plan import Plan, slug
from .trying import Attempt


def guard_mcdc(plan: Plan) -> Iterator[Goal]:
    """Each condition of each guard, once true and once false, where the guard turns with it alone."""
    for place in places(plan):
        tree, scope = opened_at(plan, place)
        for condition in conditions(tree, scope):
            for side in (True, False):
                holds = _where(place, tree, condition, condition if side else Unary("!", condition))
                word = "true" if side else "false"
                title = say(f"testing.suite_{word}", **_said(plan, place, condition))
                name = f"{place.name}/{slug(condition)}/{word}"
                yield _goal("guard_mcdc", name, title, Situation(place.act, place.leaves, holds))


def boundary(plan: Plan) -> Iterator[Goal]:
    """Each comparison of numbers or days, at its bound and one step on either side, where the guard turns with it."""
    for place in places(plan):
        tree, scope = opened_at(plan, place)
        for condition in conditions(tree, scope):
            found = compared(plan, condition, scope)
            if found is None:
                continue
            for word, steps in (("below", -1), ("on", 0), ("above", 1)):
                at = Binary("==", found.term, found.bound(steps))
                holds = _where(place, tree, condition, at)
                title = say(f"testing.suite_{word}", **_said(plan, place, condition))
                name = f"{place.name}/{slug(condition)}/{word}"
                yield _goal("boundary", name, title, Situation(place.act, place.leaves, holds))


@frozen
class Compared:
    """A term with what it is compared with, and the least step between two values of it (None: a day)."""

    term: Node
    other: Node
    step: Decimal | int | None

    def bound(self, steps: int) -> Node:
        """What it is compared with, so many steps further."""
        if not steps:
            return self.other
        if self.step is None:
            day = constant(self.other)
            if isinstance(day, date):
                return Literal(day + timedelta(days=steps))
            return Call("days", (self.other, Literal(steps)))
        known, shift = constant(self.other), Decimal(self.step) * steps
        if isinstance(known, Decimal | int):
            further = Decimal(known) + shift
            return _number(int(further) if isinstance(self.step, int) else further)
        least = self.step if isinstance(self.step, int) else abs(shift)
        return Binary("+" if steps > 0 else "-", self.other, _number(least))


def compared(plan: Plan, condition: Node, scope: Scope) -> Compared | None:
    """The sides of a comparison of numbers or days; None for any other condition."""
    if not isinstance(condition, Binary) or condition.operator not in COMPARISONS:
        return None
    left, right = (_known(plan, side) for side in (condition.left, condition.right))
    if constant(left) is not None:
        left, right = right, left
    types = [infer(side, scope)[0] for side in (condition.left, condition.right)]
    if all(isinstance(each, DateType) for each in types):
        return Compared(left, right, None)
    if all(isinstance(each, IntegerType) for each in types):
        return Compared(left, right, 1)
    if all(isinstance(each, NumberType | IntegerType) for each in types):
        digits = [_digits(plan, each) for each in types]
        return Compared(left, right, Decimal(1).scaleb(-max(digits)))
    return None


def _known(plan: Plan, side: Node) -> Node:
    """A parameter is the value that it has."""
    value = plan.definition.values.get(side.name) if isinstance(side, Name) else None
    if isinstance(value, date):
        return Literal(value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return _number(value)
    return side


def _number(value: int | Decimal) -> Node:
    return Literal(value) if value >= 0 else Unary("-", Literal(-value))


def _digits(plan: Plan, type_: Type | None) -> int:
    """Digits behind the point; of a mean, which has no last one, those of the values that the workflow knows."""
    if not isinstance(type_, NumberType):
        return 0
    if not is_inexact(type_):
        return type_.scale
    return finest(plan.definition)


def finest(definition: Definition) -> int:
    """The most digits behind the point of a value that the workflow knows: of a mean, which has no last one."""
    return max((digits for each in definition.data.values() for digits in _scales(each)), default=0)


def _scales(declared: Field) -> Iterator[int]:
    match declared.type:
        case NumberType(scale=scale):
            yield scale
        case RecordType(fields=fields) | CollectionType(record=RecordType(fields=fields)):
            for each in fields.values():
                yield from _scales(each)


def _where(place: Place, tree: Node, condition: Node, holds: Node) -> tuple[Node, ...]:
    alone = decides(tree, condition)
    return (holds, *([alone] if alone is not None else []), *place.before)


def _said(plan: Plan, place: Place, condition: Node) -> dict[str, object]:
    return {"event": event_title(plan.definition, place.act), "condition": plan.spoken(condition, place.act)}


def _goal(criterion: str, name: str, title: Text, situation: Situation) -> Goal:
    def tell(ground: Ground) -> Told | Left:
        found = ground.told_situation(situation, _clear, else_first=True)
        return found if isinstance(found, Left) else told_attempt(found)

    return Goal(criterion, name, title, tell, (situation,))


def _clear(attempt: Attempt) -> bool:
    """Allowed, or refused for its guards alone: nothing else hides what the condition does."""
    return {reason.code for reason in attempt.decision.reasons} <= {"guard_unmet"}
