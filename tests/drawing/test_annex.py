"""A table of rules has every refusal that can happen, whatever the workflow; and it says whole what pictures cannot."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from attrs import evolve
from drawing.rows import row_of
from hypothesis import given
from strategies import Looking, Settling, Story, stories

from ocop_workflow import Actor, load
from ocop_workflow.drawing.annex import Annex, Rule, annex_of
from ocop_workflow.engine import Facts, decide, machine_of, settle
from ocop_workflow.reading import read_definition

STUCK = """\
workflow: stuck
version: "1"
timezone: UTC
roles: {anyone: {}}
data: {count: {type: integer, minimum: 0, maximum: 1}}
start: {begin: {by: anyone, to: here, sets: {count: 1}}}
states: {here: {}, there: {final: completed}}
events:
  look: {by: anyone, moves: {here: stay}}
  tick: {by: clock, after: 2 days, sets: {count: count + 1}, moves: {here: there}}
"""
COUNCIL = """\
workflow: council
version: "1"
roles: {{anyone: {{}}}}
types: {{sheet: {{A: {{type: number, scale: 0, minimum: 0, maximum: 9}}}}}}
data: {{marks: {{collect: sheet, per: person, max: 3}}}}
start: {{begin: {{by: anyone, to: here}}}}
states: {{here: {{}}, there: {{final: completed}}}}
events:
  mark: {{by: anyone, takes: sheet, collects: marks, moves: {{here: stay}}}}
  close:
    by: anyone
    when: [{{is: "{when}"}}, {{is: "marks.mean(m, m.A) >= 1"}}]
    moves: {{here: there}}
"""
PERMIT = Path(__file__).parents[2] / "examples" / "construction-permit" / "permit.yaml"


@given(stories())
def test_every_refusal_of_a_random_workflow_is_in_its_table(story: Story) -> None:
    machine, annex, case = machine_of(story.definition), annex_of(story.definition), None
    for step in story.steps:
        if isinstance(step, Looking):
            continue
        now = step.at if isinstance(step, Settling) else step.now
        facts = Facts(now, "case-1", story.world.units, story.world.calendar, salt=b"salt")
        if isinstance(step, Settling):
            assert case is not None
            case = settle(machine, case, step.at, facts).case
            continue
        decision = decide(machine, case, step.event, step.payload, step.actor, step.at, facts)
        for reason in decision.reasons:
            assert row_of(annex, step.event, reason), (step.event, reason)
        case = decision.case


@pytest.fixture(scope="module")
def permit() -> Annex:
    return annex_of(load(PERMIT).definition)


def rule(annex: Annex, name: str) -> Rule:
    return next(each for each in annex.rules if each.name == name)


def lines(annex: Annex, name: str, about: str) -> list[tuple[str, str]]:
    found = [line.text for line in rule(annex, name).lines if line.label.say("en") == about]
    return [(text.say("vi"), text.say("en")) for text in found]


def test_rules_stand_in_the_order_of_the_file(permit: Annex) -> None:
    names = [each.name for each in permit.rules]
    assert names[:4] == ["apply", "ask_completion", "complete", "given_up"]
    assert names[-1] == "withdraw"


def test_conditions_are_said_whole_and_in_words(permit: Annex) -> None:
    assert lines(permit, "gather", "Condition") == [
        (
            "mọi “Cơ quan được hỏi” đều: Ý kiến các cơ quan gồm mục đó",
            "every one of “Agencies asked”: Opinions: that item among them",
        )
    ]
    assert lines(permit, "consult", "Condition")[1] == (
        "Số tầng < Số tầng phải hỏi phòng cháy hoặc Cơ quan được hỏi gồm Phòng cháy chữa cháy",
        "Floors < Floors from which the fire service is asked or Agencies asked: Fire service among them",
    )


def test_who_what_where_and_by_when_are_told(permit: Annex) -> None:
    assert lines(permit, "apply", "Who") == [
        ("Chủ đầu tư (người có quyền với hồ sơ)", "Applicant (whose case it is)")
    ]
    assert lines(permit, "apply", "Handed in")[3] == (
        "Số tầng: số nguyên từ 1 đến 200",
        "Floors: whole number from 1 to 200",
    )
    assert lines(permit, "grant", "Leads to") == [
        ("Chờ quyết định → Đã cấp phép", "Awaiting the decision → Permit granted")
    ]
    assert lines(permit, "grant", "Records") == [
        (
            "Phải khởi công trước ngày = hôm nay + Số tháng phải khởi công (tháng)",
            "Begin before = today + Months in which to begin (months)",
        )
    ]
    ((vietnamese, english),) = lines(permit, "overdue", "By when")
    assert vietnamese == (
        "Quá hạn giải quyết: sau Thời hạn giải quyết hồ sơ, không tính thời gian ở: Chờ bổ sung hồ sơ"
    )
    assert english.endswith("not counting the time in: Applicant completes the file")


def test_refusals_say_what_may_be_wrong_with_a_list_and_leave_out_what_cannot_happen(permit: Annex) -> None:
    answers = [row.text.say("en") for row in rule(permit, "consult").refusals]
    assert "“Agencies asked” has length …, the most is 4" in answers
    assert any(answer.startswith("“asked.…” must be one of: Fire service (fire);") for answer in answers)
    full = [row for row in rule(permit, "answer").refusals if "already has" in row.text.say("en")]
    assert full == [], "there are four agencies and room for four answers"


def test_whoever_has_no_role_there_is_told_so_for_every_way_in_which_a_unit_may_be_wrong(
    permit: Annex,
) -> None:
    refused = [row.text.say("en") for row in rule(permit, "gather").refusals if row.code == "not_permitted"]
    only = "Only these may do “Gather the answers”: Officer"
    unknown = f"{only}; the unit in charge is not known: "
    assert refused == [
        only,
        f"{unknown}no tree of units was given, so the unit of level “the town” is not known",
        f"{only}, of …",
        f"{unknown}…",
        f"{unknown}on …, … did not exist, and no unit of level “the town” stood there",
        f"{unknown}on …, … had no unit of level “the town”",
    ]


def test_who_is_bound_by_what_he_did_is_told_with_its_refusal() -> None:
    bound = STUCK.replace("look: {by: anyone, ", "look: {by: anyone, only_by: [begin], ")
    annex = annex_of(read_definition("bound.yaml", bound))
    assert lines(annex, "look", "Only by whoever did") == [("begin", "begin")]
    answers = [row for row in rule(annex, "look").refusals if row.guard == "only_by: begin"]
    assert [row.code for row in answers] == ["not_permitted"]


def test_a_clock_event_that_gets_stuck_is_told_of_whatever_is_asked() -> None:
    definition = read_definition("stuck.yaml", STUCK)
    machine, annex = machine_of(definition), annex_of(definition)
    somebody, start = Actor("somebody", roles=["anyone"]), datetime(2024, 3, 1, tzinfo=UTC)
    case = decide(machine, None, "begin", {}, somebody, start, Facts(start, "case-1")).case
    later = start + timedelta(days=9)
    (reason,) = decide(machine, case, "look", {}, somebody, later, Facts(later)).reasons
    assert (
        reason.text.en
        == "“tick” is due but cannot happen: “count” cannot be written: the value must be from 0 to 1, got 2"
    )
    found = row_of(annex, "look", reason)
    assert found
    assert found in rule(annex, "tick").refusals


@pytest.mark.parametrize(
    ("when", "told"), [("true", True), ("size(marks) >= 0", True), ("size(marks) > 0", False)]
)
def test_a_mean_of_nothing_is_told_unless_a_condition_rules_it_out(when: str, *, told: bool) -> None:
    definition = read_definition("council.yaml", COUNCIL.format(when=when))
    answers = [row.text.say("en") for row in rule(annex_of(definition), "close").refusals]
    empty = "“marks.mean(m, m.A) >= 1” cannot be computed: The list is empty, so `marks.mean(m, m.A)` has no value."
    assert (empty in answers) is told


def test_a_level_that_the_case_does_not_say_yet_is_told() -> None:
    annex = annex_of(load("ocop-product@148-1489").definition)
    answers = [row.text.say("en") for row in rule(annex, "revoke").refusals]
    field = "“Level that issued the certificate, or watches over it”"
    unset = f"{field} is not set yet, so the level in charge is not known"
    assert any(answer.endswith(unset) for answer in answers)


def test_every_row_exists_in_both_languages(permit: Annex) -> None:
    for each in permit.rules:
        texts = [line.text for line in each.lines] + [row.text for row in each.refusals]
        assert all(text.vi and text.en for text in texts)


def test_a_source_without_an_address_in_one_language_has_that_of_the_other() -> None:
    annex = annex_of(load("ocop-product@148-1489").definition)
    assert all(source.addresses for source in annex.sources if source.name != "own")
    cited = annex.cited(("renewal", "again", "B", "own"))
    assert [(each.name, each.mark) for each in cited] == [("renewal", "B"), ("again", "B"), ("own", None)]


def test_no_term_says_the_same_twice() -> None:
    annex = annex_of(load("ocop-product@148-1489").definition)
    terms = next(section.lines for section in annex.sections if section.name == "terms")
    assert len(terms) > 4
    assert [line.label for line in terms if line.label == line.text] == []


def test_parameters_that_are_open_stand_for_themselves() -> None:
    definition = load("ocop-product@148-1489").definition
    who = lines(annex_of(definition), "accept_idea", "Who")
    assert who[0][0] == "‹Ai xét ý tưởng, phương án›, cấp: ‹Cấp nhận và xét ý tưởng, phương án›"
    chosen = evolve(definition, values={"plan_level": "commune", "plan_officer": "reviewer"})
    assert lines(annex_of(chosen), "accept_idea", "Who")[0][0] == "Người xét ý tưởng, phương án, cấp: xã"
