"""What the solver is told of an expression is what the exact walk says of it, on every data it is tried on."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
import z3
from strategies.dice import Dice
from verification.files import small

from ocop_workflow.guards import Environment, EvaluationError, evaluate, infer, parse, scope_of
from ocop_workflow.guards.exact import round_down, round_half_away
from ocop_workflow.model.expression import Node
from ocop_workflow.model.types import CollectionType, ListType, RecordType, Type
from ocop_workflow.verification.solver import symbolic
from ocop_workflow.verification.solver.symbols import (
    NO,
    YES,
    Place,
    Places,
    Record,
    Thing,
    Truth,
    Value,
    Words,
    constant,
)

DEFINITION = small(
    """
types:
  sheet: {A: {type: number, scale: 2, minimum: -9, maximum: 9}, ok: {type: boolean}, note: {type: string}}
data:
  a: {type: number, scale: 2, minimum: -9, maximum: 9}
  b: {type: number, scale: 1, minimum: -9, maximum: 9}
  i: {type: integer, minimum: -9, maximum: 9}
  f: {type: boolean}
  k: {enum: [red, blue]}
  t: {type: string}
  d: {type: date}
  e: {type: date}
  many: {type: list, items: {type: integer, minimum: -9, maximum: 9}, max: 4}
  one: {type: sheet}
  marks: {collect: sheet, per: person, max: 4}
start: {begin: {by: worker, to: open}}
states: {open: {}, done: {final: completed}}
events:
  mark: {by: worker, takes: sheet, collects: marks, moves: {open: stay}}
  close: {by: worker, moves: {open: done}}
"""
)
EXPRESSIONS = """
a < b
a + 0.05 >= b - i
2 * a == b / 2
-a != b
round(a, 1) == b
floor(a, 0) < i
round(a + b, 0) >= floor(b, 0)
f == (a < i)
f != f
f ? a < b : i > 0
(f ? a : b) > i
f || a < b
!f && a < b
k == 'red'
k in ['blue', 'red']
t == 'x'
t in ['x', 'y']
i in [1, 2, 3]
d < e
d == e
days(d, i) <= e
days_between(d, e) > i
today >= d
size(many) > 1
many.sum(m, m) > i
many.all(m, m > i)
many.exists(m, m * 2 == i)
many.min(m, m) < many.max(m, m)
many.mean(m, m) >= a
i in many
many.all(m, many.exists(o, o > m))
size(marks) == 2
marks.sum(m, m.A) > a
marks.mean(m, m.ok ? m.A : 0) < b
round(marks.mean(m, m.A), 1) == b
marks.all(m, m.ok && m.A > 0)
marks.exists(m, m.note == 'x')
marks.max(m, m.A) == marks.min(m, m.A)
one.A > a
one.ok || one.note == 'y'
has(a) && a > 0
has(many) || f
""".strip().splitlines()


def thing(value: object, type_: Type, words: Words) -> Thing:
    """A value of the data as the solver knows it; None where there is none."""
    match value, type_:
        case tuple(), ListType(items=items):
            return Places(tuple(Place(YES, thing(each, items, words), z3.IntVal(0)) for each in value))
        case dict(), CollectionType(record=record, maximum=most):
            there = [Place(YES, thing(each, record, words), z3.IntVal(0)) for each in value.values()]
            empty = Place(NO, thing({"A": Decimal(5), "ok": True, "note": "x"}, record, words), z3.IntVal(0))
            return Places((*there, *[empty] * (most - len(there))))
        case dict(), RecordType(fields=fields):
            given = {n: thing(value.get(n), f.type, words) for n, f in fields.items()}
            return Record(given)
        case None, _:
            return Value(z3.IntVal(0), NO)
    return constant(value, words)


def data(dice: Dice) -> dict[str, object]:
    """Some data, a fifth of them unset."""

    def sheet() -> dict[str, object]:
        found: dict[str, object] = {"A": Decimal(dice.number(-900, 900)) / 100, "ok": dice.number(0, 2) > 0}
        return {**found, "note": dice.one(["x", "y"])}

    day = date(2024, 2, 27)
    whole = {
        "a": Decimal(dice.number(-9, 9) * 5) / 100,
        "b": Decimal(dice.number(-9, 9)) / 10,
        "i": dice.number(-3, 3),
        "f": dice.number(0, 1) == 1,
        "k": dice.one(["red", "blue"]),
        "t": dice.one(["x", "y", "z"]),
        "d": day + timedelta(days=dice.number(0, 3)),
        "e": day + timedelta(days=dice.number(0, 3)),
        "many": tuple(dice.number(-3, 3) for _ in range(dice.number(0, 4))),
        "one": sheet(),
        "marks": {f"p{n}": sheet() for n in range(dice.number(0, 4))},
    }
    return {name: value for name, value in whole.items() if name == "marks" or dice.number(0, 4)}


def walked(tree: Node, values: Mapping[str, object], today: date) -> object:
    scope = scope_of(DEFINITION)
    try:
        return evaluate(tree, scope, Environment(data=values, today=today))
    except EvaluationError:
        return None


def solved(tree: Node, values: Mapping[str, object], today: date) -> object:
    words = Words()
    names = {name: thing(values.get(name), field.type, words) for name, field in DEFINITION.data.items()}
    truth = symbolic.Sight(words, names, {}, constant(today, words)).truth(tree)
    assert isinstance(truth, Truth)
    yes, no = (z3.is_true(z3.simplify(side)) for side in (truth.yes, truth.no))
    assert not (yes and no)
    return yes if yes or no else None


def differing(times: int) -> list[str]:
    found = []
    for number, text in enumerate(EXPRESSIONS):
        tree = parse(text)
        assert infer(tree, scope_of(DEFINITION))[1] == []
        for seed in range(times):
            values, today = data(Dice(number * 1000 + seed)), date(2024, 2, 28)
            if walked(tree, values, today) != solved(tree, values, today):
                found.append(text)
                break
    return found


def test_the_solver_is_told_what_the_exact_walk_says() -> None:
    assert differing(30) == []


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("rounded", symbolic.floored),
        ("count", lambda places: z3.IntVal(len(places))),
        ("_where", lambda _known, part: part),
    ],
)
def test_a_wrong_telling_is_found(name: str, wrong: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(symbolic, name, wrong)
    assert differing(30)


def test_roundings_of_a_variable_are_those_of_the_engine() -> None:
    """Not of constants alone, which z3 works out in another way."""
    number = z3.Int("number")
    for value in (Fraction(5, 1000), Fraction(-5, 1000), Fraction(49995, 1000), Fraction(-1, 3)):
        given = Value(number, unit=value.denominator)
        for told, engine in ((symbolic.rounded, round_half_away), (symbolic.floored, round_down)):
            expected = engine(value, 2) * 100
            solver = z3.Solver()
            solver.add(number == value.numerator, told(given, 2).of != int(expected))
            assert solver.check() == z3.unsat
