"""The values that are tried tell apart all that the guards do: each file can reach `go`, if only by a rare value."""

import pytest
from verification.files import small, verdict
from verification.retelling import is_broken

from ocop_workflow.verification import PROVED, REFUTED, UNKNOWN, prove

VOTES = """
types: {vote: {p: {type: integer, minimum: 0, maximum: 10}}}
data:
  votes: {collect: vote, per: person, max: 3}
"""
CAST = "  cast: {by: worker, takes: vote, collects: votes, moves: {s0: stay}}\n"
STATES = "states: {s0: {}, s1: {}, s2: {final: completed}}\n"
BEGIN = "start: {begin: {by: worker, to: s0}}\n"
NEVER = "properties: [{never: go}]\n"
REACHED = {
    "a sum above a billion": """
types: {bid: {price: {type: number, scale: 0, minimum: 0, maximum: 100000000000}}}
data: {bids: {collect: bid, per: person, max: 3}}
"""
    + BEGIN
    + STATES
    + """events:
  bid: {by: worker, takes: bid, collects: bids, moves: {s0: stay}}
  go: {by: worker, when: "bids.sum(b, b.price) >= 5000000000", moves: {s0: s2}}
""",
    "a mean that is only stored": VOTES
    + "  score: {type: number, scale: 1, minimum: 1, maximum: 10}\n"
    + BEGIN
    + STATES
    + "events:\n"
    + CAST
    + """
  close: {by: worker, when: size(votes) > 0, sets: {score: "round(votes.mean(v, v.p), 1)"}, moves: {s0: s1}}
  go: {by: worker, when: has(score), moves: {s1: s2}}
""",
    "a mean stored as a small number that is compared with another": VOTES
    + "  low: {type: integer, minimum: 0, maximum: 10}\n  high: {type: integer, minimum: 0, maximum: 10}\n"
    + "start: {begin: {by: worker, to: s0, takes: [low]}}\n"
    + STATES
    + "events:\n"
    + CAST
    + """
  close: {by: worker, when: size(votes) > 0, sets: {high: "round(votes.mean(v, v.p), 0)"}, moves: {s0: s1}}
  go: {by: worker, when: has(high) && high > low && high < low + 2 && low > 0, moves: {s1: s2}}
""",
    "a payload wider than the field that keeps it": """
data: {score: {type: integer, minimum: 100, maximum: 1000}}
"""
    + BEGIN
    + STATES
    + """events:
  close: {by: worker, takes: {x: {type: integer, minimum: 0, maximum: 5000}},
    sets: {score: taken.x}, moves: {s0: s1}}
  go: {by: worker, when: has(score), moves: {s1: s2}}
""",
    "the one whole number between two constants": BEGIN
    + STATES
    + """events:
  go: {by: worker, takes: {x: {type: integer, minimum: 0, maximum: 5000}},
    when: taken.x > 4.5 && taken.x < 5.2, moves: {s0: s2}}
""",
    "the one tenth between two constants": BEGIN
    + STATES
    + """events:
  go: {by: worker, takes: {x: {type: number, scale: 1, minimum: 0, maximum: 50}},
    when: taken.x > 4.45 && taken.x < 4.52, moves: {s0: s2}}
""",
    "a half that is rounded up": """
data: {score: {type: number, scale: 0, minimum: 0, maximum: 100}}
"""
    + BEGIN
    + STATES
    + """events:
  close: {by: worker, takes: {x: {type: number, scale: 2, minimum: 0, maximum: 100}},
    when: taken.x < 49.51, sets: {score: "round(taken.x, 0)"}, moves: {s0: s1}}
  go: {by: worker, when: has(score) && score >= 50, moves: {s1: s2}}
""",
    "what only three ways of rounding tell apart": """
data:
  cut: {type: number, scale: 0, minimum: 0, maximum: 100}
  whole: {type: number, scale: 0, minimum: 0, maximum: 100}
  tenth: {type: number, scale: 1, minimum: 0, maximum: 100}
"""
    + BEGIN
    + STATES
    + """events:
  close:
    by: worker
    takes: {x: {type: number, scale: 2, minimum: 0, maximum: 100}}
    sets: {cut: "floor(taken.x, 0)", whole: "round(taken.x, 0)", tenth: "round(taken.x, 1)"}
    moves: {s0: s1}
  go: {by: worker, when: "has(cut) && has(whole) && has(tenth) && cut == 49 && whole == 50 && tenth < 49.8",
    moves: {s1: s2}}
""",
    "a value just below the next whole one, cut off": """
data: {score: {type: number, scale: 0, minimum: 0, maximum: 100}}
"""
    + BEGIN
    + STATES
    + """events:
  close: {by: worker, takes: {x: {type: number, scale: 2, minimum: 0, maximum: 100}},
    when: taken.x > 50.98, sets: {score: "floor(taken.x, 0)"}, moves: {s0: s1}}
  go: {by: worker, when: has(score) && score < 51, moves: {s1: s2}}
""",
    "a value beside a constant on its grid": BEGIN
    + STATES
    + """events:
  go: {by: worker, takes: {x: {type: number, scale: 2, minimum: 0, maximum: 100}},
    when: taken.x > 50 && taken.x < 50.02, moves: {s0: s2}}
""",
    "a constant itself": BEGIN
    + STATES
    + """events:
  go: {by: worker, takes: {x: {type: number, scale: 2, minimum: 0, maximum: 100}},
    when: taken.x == 49.99, moves: {s0: s2}}
""",
    "a word that no guard names": """
data: {k: {enum: [red, blue, green, grey]}}
start: {begin: {by: worker, to: s0, takes: [k]}}
"""
    + STATES
    + """events:
  go: {by: worker, when: "k != 'red' && k != 'green'", moves: {s0: s2}}
""",
    "an optional field that is left out": BEGIN
    + STATES
    + """events:
  go: {by: worker, takes: {x: {type: integer, minimum: 0, maximum: 5, optional: true}},
    when: "!has(taken.x)", moves: {s0: s2}}
""",
    "a clock whose time chooses what it reads": """
data: {a: {type: date}, b: {type: date}, f: {type: boolean}}
start: {begin: {by: worker, to: s0, takes: [a, f]}}
"""
    + STATES
    + """events:
  go: {by: clock, at: "f ? a : b", moves: {s0: s2}}
""",
    "what an event attested": """
start: {begin: {by: worker, to: s0, attests: [ask]}}
"""
    + STATES
    + """events:
  ask: {by: worker, moves: {s1: s0}}
  go: {by: worker, requires: [ask], moves: {s0: s2}}
""",
    "an open parameter that must have one value throughout": """
parameters: {limit: {type: integer, minimum: 0, maximum: 3}}
"""
    + BEGIN
    + STATES
    + """events:
  close: {by: worker, when: limit > 1, moves: {s0: s1}}
  go: {by: worker, when: limit < 3, moves: {s1: s2}}
""",
    "an optional parameter that is set": """
parameters: {strict: {type: boolean, optional: true}}
"""
    + BEGIN
    + STATES
    + """events:
  close: {by: worker, when: has(strict) && strict, moves: {s0: s1}}
  go: {by: worker, when: has(strict), moves: {s1: s2}}
""",
}


@pytest.mark.parametrize("text", REACHED.values(), ids=REACHED)
def test_what_can_be_reached_is_reached_and_told(text: str) -> None:
    found = verdict(text + NEVER)
    assert found.verdict == REFUTED
    assert found.story is not None
    assert is_broken(found.story, found.claim)


def test_a_step_that_sets_what_its_field_cannot_hold_never_happens_though_nobody_reads_the_field() -> None:
    data = "data: {half: {type: number, scale: 2, minimum: 0.48, maximum: 0.52}}\n"
    go = 'go: {by: worker, takes: {i: {type: integer, minimum: 0, maximum: 3}}, sets: {half: "round(taken.i, 2)"}'
    text = data + BEGIN + STATES + f"events:\n  {go}, moves: {{s0: s2}}}}\n" + NEVER
    assert verdict(text).verdict == PROVED


def test_what_is_due_at_once_is_told_together() -> None:
    clocks = "".join(
        f"  {name}: {{by: clock, after: 2 days, moves: {{s0: stay}}}}\n" for name in ("go", "other")
    )
    found = verdict(BEGIN + STATES + "events:\n" + clocks + NEVER)
    assert found.story is not None
    assert [step.event for step in found.story.steps] == ["begin", "go", "other"]
    assert is_broken(found.story, found.claim)


def test_a_value_with_eight_digits_is_never_proved_away() -> None:
    mean = "votes.mean(v, v.p) > 0.33333333 && votes.mean(v, v.p) < 0.33333334"  # a third
    text = VOTES + BEGIN + STATES + "events:\n" + CAST
    text += f'  go: {{by: worker, when: "size(votes) > 0 && {mean}", moves: {{s0: s2}}}}\n' + NEVER
    assert verdict(text).verdict in (REFUTED, UNKNOWN)


@pytest.mark.parametrize(
    ("close", "go"),
    [("limit > 1", "limit < 2"), ("limit == 0", "limit != 0"), ("limit + 1 > 3", "limit + 1 < 3")],
)
def test_an_open_parameter_has_one_value_throughout(close: str, go: str) -> None:
    text = f"""
parameters: {{limit: {{type: integer, minimum: 0, maximum: 3}}}}
{BEGIN}
{STATES}
events:
  close: {{by: worker, when: {close}, moves: {{s0: s1}}}}
  go: {{by: worker, when: {go}, moves: {{s1: s2}}}}
{NEVER}"""
    assert verdict(text).verdict == PROVED


def test_a_given_parameter_is_a_constant() -> None:
    from attrs import evolve

    text = f"""
parameters: {{limit: {{type: number, scale: 1, minimum: 0, maximum: 90}}, strict: {{type: boolean, optional: true}}}}
{BEGIN}
{STATES}
events:
  close: {{by: worker, takes: {{x: {{type: number, scale: 1, minimum: 0, maximum: 100}}}},
    when: taken.x > limit, moves: {{s0: s1}}}}
  go: {{by: worker, moves: {{s1: s2}}}}
properties: [{{never: {{event: close, where: taken.x <= 50}}}}]
"""
    definition = small(text)
    for limit, expected in (("49.9", REFUTED), ("50", PROVED)):
        from decimal import Decimal

        (found,) = prove(evolve(definition, values={"limit": Decimal(limit)})).verdicts
        assert found.verdict == expected


def test_an_existence_that_counts_is_not_judged_as_if_it_did_not() -> None:
    text = BEGIN + STATES + "events: {go: {by: worker, moves: {s0: s2}}}\n"
    assert verdict(text + "properties: [{existence: go}]\n").verdict == PROVED
    assert verdict(text + "properties: [{existence: go, times: 1}]\n").verdict == PROVED
    assert verdict(text + "properties: [{existence: go, times: 2}]\n").verdict == REFUTED


def test_an_invariant_that_has_no_value_does_not_hold() -> None:
    text = f"""
data: {{a: {{type: integer, minimum: 0, maximum: 5}}}}
{BEGIN}
{STATES}
events: {{go: {{by: worker, takes: [a], moves: {{s0: s2}}}}}}
properties: [{{invariant: a < 9}}]
"""
    found = verdict(text)
    assert found.verdict == REFUTED
    assert found.story is not None
    assert [step.event for step in found.story.steps] == ["begin"]


def test_the_same_term_has_one_value_in_a_step_and_in_what_is_said_of_it() -> None:
    text = (
        VOTES
        + BEGIN
        + STATES
        + "events:\n"
        + CAST
        + """
  go: {by: worker, when: size(votes) >= 2, moves: {s0: [{when: size(votes) < 2, to: s1}, {else: s2}]}}
  again: {by: worker, moves: {s1: s0}}
properties:
  - {never: {event: go, where: size(votes) < 2}}
  - {never: again}
"""
    )
    from verification.files import proofs

    assert [found.verdict for found in proofs(text).verdicts] == [PROVED, PROVED]
