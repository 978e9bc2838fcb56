"""What a proof rests on: `requires` that enforce, or the order in which events can happen at all."""

import pytest
from verification.files import verdict
from verification.retelling import is_broken

from ocop_workflow.verification import PROVED, REFUTED

IN_A_ROW = "{s0: s1}"
FROM_ANYWHERE = "{s0: s1, s1: stay}"


def grant(*, requires: str = "", first: str = "{s0: s1}", then: str = "{s1: s2}", start: str = "") -> str:
    return f"""
start: {{begin: {{by: worker, to: s0{start}}}}}
states: {{s0: {{}}, s1: {{}}, s2: {{final: completed}}}}
events:
  approve: {{by: worker, moves: {first}}}
  grant: {{by: worker{requires}, moves: {then}}}
properties: [{{precedence: [approve, grant]}}]
"""


@pytest.mark.parametrize(
    ("text", "carried_by"),
    [
        (grant(), None),  # nothing enforces: there is nothing to tell apart
        (grant(requires=", requires: [approve]"), "flow"),
        (grant(requires=", requires: [approve]", then="{s0: s2, s1: s2}"), "requires"),
        (grant(requires=", requires: [approve]", first="{s0: stay}", then="{s0: s2}"), "requires"),
    ],
    ids=["order alone", "both", "requires, for there is a shortcut", "requires, for all is open"],
)
def test_a_precedence_tells_what_carries_it(text: str, carried_by: str | None) -> None:
    found = verdict(text)
    assert (found.verdict, found.carried_by) == (PROVED, carried_by)


@pytest.mark.parametrize("then", ["{s0: s2, s1: s2}", "{s0: s2}"])
def test_without_what_enforces_it_and_with_a_shortcut_the_story_is_told(then: str) -> None:
    found = verdict(grant(then=then))
    assert found.verdict == REFUTED
    assert found.story is not None
    assert [step.event for step in found.story.steps] == ["begin", "grant"]
    assert is_broken(found.story, found.claim)


def test_what_is_attested_counts() -> None:
    open_to_all = {"requires": ", requires: [approve]", "then": "{s0: s2, s1: s2}"}
    assert verdict(grant(**open_to_all, start=", attests: [approve]")).verdict == PROVED
    assert verdict(grant(then="{s0: s2, s1: s2}", start=", attests: [approve]")).verdict == PROVED
    assert verdict(grant(then="{s0: s2, s1: s2}", start=", attests: [grant]")).verdict == REFUTED
