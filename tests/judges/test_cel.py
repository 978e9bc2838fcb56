"""Guards mean what CEL means by the same text, wherever both give it a meaning."""

from collections import Counter
from collections.abc import Iterator
from random import SystemRandom

from hypothesis import settings
from judges.cel import Cel, Outcome, ours
from judges.shared_language import ORDER, expression
from judges.shared_world import LISTED, SCOPE, environment
from strategies.dice import Dice

from ocop_workflow.guards import Environment, parse, unparse
from ocop_workflow.guards.scope import TAKEN
from ocop_workflow.guards.tree import free_names, nodes
from ocop_workflow.model.expression import Binary, Call, Conditional, Items, Literal, Macro, Node, Unary

SHORT = settings().derandomize  # the same expressions each time; the long form looks at others, and at more
COUNTS = (10_000, 100_000)
EXPRESSIONS = COUNTS[not SHORT]
WORLDS = 3  # on which each is evaluated
FIRST = 10**9 if SHORT else SystemRandom().randrange(10**9, 10**15)
WORDS = ["in", "has", "size", "all", "exists", "true", "false"]
FORMS = {*ORDER, *WORDS, *"+-*/!", "&&", "||", "?:", "[]"}
CEL = Cel(SCOPE, LISTED)


def test_ten_thousand_expressions_mean_what_cel_means_by_them() -> None:
    seen: set[str] = set()
    outcomes: Counter[str] = Counter()
    forms: Counter[str] = Counter()
    for seed in range(FIRST, FIRST + 2 * EXPRESSIONS):
        text = expression(seed)
        if text in seen:
            continue
        seen.add(text)
        forms.update({form(node) for node in nodes(parse(text))})
        worlds = [environment(Dice(seed * WORLDS + n)) for n in range(WORLDS)]
        for env, own, theirs in both(text, worlds):
            assert own == theirs, disagreement(text, env, own, theirs)
            outcomes[str(own) if own.kind in ("boolean", "error") else own.kind] += 1
        if len(seen) == EXPRESSIONS:
            break
    print(f"{len(seen)} expressions from {FIRST} on, {WORLDS} worlds each:", dict(outcomes))  # noqa: T201
    assert len(seen) == EXPRESSIONS
    assert set(outcomes) == {"true", "false", "error: unset", "number", "whole", "text"}
    assert min(outcomes.values()) > EXPRESSIONS * WORLDS / 100
    assert min(outcomes[kind] for kind in ("true", "false", "error: unset")) > EXPRESSIONS * WORLDS / 10
    assert min(forms[form] for form in FORMS) > EXPRESSIONS / 100


def both(text: str, worlds: list[Environment]) -> Iterator[tuple[Environment, Outcome, Outcome]]:
    own, theirs = ours(text, SCOPE), CEL.on(text)
    for env in worlds:
        yield env, own(env), theirs(CEL.facts(env))


def form(node: Node) -> str:
    """What the language calls this node."""
    match node:
        case Binary(operator=word) | Unary(operator=word) | Call(function=word) | Macro(function=word):
            return word
        case Conditional():
            return "?:"
        case Items():
            return "[]"
        case Literal(value=bool() as value):
            return str(value).lower()
    return type(node).__name__


def disagreement(text: str, env: Environment, own: Outcome, theirs: Outcome) -> str:
    """The shortest part on which the engines differ in that world."""
    told = [(text, own, theirs)]
    for node in nodes(parse(text)):
        part = unparse(node)
        if all(free.name in SCOPE.names for free in free_names(node) if free.name != TAKEN):
            ((_, mine, other),) = both(part, [env])
            if mine != other and {mine.kind, other.kind} & {"boolean", "whole", "number", "text"}:
                told.append((part, mine, other))
    part, own, theirs = min(told, key=lambda one: len(one[0]))
    return f"{part!r} in {text!r}: we say {own}, CEL says {theirs}, on {env}"
