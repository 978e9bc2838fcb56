"""No evaluation takes more steps than its expression's bound, whatever the data; and the bound is not idle."""

from collections.abc import Mapping
from datetime import date
from itertools import cycle, islice

import pytest
from guards.steps import steps_of
from guards.strategies import DATA, PAYLOAD, SCOPE, expressions, some, values
from hypothesis import assume, event, given
from hypothesis import strategies as st

from ocop_workflow.calendar import Calendar
from ocop_workflow.guards import Environment, cost, parse
from ocop_workflow.guards.bound import COST_LIMIT
from ocop_workflow.model.expression import Node
from ocop_workflow.model.types import LIST_LIMIT, CollectionType, ListType, Type

EVER = Calendar("ever", date.min, date.max, holidays={date(year, 5, 1): "" for year in range(1, 9999)})
YEAR = Calendar("year", date(2020, 1, 1), date(2020, 12, 31))


def full(type_: Type) -> st.SearchStrategy[object]:
    """Values of a type; a list has as many items as any may, whatever its type says."""
    match type_:
        case ListType(items=items):
            some_items = st.lists(values(items), min_size=1, max_size=3)
            return some_items.map(lambda given: tuple(islice(cycle(given), LIST_LIMIT)))
        case CollectionType(record=record):
            some_records = st.lists(values(record), min_size=1, max_size=3)
            return some_records.map(lambda given: dict(lettered(given)))
        case _:
            return values(type_)


def lettered(given: list[object]) -> list[tuple[str, object]]:
    return [(chr(ord("a") + n), record) for n, record in enumerate(islice(cycle(given), LIST_LIMIT))]


ENVIRONMENTS = st.builds(
    Environment,
    data=st.fixed_dictionaries({name: full(type_) for name, type_ in DATA.items()}),
    taken=some(PAYLOAD, ["on", "kind", "sure"]),
    parameters=st.fixed_dictionaries({"quorum": st.integers(1, 9), "term": st.integers(0, 60)}),
    today=st.dates(),
    calendar=st.booleans().map(lambda ever: EVER if ever else YEAR),
)


@given(expressions(), ENVIRONMENTS)
def test_no_evaluation_takes_more_steps_than_its_bound(node: Node, env: Environment) -> None:
    bound = cost(node, SCOPE)
    assume(bound <= COST_LIMIT)
    taken = steps_of(node, SCOPE, env)
    event("half of the bound or more" if 2 * taken >= bound else "less than half")
    assert taken <= bound


FULL: Mapping[str, object] = {
    "numbers": (1,) * LIST_LIMIT,
    "dates": (date(2020, 2, 3),) * LIST_LIMIT,
    "words": ("food",) * LIST_LIMIT,
    "marks": {
        chr(ord("a") + n): {"A": 50, "n": 1, "ok": True, "word": "food", "B": 1} for n in range(LIST_LIMIT)
    },
    "score": 1,
    "flag": True,
    "group": "craft",
}


@pytest.mark.parametrize(
    "text",
    [
        "score + 2 * score",
        "numbers.sum(x, x)",
        "marks.mean(m, m.A / 3)",
        "numbers.all(x, numbers.all(y, y == y))",
        "numbers.all(x, numbers.exists(y, x > y) || marks.all(m, m.ok))",
        "score == 2 || 7 in numbers",
        "group in words",
        "marks.min(m, numbers.max(x, x + m.n) - dates.sum(d, 1))",
        "points",
        "[total, total, 1].mean(x, x)",
        "size(marks) + score > 1",
    ],
)
def test_the_bound_is_reached(text: str) -> None:
    """Where every list is full and nothing ends a walk early, the bound is the number of steps."""
    env = Environment(data=FULL, today=date(2020, 2, 4), parameters={"quorum": 1, "term": 1})
    tree = parse(text)
    lists = len(text.split("[")) - 1  # a list written out is shorter than one may be
    assert steps_of(tree, SCOPE, env) <= cost(tree, SCOPE)
    assert lists or steps_of(tree, SCOPE, env) == cost(tree, SCOPE)


@given(st.dates(), st.dates(), st.integers(0, 10**15 - 1))
def test_a_calendar_of_ten_thousand_years_takes_no_more_steps(first: date, last: date, count: int) -> None:
    env = Environment(data={"until": first}, today=last, calendar=EVER)
    for text in ("working_days(until, today)", f"add_working_days(until, {count})"):
        assert cost(parse(text), SCOPE) < 500
        assert steps_of(parse(text), SCOPE, env) <= cost(parse(text), SCOPE)
