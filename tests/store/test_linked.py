"""Cases that are linked: looked up in the event's transaction, recorded, refused where unknown."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from store.racing import FOLDER, PRODUCER, SECRETARY
from store.support import Clock, Database

from ocop_workflow import Actor, DefinitionError, Facts, Refused, Store, Workflow, load
from ocop_workflow.engine import fold
from ocop_workflow.reading.counterparts import unchecked

COUNCIL = Actor("c", roles=["council"])
ROUND, PRODUCT = load(FOLDER / "round.yaml"), load(FOLDER / "product.yaml")


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(reason.code, reason.text.say("en")) for reason in refused.value.reasons]


def opened(store: Store) -> None:
    store.start(ROUND, {"year": 2024}, actor=SECRETARY, id="R")
    store.start(PRODUCT, actor=PRODUCER, id="P")


def test_a_round_waits_for_its_products_and_the_entry_says_what_was_seen(store: Store) -> None:
    opened(store)
    store.fire("P", "submit", {"round": "R"}, actor=PRODUCER)
    assert store.history("P")[-1].seen == {"guards": {"round_open": {"round_open": True}}}
    with pytest.raises(Refused) as refused:
        store.fire("R", "close", actor=SECRETARY)
    assert codes(refused) == [("guard_unmet", "Some products are not decided yet")]
    assert refused.value.reasons[0].values == {"undecided": 1}
    assert store.links("R") == {"undecided": 1}
    store.fire("P", "rank", actor=COUNCIL)
    closed = store.fire("R", "close", actor=SECRETARY)
    assert store.history("R")[-1].seen == {"guards": {"undecided == 0": {"undecided": 0}}}
    assert fold(ROUND.machine, store.history("R")) == closed
    store.start(PRODUCT, actor=PRODUCER, id="Q")
    with pytest.raises(Refused) as refused:
        store.fire("Q", "submit", {"round": "R"}, actor=PRODUCER)
    assert codes(refused) == [("guard_unmet", "The round is not open")]


def test_what_deciding_is_told_can_be_had_to_decide_elsewhere(store: Store, clock: Clock) -> None:
    opened(store)
    store.fire("P", "submit", {"round": "R"}, actor=PRODUCER)
    later = clock() + timedelta(days=400)
    foretold = {case_id: store.facts(case_id, at=later) for case_id in ("R", "P")}
    clock.now = later
    for case_id, facts in foretold.items():
        assert facts.now == later
        workflow, case = store.workflow(case_id), store.get(case_id)
        for actor in (SECRETARY, PRODUCER, COUNCIL):
            known = workflow.decisions(case, actor=actor, at=later, facts=facts)
            assert known == store.decisions(case_id, actor=actor)
    assert store.facts("R").links == store.links("R")


@pytest.mark.parametrize(
    ("given", "told"),
    [("nowhere", "“Round” there is no case “nowhere” of “round”"), ("P", "must be a case of “round”")],
)
def test_a_reference_is_to_a_case_that_exists_and_of_that_workflow(
    store: Store, given: str, told: str
) -> None:
    opened(store)
    with pytest.raises(Refused) as refused:
        store.fire("P", "submit", {"round": given}, actor=PRODUCER)
    (reason,) = refused.value.reasons
    assert reason.code == "invalid_payload"
    assert told in reason.text.say("en")


def test_a_link_that_ends_with_its_visit_is_not_counted_any_more(store: Store) -> None:
    opened(store)
    store.fire("P", "submit", {"round": "R"}, actor=PRODUCER)
    case = store.fire("P", "return", actor=COUNCIL)
    assert "round" not in case.data
    assert store.links("R") == {"undecided": 0}
    assert not store.verify("P")


def test_decisions_need_the_payload_that_says_which_round(store: Store) -> None:
    opened(store)
    found = {each.event: each for each in store.decisions("P", actor=PRODUCER)}
    assert list(found["submit"].needs) == ["round"]


def test_a_link_row_that_somebody_changed_is_found(store: Store, database: Database) -> None:
    opened(store)
    store.fire("P", "submit", {"round": "R"}, actor=PRODUCER)
    assert not store.verify("P")
    store.close()
    database.tamper("DELETE FROM workflow_link")
    with Store.connect(database.url) as again:
        assert [finding.code for finding in again.verify("P")] == ["case_columns_differ"]


@pytest.mark.parametrize(
    ("links", "told"),
    [({}, "were not looked up"), ({"undecided": 1001}, "more than the declared 1000")],
)
def test_without_facts_the_pure_decision_is_a_refusal(links: dict[str, object], told: str) -> None:
    at = datetime(2024, 1, 1, tzinfo=UTC)
    facts = Facts(now=at, case_id="R")
    case = ROUND.decide(None, "open_round", {"year": 2024}, actor=SECRETARY, at=at, facts=facts).case
    decision = ROUND.decide(case, "close", actor=SECRETARY, at=at, facts=Facts(now=at, links=links))
    (reason,) = decision.reasons
    assert reason.code == "guard_error"
    assert told in reason.text.say("en")
    assert reason.text.say("vi") != reason.text.say("en")
    assert ROUND.decide(
        case, "close", actor=SECRETARY, at=at, facts=Facts(now=at, links={"undecided": 0})
    ).allowed


LAPSING = """\
workflow: round
version: "2"
timezone: Asia/Ho_Chi_Minh
roles: {secretary: {}}
start: {open_round: {by: secretary, to: open}}
states: {open: {}, closed: {final: completed}}
events: {end: {by: clock, after: 3 days, moves: {open: closed}}}
"""


def test_a_linked_case_is_asked_as_time_has_left_it(store: Store, clock: Clock, tmp_path: Path) -> None:
    """The round is over although nobody has fired its clock yet."""
    (tmp_path / "lapsing.yaml").write_text(LAPSING)
    store.start(load(tmp_path / "lapsing.yaml"), actor=SECRETARY, id="R")
    store.start(PRODUCT, actor=PRODUCER, id="P")
    clock.forward(days=4)
    assert store.get("R").state == "open"
    with pytest.raises(Refused) as refused:
        store.fire("P", "submit", {"round": "R"}, actor=PRODUCER)
    assert codes(refused) == [("guard_unmet", "The round is not open")]


def test_a_version_without_the_state_that_is_asked_for_is_told(store: Store, tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(LAPSING.replace("open:", "begun:").replace("to: open", "to: begun"))
    store.start(load(tmp_path / "other.yaml"), actor=SECRETARY, id="R")
    store.start(PRODUCT, actor=PRODUCER, id="P")
    with pytest.raises(Refused) as refused:
        store.fire("P", "submit", {"round": "R"}, actor=PRODUCER)
    ((code, text),) = codes(refused)
    assert code == "guard_error"
    assert "round@2 has no state or tag “open”" in text


def beside(folder: Path, old: str, new: str) -> Workflow:
    for name in ("round", "product"):
        (folder / f"{name}.yaml").write_text((FOLDER / f"{name}.yaml").read_text("utf-8"), "utf-8")
    file = folder / "round.yaml"
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    return load(file)


@pytest.mark.parametrize(
    ("old", "new", "code", "hint"),
    [
        ("in: evaluation", "in: evaluaton", "link_state", "evaluation"),
        ("by: round", "by: rond", "link_field", "round"),
    ],
)
def test_names_of_the_other_workflow_are_checked_where_it_is_found(
    tmp_path: Path, old: str, new: str, code: str, hint: str
) -> None:
    with pytest.raises(DefinitionError) as raised:
        beside(tmp_path, old, new)
    (problem,) = raised.value.problems
    line = next(
        n for n, text in enumerate((tmp_path / "round.yaml").read_text("utf-8").split("\n"), 1) if new in text
    )
    assert (problem.code, problem.position.line) == (code, line)
    assert hint in problem.hint.say("en")
    assert problem.message.vi != problem.message.en


def test_what_is_linked_elsewhere_is_told(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError) as raised:
        beside(tmp_path, "workflow: round", "workflow: lap")
    assert [problem.code for problem in raised.value.problems] == ["link_elsewhere"]


def test_a_workflow_that_is_not_found_is_named_as_unchecked(tmp_path: Path) -> None:
    found = unchecked(beside(tmp_path, "count: product", "count: nowhere").definition, dict)
    assert [each.workflow for each in found] == ["nowhere"]
    assert not unchecked(ROUND.definition, dict)
