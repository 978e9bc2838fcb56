"""pm4py's conformance with Declare judges the templates that it has, on traces of events that exclude each other.

It is right on all but two, which it reads as another claim: those are listed, and compared with what they should be.
"""

import warnings
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from properties.formulas import Trace, holds, traces

NAMED = {
    "existence 1": "existence",
    "absence 1": "absence",
    "exactly 1": "exactly_one",
    "init": "init",
    "responded_existence": "responded_existence",
    "co_existence": "coexistence",
    "response": "response",
    "precedence": "precedence",
    "succession": "succession",
    "alternate_response": "altresponse",
    "alternate_precedence": "altprecedence",
    "alternate_succession": "altsuccession",
    "chain_response": "chainresponse",
    "chain_precedence": "chainprecedence",
    "chain_succession": "chainsuccession",
    "not_co_existence": "noncoexistence",
}
WRONG = {"not_succession": ("nonsuccession", "aaba"), "not_chain_succession": ("nonchainsuccession", "aab")}
ALONE = ("existence", "absence", "exactly_one", "init")
TRACES = [trace for trace in traces(5, apart=True) if trace]


def spelt(trace: Trace) -> str:
    return "".join("a" if a else "b" if b else "c" for a, b, _ in trace)


def judged(template: str) -> dict[str, bool]:
    """Which traces pm4py finds in order."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pm4py

        pd = import_module("pandas")  # comes with pm4py, and brings no types

        begin = datetime(2020, 1, 1, tzinfo=UTC)
        rows = [
            (spelt(trace), letter, begin + timedelta(hours=n))
            for trace in TRACES
            for n, letter in enumerate(spelt(trace))
        ]
        log = pd.DataFrame(rows, columns=["case:concept:name", "concept:name", "time:timestamp"])
        letters: object = "a" if template in ALONE else ("a", "b")
        model = {template: {letters: {"support": 1, "confidence": 1.0}}}
        found = pm4py.conformance_declare(log, model)
        cases = sorted({row[0] for row in rows})
    return {case: each["is_fit"] for case, each in zip(cases, found, strict=True)}


@pytest.mark.parametrize("name", NAMED)
def test_pm4py_agrees(name: str) -> None:
    said = judged(NAMED[name])
    assert {spelt(t): holds(name, t) for t in TRACES} == said


@pytest.mark.parametrize("name", WRONG)
def test_where_pm4py_is_wrong_is_known(name: str) -> None:
    """Should a later version be right, this tells, and the template moves to the others."""
    template, witness = WRONG[name]
    said, right = judged(template), {spelt(t): holds(name, t) for t in TRACES}
    assert said[witness]
    assert not right[witness]
    assert said != right
