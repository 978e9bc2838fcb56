"""A claim about linked cases: of what the guards of a step saw, in proofs and along a case that runs."""

from datetime import UTC, datetime

import pytest
from verification.files import small, verdict

from ocop_workflow.access import Actor
from ocop_workflow.engine import Facts, decide, machine_of
from ocop_workflow.errors import DefinitionError
from ocop_workflow.properties import Standing
from ocop_workflow.verification import PROVED, REFUTED
from ocop_workflow.verification.log import watch

ROUND = """
data: {year: {type: integer, minimum: 2019, maximum: 2100}}
links: {undecided: {count: product, by: round, max: 100}}
start: {open_round: {by: worker, to: open, takes: [year]}}
states: {open: {}, closed: {final: completed}}
events:
  close: {by: worker, when: GUARD, moves: {open: closed}}
properties: [{never: {event: close, where: "undecided > 2"}}]
"""
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize("guard", ["undecided == 0", "undecided < 3", "undecided <= 2 && undecided != 1"])
def test_what_the_guards_let_pass_is_all_that_a_claim_can_see(guard: str) -> None:
    assert verdict(ROUND.replace("GUARD", guard)).verdict == PROVED


@pytest.mark.parametrize("guard", ["undecided != 0", "undecided < 4", "undecided == 3 || undecided == 0"])
def test_a_wrong_guard_is_told_with_what_linked_cases_said(guard: str) -> None:
    found = verdict(ROUND.replace("GUARD", guard))
    assert found.verdict == REFUTED
    assert found.story is not None
    said = found.story.steps[-1].links["undecided"]
    assert isinstance(said, int)
    assert said > 2


def test_a_claim_about_what_no_guard_asks_is_refused() -> None:
    with pytest.raises(DefinitionError, match="link_in_property"):
        small(ROUND.replace("GUARD", "year > 2020"))


@pytest.mark.parametrize(
    "claim", ["{event: close, changes: undecided > 2}", "{event: [open_round, close], where: X}"]
)
def test_only_the_where_of_one_event_speaks_of_linked_cases(claim: str) -> None:
    text = ROUND.replace("GUARD", "undecided < 4").replace('{event: close, where: "undecided > 2"}', claim)
    with pytest.raises(DefinitionError):
        small(text.replace("X", '"undecided > 2"'))


@pytest.mark.parametrize(("said", "standing"), [(3, Standing.VIOLATED), (2, Standing.HOLDS)])
def test_a_history_is_judged_by_what_was_seen_then(said: int, standing: Standing) -> None:
    machine = machine_of(small(ROUND.replace("GUARD", "undecided < 9")))
    worker = Actor("an", roles=["worker"])
    begun = decide(machine, None, "open_round", {"year": 2026}, worker, NOW, Facts(now=NOW, case_id="R"))
    facts = Facts(now=NOW, links={"undecided": said})
    closed = decide(machine, begun.case, "close", {}, worker, NOW, facts)
    assert closed.allowed
    (found,) = watch(machine, [*begun.entries, *closed.entries])
    assert found.standing is standing
