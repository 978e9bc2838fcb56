"""The compiled callable and the exact walk are the same function, values and errors alike."""

from decimal import getcontext, localcontext
from fractions import Fraction
from importlib import import_module

import pytest
from guards.strategies import SCOPE, environments, expressions
from guards.world import environment, sheets
from hypothesis import assume, event, given
from hypothesis import strategies as st

from ocop_workflow.guards import (
    Environment,
    EvaluationError,
    compile_explanation,
    compile_expression,
    evaluate,
    explain,
    infer,
    parse,
    unparse,
    unset_reads,
)
from ocop_workflow.guards.bound import COST_LIMIT, cost
from ocop_workflow.guards.runtime import HELPERS
from ocop_workflow.model.expression import Node

explaining, compiling = (import_module(f"ocop_workflow.guards.{name}") for name in ("explain", "compile"))


def outcome(ask: object, env: Environment) -> tuple[str, object, str]:
    """The value with its type, or the error with what it says."""
    assert callable(ask)
    try:
        value = ask(env)
    except EvaluationError as error:
        return error.code, dict(error.values), error.text.say("vi")
    return "value", value, type(value).__name__


@given(expressions(), st.one_of(environments(), environments(sound=True)))
def test_a_compiled_expression_gives_what_the_walk_gives(node: Node, env: Environment) -> None:
    assume(cost(node, SCOPE) <= COST_LIMIT)
    slow = outcome(lambda e: evaluate(node, SCOPE, e), env)
    event(slow[0] if slow[0] != "value" else slow[2])
    assert slow[0] not in ("failed", "bad_value", "personal")
    with localcontext() as context:
        context.prec = 1
        assert outcome(compile_expression(node, SCOPE), env) == slow
        assert getcontext().prec == 1


@given(expressions())
def test_every_sound_expression_is_compiled(node: Node) -> None:
    assume(cost(node, SCOPE) <= COST_LIMIT)
    assert getattr(compile_expression(node, SCOPE), "__name__", "") == "guard"


@given(expressions())
def test_what_the_strategies_make_is_well_typed(node: Node) -> None:
    type_, faults = infer(node, SCOPE)
    assert type_ is not None
    assert {fault.code for fault in faults} <= {"too_costly"}


@given(expressions())
def test_an_expression_written_out_is_read_as_the_same_tree(node: Node) -> None:
    assert parse(unparse(node)) == node


@given(expressions(), environments(sound=True))
def test_an_expression_whose_reads_are_all_shown_to_be_set_never_finds_one_unset(
    node: Node, env: Environment
) -> None:
    sheet = env.data.get("sheet", {})
    assert isinstance(sheet, dict)
    paths = {*env.data, *env.parameters, *(f"taken.{n}" for n in env.taken), *(f"sheet.{n}" for n in sheet)}
    faults = unset_reads(node, SCOPE, frozenset(paths))
    found = outcome(lambda e: evaluate(node, SCOPE, e), env)[0]
    event(f"{'refused' if faults else 'accepted'}: {found}")
    assert faults or found != "unset"


@given(expressions(), environments())
def test_an_explanation_has_exact_values_only(node: Node, env: Environment) -> None:
    for value in explain(node, SCOPE, env).values():
        assert not isinstance(value, float | Fraction)


def told(node: Node, env: Environment) -> list[tuple[str, object, str]]:
    """What an expression saw, in order, with the types."""
    seen = compile_explanation(node, SCOPE)(env)
    return [(text, value, type(value).__name__) for text, value in seen.items()]


def as_each_by_itself(node: Node, env: Environment) -> bool:
    together = told(node, env)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(explaining, "compile_together", lambda _, __, apart: apart)
        return together == told(node, env)


@given(expressions(), st.one_of(environments(), environments(sound=True)))
def test_what_was_seen_is_the_same_together_as_each_by_itself(node: Node, env: Environment) -> None:
    assume(cost(node, SCOPE) <= COST_LIMIT)
    assert as_each_by_itself(node, env)


def test_the_check_has_teeth_numbers_that_are_not_shown_are_caught() -> None:
    node, marks = parse("points >= 50"), sheets("1.00", "1.00", "2.00")
    assert as_each_by_itself(node, environment(marks=marks))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(compiling, "HELPERS", {**HELPERS, "told": lambda value: value})
        assert not as_each_by_itself(node, environment(marks=marks))
