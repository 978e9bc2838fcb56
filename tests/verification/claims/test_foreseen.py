"""Days that a step computes can be claimed of the data right after it; a wrong one is refuted by a story."""

import pytest
from verification.files import verdict
from verification.retelling import is_broken

from ocop_workflow.verification import PROVED, REFUTED, UNKNOWN

LAW = """
data: {signed: {type: date}, until: {type: date}, notice: {type: date}}
start: {begin: {by: worker, to: open}}
states: {open: {}, granted: {goal: true}}
events:
  grant:
    by: worker
    takes: [signed]
    sets: {until: "months(taken.signed, 36)", notice: "days(months(taken.signed, 36), -30)"}
    moves: {open: granted}
  extend: {by: worker, moves: {granted: [{else: stay, sets: {until: "months(until, 12)"}}]}}
properties: [{at: {event: CLAIM}}]
"""
RIGHT = (
    'grant, holds: "until == months(signed, 36)"',
    'grant, holds: "notice == days(until, -30) && until == months(signed, 36)"',
)
WRONG = (
    'grant, holds: "until == months(signed, 35)"',
    'grant, holds: "notice == days(until, -29)"',
    'grant, holds: "until == signed"',
)


@pytest.mark.parametrize("claim", RIGHT)
def test_what_is_computed_so_is_proved(claim: str) -> None:
    assert verdict(LAW.replace("CLAIM", claim)).verdict == PROVED


@pytest.mark.parametrize("claim", WRONG)
def test_what_is_computed_otherwise_is_refuted_by_a_story_that_breaks_the_claim_itself(claim: str) -> None:
    found = verdict(LAW.replace("CLAIM", claim))
    assert found.verdict == REFUTED
    assert found.story is not None
    assert is_broken(found.story, found.claim)
    assert [step.event for step in found.story.steps] == ["begin", "grant"]


@pytest.mark.parametrize("claim", RIGHT)
def test_a_changed_law_refutes_the_right_claim(claim: str) -> None:
    changed = LAW.replace('until: "months(taken.signed, 36)"', 'until: "months(taken.signed, 37)"')
    assert verdict(changed.replace("CLAIM", claim)).verdict == REFUTED


def test_what_a_branch_computes_is_still_not_known() -> None:
    """Of what only a branch writes nothing is foreseen, were it ever so right."""
    assert verdict(LAW.replace("CLAIM", 'extend, holds: "until == months(until, 12)"')).verdict == UNKNOWN


def test_what_may_not_be_set_is_not_taken_for_granted() -> None:
    optional = LAW.replace("takes: [signed]", "takes: {signed: {type: date, optional: true}}")
    optional = optional.replace("taken.signed", "today")
    assert verdict(optional.replace("CLAIM", 'grant, holds: "until == months(signed, 36)"')).verdict != PROVED
