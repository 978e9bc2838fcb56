"""The construction permit: opinions that are missing, whoever prepared the file, and where nothing can be found."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from explanation.everybody import Everybody

from ocop_workflow import Actor, Case, Facts, load
from ocop_workflow.explanation import Explanation, explain
from ocop_workflow.reading import read_calendar, read_units

HERE = Path(__file__).parents[2] / "examples" / "construction-permit"
PERMIT = load(
    HERE / "permit.yaml",
    parameters={
        "answer_days": 10,
        "handling_days": 15,
        "completion_days": 30,
        "valid_months": 12,
        "fire_floors": 7,
    },
)
OWNER = Actor("owner", parties=["party-1"])
OFFICER = Actor("officer", roles=[("officer", "town")])
CHIEF = Actor("chief", roles=[("chief", "town")])
BOTH = Actor("both", roles=[("chief", "town"), ("officer", "town")])
AGENCY = Actor("agency", roles=[("agency", "town")])
FACTS = Facts(
    now=datetime(2024, 3, 4, 3, tzinfo=UTC),
    case_id="P-1",
    units=read_units(HERE / "units.yaml"),
    calendar=read_calendar(HERE / "calendar.yaml"),
)
PEOPLE = Everybody({actor.id: actor for actor in (OWNER, OFFICER, CHIEF, BOTH, AGENCY)})
Step = tuple[str, Actor, Mapping[str, object]]
APPLY: Step = (
    "apply",
    OWNER,
    {"applicant": "party-1", "applicant_name": "Một", "place": "town/north", "floors": 9},
)
CONSULT: Step = ("consult", BOTH, {"asked": ["fire", "power"]})


def answer(agency: str, *, agree: bool) -> Step:
    return "answer", AGENCY, {"agency": agency, "agree": agree, "text": "x"}


def answered(*, fire: bool) -> tuple[Step, ...]:
    """Both agencies have answered, and the officer has gathered it."""
    answers = (answer("power", agree=True), answer("fire", agree=fire))
    return (APPLY, CONSULT, *answers, ("gather", OFFICER, {}))


def after(*steps: Step) -> Case:
    case: Case | None = None
    for event, actor, payload in steps:
        decision = PERMIT.decide(case, event, payload, actor=actor, at=FACTS.now, facts=FACTS)
        assert decision.allowed, [reason.text.en for reason in decision.reasons]
        case = decision.case
    assert case
    return case


def asked(case: Case, event: str, **payload: object) -> Explanation:
    return explain(
        PERMIT.machine, case, event, at=FACTS.now, facts=FACTS, payload=payload or None, directory=PEOPLE
    )


def test_the_agency_that_has_not_answered_is_in_what_would_do() -> None:
    case = after(APPLY, CONSULT, answer("fire", agree=True))
    (remedy,) = asked(case, "gather").remedies
    change = remedy.changes[0]  # that nobody need be asked would do too, but nobody can write that any more
    assert [(need.what, need.relation) for need in change.needs] == [("all_answered", "holds")]
    assert set(change.data["opinions"]) == {"power", "fire"}  # type: ignore[call-overload]
    assert change.data["opinions"]["power"]["agency"] == "power"  # type: ignore[index]
    assert change.writers == ("answer",)


def test_an_agency_that_does_not_agree_would_have_to_agree() -> None:
    (remedy,) = asked(after(*answered(fire=False)), "grant").remedies
    records = remedy.changes[0].data["opinions"]
    assert records["fire"]["agree"] is True  # type: ignore[index]


def test_whoever_asked_the_agencies_is_barred_from_granting_and_told_so() -> None:
    who = asked(after(*answered(fire=True)), "grant").who
    assert who
    assert [each.actor for each in who.able or ()] == ["chief"]
    assert [(each.actor, each.reasons[0].guard) for each in who.barred or ()] == [("both", "not_by: consult")]


def test_the_party_of_the_case_is_named() -> None:
    who = asked(after(APPLY), "withdraw").who
    assert who
    assert [(post.role, post.party) for post in who.posts] == [("applicant", "party-1")]
    assert [each.actor for each in who.able or ()] == ["owner"]


def test_a_tall_house_needs_the_fire_service_among_those_asked() -> None:
    (remedy,) = asked(after(APPLY), "consult", asked=["power"]).remedies
    needs = {
        (need.what, need.relation) for change in remedy.changes for need in change.needs if not need.kept
    }
    assert ("'fire'", "in") in needs
    assert ("floors", "<") in needs


def test_without_a_payload_what_it_must_hold_is_told() -> None:
    case = after(APPLY)
    explained = asked(case, "consult")
    assert explained.reasons == ()
    assert [remedy.said.en for remedy in explained.remedies] == [
        "At least one agency must be asked",
        "The fire service must be asked about a tall building",
    ]
    assert all(remedy.changes for remedy in explained.remedies)


def test_where_the_case_can_never_come_back_no_way_is_told() -> None:
    explained = asked(after(APPLY, ("withdraw", OWNER, {})), "grant")
    assert [reason.code for reason in explained.reasons][:1] == ["wrong_state"]
    assert explained.ways == ()
