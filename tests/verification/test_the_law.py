"""The claims of the shipped cycles are proved; a line changed for the worse refutes the right one, with a story."""

from pathlib import Path

import pytest
from attrs import evolve, frozen
from verification.retelling import is_broken

from ocop_workflow.reading import load_definition, read_definition
from ocop_workflow.verification import PROVED, REFUTED, Budget, Flow, Proofs, prove

LAW = Path(__file__).parents[2] / "workflows" / "ocop-product" / "1048.yaml"
TEXT = LAW.read_text(encoding="utf-8")
APPROVED, PASSED, STARS_APPROVED, STARS_PASSED, FIVE, TOGETHER = range(6)
MARKED, CLOSED, SCORED, STARRED, UPGRADED, AGAIN, PROMOTED, EVALUATED_AGAIN, ANNULLED = range(6, 15)
ROUND, FOUND, NATIONAL, ONE, REVOKED, NONE, RESULT, DECIDED = range(15, 23)
FIRST = 23  # of the claims in the file; of the others `claims/` says which mistakes refute them


def proved(*edits: tuple[str, str], first: int | None = None) -> Proofs:
    text = TEXT
    for written, broken in edits:
        assert text.count(written) == 1, f"{text.count(written)} times: {written}"
        text = text.replace(written, broken)
    definition = read_definition("1048.yaml", text)
    claimed = evolve(definition, properties=definition.properties[:first])
    return prove(claimed, Budget(seconds=600))


def test_all_claims_are_proved_and_none_is_empty() -> None:
    found = proved()
    assert {verdict.verdict for verdict in found.verdicts} == {PROVED}
    assert len(found.verdicts) > 100
    assert found.flow == Flow()
    assert found.holds
    carried = {n: verdict.carried_by for n, verdict in enumerate(found.verdicts) if verdict.carried_by}
    assert carried == {APPROVED: "flow", STARS_APPROVED: "flow"}


@pytest.mark.parametrize("version", ["148", "148-1489"])
def test_all_claims_of_the_later_rule_sets_are_proved_and_none_is_empty(version: str) -> None:
    found = prove(load_definition(f"ocop-product@{version}"), Budget(seconds=600))
    assert {verdict.verdict for verdict in found.verdicts} == {PROVED}
    assert len(found.verdicts) > 100
    assert found.flow == Flow()
    assert found.holds


@frozen
class Broken:
    """A copy with a line or two changed, and the claims that fall, each with the shortest story."""

    edits: tuple[tuple[str, str], ...]
    falls: dict[int, str]


EVALUATED = "convene mark close convene mark close"  # by the district, then by the city
RENEWED = "adopt reevaluate"
LAPSED = "adopt notice_overdue expire reevaluate"
CITY = "city_scoring: [{when: passed, to: city_decision}, {when: certified, to: recognised},"
NO_REQUIRES = ("    requires: [approve_plan]\n", "")
NO_ATTESTS = ("    attests: [approve_plan]\n", "")
SHORTCUT = f"register submit_idea accept_idea submit_dossier {EVALUATED} recognise"
BROKEN = {
    "a way round the plan": Broken(
        (NO_REQUIRES, ("moves: {idea_review: planning}", "moves: {idea_review: production}")),
        {APPROVED: SHORTCUT, STARS_APPROVED: SHORTCUT},
    ),
    "nothing attested": Broken((NO_ATTESTS,), {STARS_APPROVED: "adopt"}),
    "nothing attested and nothing required": Broken(
        (NO_ATTESTS, NO_REQUIRES),
        {APPROVED: f"{RENEWED} {EVALUATED} recognise", STARS_APPROVED: "adopt"},
    ),
    "passed from 45 points": Broken(
        (("passed: {is: three", "passed: {is: points >= 45"),),
        {PASSED: f"{RENEWED} {EVALUATED} recognise", STARS_PASSED: f"{LAPSED} {EVALUATED} recognise"},
    ),
    "a failed evaluation by the city goes on": Broken(
        (
            (
                CITY + " {else: not_qualified}]",
                CITY + " {else: city_decision}]",
            ),
        ),
        dict.fromkeys((PASSED, STARS_PASSED, FOUND), f"{LAPSED} {EVALUATED} recognise"),
    ),
    "five stars from 70 points": Broken(
        (
            (
                "{when: rank == 4, to: recognised, sets: {stars: 4,",
                "{when: rank == 4, to: recognised, sets: {stars: 5,",
            ),
        ),
        dict.fromkeys((FIVE, NATIONAL), f"{RENEWED} {EVALUATED} recognise"),
    ),
    "the centre's council content with 80 points": Broken(
        (("national: {is: five", "national: {is: points >= 80"),),
        {FIVE: f"{RENEWED} {EVALUATED} recognise convene mark close recognise"},
    ),
    "an end that leaves the stars": Broken(
        (
            (
                "clears: [stars, decision, decided_on, valid_until, notice_by],\n    moves: {recognised: expired",
                "clears: [decision, decided_on, valid_until, notice_by],\n    moves: {recognised: expired",
            ),
        ),
        dict.fromkeys((TOGETHER, NONE), "adopt notice_overdue expire"),
    ),
    "a revocation that leaves the stars": Broken(
        (("thu hồi, en: Cause}}}, clears: [stars, decision,", "thu hồi, en: Cause}}}, clears: [decision,"),),
        {TOGETHER: "adopt revoke", NONE: "adopt revoke", AGAIN: "adopt revoke register_again"},
    ),
    "stars for promotion": Broken(
        (
            (
                "moves: {promotion: stay}, basis: [cycle, B]}",
                "sets: {stars: 5}, moves: {promotion: stay}, basis: [cycle, B]}",
            ),
        ),
        {
            ROUND: "adopt reevaluate withdraw promote",
            DECIDED: "adopt promote",
        },
    ),
    "stars for what was revoked": Broken(
        (
            (
                "moves: {promotion: stay}, basis: [cycle, B]}",
                "sets: {stars: 3}, moves: {revoked: stay}, basis: [cycle, B]}",
            ),
        ),
        {
            TOGETHER: "adopt revoke promote",
            AGAIN: "adopt revoke promote register_again",
            PROMOTED: "adopt revoke promote",
            ROUND: "adopt reevaluate revoke promote",
            REVOKED: "adopt revoke promote",
            NONE: "adopt revoke promote",
            DECIDED: "adopt revoke promote",
        },
    ),
    "a second certificate while the first one runs": Broken(
        (
            (
                "- {when: rank == 4, to: recognised, sets: {stars: 4, issued_at",
                "- {when: rank == 4, to: city_decision, sets: {stars: 4, issued_at",
            ),
        ),
        {ONE: f"{RENEWED} {EVALUATED} recognise recognise"},
    ),
    "a council that is sent home": Broken(
        (
            (
                "    moves: {idea_review: guided, district_review: completion,",
                "    moves: {idea_review: guided, scoring: not_qualified, district_review: completion,",
            ),
        ),
        {
            AGAIN: "adopt reevaluate convene return register_again",
            RESULT: "adopt reevaluate convene return register_again submit_dossier convene",
        },
    ),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_change_for_the_worse_refutes_the_right_claims_with_the_shortest_story(broken: Broken) -> None:
    found = proved(*broken.edits, first=FIRST)
    told = {
        number: " ".join(step.event for step in verdict.story.steps)
        for number, verdict in enumerate(found.verdicts)
        if verdict.verdict == REFUTED and verdict.story is not None
    }
    assert told == broken.falls
    for number, verdict in enumerate(found.verdicts):
        assert verdict.verdict == (REFUTED if number in broken.falls else PROVED)
        if verdict.story is not None:
            assert is_broken(verdict.story, verdict.claim)
