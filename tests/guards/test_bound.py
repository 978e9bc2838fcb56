"""Every expression is bounded before it runs."""

from decimal import Decimal

from guards.world import SCOPE, definition, environment

from ocop_workflow.guards import compile_expression, cost, infer, parse, scope_of
from ocop_workflow.guards.bound import COST_LIMIT, DEPTH_LIMIT


def codes(text: str, lets: dict[str, str] | None = None) -> list[str]:
    scope = SCOPE if lets is None else scope_of(definition(lets))
    return [fault.code for fault in infer(parse(text), scope)[1]]


def test_walks_within_walks_multiply() -> None:
    assert cost(parse("marks.all(a, true)"), SCOPE) < 50
    assert cost(parse("marks.all(a, marks.all(b, true))"), SCOPE) > 16 * 16
    assert codes("marks.all(a, marks.all(b, marks.all(c, a.A + b.A >= c.A)))") == []
    assert codes("marks.all(a, marks.all(b, marks.all(c, marks.all(d, a.A >= d.A))))") == ["too_costly"]


def judged(lets: dict[str, str]) -> tuple[list[str], list[str]]:
    """The lets that are fit to be read, and the codes of the first that is not, where it is written and read."""
    scope = scope_of(definition(lets))
    fit = [name for name in lets if infer(parse(name), scope)[0] and not scope.lets[name].fault]
    first = next(name for name in lets if name not in fit)
    return fit, codes(lets[first], lets) + codes(first, lets)


def test_lets_that_double_each_other_are_bounded_too() -> None:
    lets = {"x0": "score + score", **{f"x{n}": f"x{n - 1} + x{n - 1}" for n in range(1, 60)}}
    fit, told = judged(lets)
    assert len(fit) == 14
    assert told == ["too_costly", "let_too_costly"]
    assert cost(parse(fit[-1]), scope_of(definition(lets))) <= COST_LIMIT


def test_a_long_chain_of_lets_is_refused_and_breaks_nothing() -> None:
    lets = {"x0": "score", **{f"x{n}": f"x{n - 1} + 1" for n in range(1, 500)}}
    fit, told = judged(lets)
    assert len(fit) == DEPTH_LIMIT // 2
    assert told == ["too_deep", "let_too_deep"]
    deepest = parse(fit[-1])
    env = environment(score=Decimal(1))
    assert compile_expression(deepest, scope_of(definition(lets)))(env) == DEPTH_LIMIT // 2


def test_an_expression_as_deep_as_may_be_is_compiled() -> None:
    for text in ("!" * 58 + "true", "-" * 58 + "score == 1", " + ".join(["score"] * 59) + " == 59"):
        compiled = compile_expression(parse(text), SCOPE)
        assert getattr(compiled, "__name__", "") == "guard"
        assert compiled(environment(score=Decimal(1))) is True
