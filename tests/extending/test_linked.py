"""An extension of a workflow that others count is counted like it, whatever its new events read and link."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ocop_workflow import Actor, DefinitionError, Facts, Refused, Store, load
from ocop_workflow.model.text import Text
from ocop_workflow.reading import read_definition

HERE = Path(__file__).parent
ROUNDS = HERE.parents[1] / "examples" / "rounds"
SECRETARY, PRODUCER, COUNCIL = (Actor(role, roles=[role]) for role in ("secretary", "producer", "council"))
AT = datetime(2024, 5, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two rounds that are open, and a product of the extension in the first."""
    with Store.connect(f"sqlite:///{tmp_path / 'cases.db'}") as store:
        for name in ("R", "S"):
            store.start(load(ROUNDS / "round.yaml"), {"year": 2024}, actor=SECRETARY, id=name, at=AT)
        store.start(load(HERE / "laboratory.yaml"), actor=PRODUCER, id="P", at=AT)
        store.fire("P", "submit", {"round": "R"}, actor=PRODUCER, at=AT)
        yield store


def test_a_round_waits_for_a_product_in_any_sub_state(store: Store) -> None:
    store.fire("P", "send_sample", actor=PRODUCER, at=AT)
    assert store.get("P").state == "testing"
    assert store.links("R") == {"undecided": 1}
    with pytest.raises(Refused):
        store.fire("R", "close", actor=SECRETARY, at=AT)
    store.fire("P", "rank", actor=COUNCIL, at=AT)
    assert store.fire("R", "close", actor=SECRETARY, at=AT).state == "closed"


def test_a_link_of_the_extension_s_own_is_not_counted_by_the_base_and_holds_up_nobody(store: Store) -> None:
    store.fire("P", "send_sample", actor=PRODUCER, at=AT)
    store.fire("P", "pass_test", {"outside": "S"}, actor=COUNCIL, at=AT)
    assert (store.links("R"), store.links("S")) == ({"undecided": 1}, {"undecided": 0})
    assert store.fire("S", "close", actor=SECRETARY, at=AT).state == "closed"


@pytest.mark.parametrize("known", [False, Text(vi="không rõ", en="not known")])
def test_what_a_new_event_reads_of_links_refuses_that_event_alone(store: Store, known: object) -> None:
    facts = Facts(now=AT, links={"round_open": known})
    laboratory, case = load(HERE / "laboratory.yaml"), store.get("P")
    allowed = {
        event: laboratory.decide(case, event, actor=actor, at=AT, facts=facts).allowed
        for event, actor in (("look", PRODUCER), ("rank", COUNCIL), ("return", COUNCIL))
    }
    assert allowed == {"look": False, "rank": True, "return": True}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("events: {move: {by: council, takes: [round], moves: {submitted: stay}}}", "new_event_writes"),
        ("events: {leave: {by: council, clears: [round], moves: {submitted: stay}}}", "new_event_writes"),
        ("links: {mine: {of: round, in: open}}", "extension_base_word"),
        ("data: {round_open: {type: boolean}}", "extension_redefines"),
        ("let: {round_open: {is: 'true'}}", "extension_redefines"),
    ],
)
def test_links_of_the_base_are_neither_written_nor_said_anew(said: str, code: str) -> None:
    head = 'workflow: product\nversion: "2"\nextends: ../../examples/rounds/product.yaml\n'
    with pytest.raises(DefinitionError) as raised:
        read_definition(HERE / "mine.yaml", head + said + "\n")
    assert [problem.code for problem in raised.value.problems] == [code]
