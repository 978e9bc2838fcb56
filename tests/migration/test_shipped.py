"""The shipped plans are proved, nothing is waived that need not be, and what a wrong one breaks is told as a story."""

from pathlib import Path

import pytest

from ocop_workflow.migration import check_plan, load_plan, read_plan
from ocop_workflow.migration.catalogue import find_plan, plans
from ocop_workflow.verification import PROVED, REFUTED
from ocop_workflow.verification.tell import story_lines

PLANS = {"ocop-product@1048-148": 4, "ocop-product@148-148-1489": 14}  # claims that are waived

STRAIGHT = """\
  district_decision:
    - {when: has(before.issued_at), to: city_decision, sets: {issued_at: heir}}
    - {else: city_decision}
"""


def test_every_plan_of_the_catalogue_is_looked_at() -> None:
    assert plans().keys() == PLANS.keys()


@pytest.mark.parametrize("name", PLANS)
def test_a_shipped_plan_is_proved_for_all_values_of_what_is_open(name: str) -> None:
    checked = check_plan(load_plan(name))
    assert (checked.short, checked.idle, checked.gaps) == ((), (), ())
    assert (checked.proofs.flow.stuck, checked.proofs.flow.endless) == ((), ())
    assert checked.holds
    verdicts = {verdict.verdict for verdict in checked.proofs.verdicts}
    assert verdicts == {PROVED, REFUTED}
    assert len({waiver.claim for waiver, _ in checked.waived}) == PLANS[name]
    assert all(waiver.decision and waiver.reason.vi and waiver.reason.en for waiver, _ in checked.waived)
    own = {claim.position for claim in checked.composed.plan.properties}
    whole = [verdict for verdict in checked.proofs.verdicts if verdict.claim.position in own]
    assert whole
    assert {verdict.verdict for verdict in whole} == {PROVED}


def test_a_plan_by_which_the_city_would_decide_on_a_district_s_scores_is_refuted_with_the_story() -> None:
    file = find_plan("ocop-product@148-148-1489")
    text = file.read_text("utf-8").replace("states: #", f"states:\n{STRAIGHT}  #", 1)
    checked = check_plan(read_plan(Path(file), text))
    broken = [verdict for verdict in checked.short if verdict.claim in checked.composed.definition.properties]
    (verdict,) = (each for each in broken if each.claim.title.en and "its own council" in each.claim.title.en)
    assert verdict.verdict == REFUTED
    assert verdict.story is not None
    told = [line.say("vi") for line in story_lines(verdict.story)]
    assert verdict.story.steps[-1].event.endswith("recognise")
    assert not any(step.target.endswith("city_scoring") for step in verdict.story.steps)
    assert "Hội đồng cấp huyện chấm điểm" in " ".join(told)
