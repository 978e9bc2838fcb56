import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from store.support import (
    CITIZEN,
    DOSSIER,
    OFFICER,
    REGISTRATION,
    Clock,
    Database,
    approved,
    begun,
    dossier,
    member,
)

from ocop_workflow import Actor, Case, DefinitionError, Refused, Store, Workflow, load
from ocop_workflow.engine import fold
from ocop_workflow.errors import StoreError


def reopened(database: Database, clock: Clock) -> Store:
    return Store.connect(database.url, clock=clock)


def test_a_case_is_started_fired_and_read_again_by_a_second_store(
    store: Store, database: Database, clock: Clock
) -> None:
    case = approved(store, clock)
    assert (case.state, case.seq) == ("valid", 5)
    with reopened(database, clock) as other:
        assert other.get("D-1") == case
        assert other.history("D-1") == store.history("D-1")
        assert other.verify("D-1") == ()


def test_the_stored_history_folds_to_the_stored_case_after_every_event(store: Store, clock: Clock) -> None:
    machine = dossier().machine
    seen: list[Case] = [approved(store, clock)]
    clock.forward(days=60)
    store.fire_due()
    history = store.history("D-1")
    assert fold(machine, history) == store.get("D-1")
    assert fold(machine, history[: seen[0].seq]) == seen[0]


def test_a_case_runs_on_the_definition_that_the_store_keeps_and_needs_no_file(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    copy = tmp_path / "gone.yaml"
    copy.write_text(DOSSIER.read_text("utf-8"), "utf-8")
    with reopened(database, clock) as store:
        store.start(
            load(copy, parameters={"quorum": 2}), REGISTRATION, actor=CITIZEN, id="D-1", event="register"
        )
    copy.unlink()
    with reopened(database, clock) as store:
        assert store.fire("D-1", "submit", actor=CITIZEN).state == "review"
        assert store.workflow("D-1").digest == dossier().digest


def test_a_workflow_is_built_once_for_all_stores_of_a_process(
    store: Store, database: Database, clock: Clock
) -> None:
    begun(store)
    with Store.connect(database.url, clock=clock) as one, Store.connect(database.url, clock=clock) as other:
        assert one.workflow("D-1") is other.workflow("D-1") is not store.workflow("D-1")


def test_every_digit_of_a_number_is_kept(store: Store, database: Database, clock: Clock) -> None:
    case = approved(store, clock)
    assert case.data["amount"] == Decimal("1234567.12345678")
    assert case.data["mean"] == Decimal("50.0000")  # of 49.995 and 50.005001, half away from zero
    assert case.data["marks"] == {
        "m-1": {"points": Decimal("49.995")},
        "m-2": {"points": Decimal("50.005001")},
    }
    with reopened(database, clock) as other:
        assert other.get("D-1").data == case.data
        for value, again in zip(case.data.values(), other.get("D-1").data.values(), strict=True):
            assert type(value) is type(again)


def test_a_refusal_tells_its_reasons_and_writes_nothing(store: Store, database: Database) -> None:
    begun(store)
    before = database.dump()
    with pytest.raises(Refused) as refused:
        store.fire("D-1", "approve", {"valid_until": "2021-01-01"}, actor=CITIZEN)
    assert [reason.code for reason in refused.value.reasons] == ["wrong_state", "not_permitted"]
    assert database.dump() == before


def test_an_unknown_case_is_told_in_both_languages(store: Store) -> None:
    for ask in (store.get, store.history, store.verify, store.workflow):
        with pytest.raises(StoreError, match="no case") as error:
            ask("nobody")
        assert error.value.code == "unknown_case"
        assert "nobody" in error.value.text("vi")


def test_an_id_is_not_given_twice(store: Store) -> None:
    begun(store)
    with pytest.raises(StoreError) as error:
        begun(store)
    assert error.value.code == "case_exists"


def test_a_start_is_named_where_there_are_several(store: Store) -> None:
    with pytest.raises(StoreError, match="register, adopt"):
        store.start(dossier(), REGISTRATION, actor=CITIZEN)


def test_a_case_does_not_start_while_a_required_parameter_is_open(store: Store, database: Database) -> None:
    before = database.dump()
    with pytest.raises(DefinitionError, match="quorum"):
        store.start(load(DOSSIER), REGISTRATION, actor=CITIZEN, event="register")
    assert database.dump() == before


def test_the_time_is_the_clock_s_unless_said_and_never_the_future_s(store: Store, clock: Clock) -> None:
    assert begun(store).at == clock.now
    clock.forward(days=3)
    earlier = datetime(2020, 2, 4, 10, 0, tzinfo=UTC)
    assert store.fire("D-1", "submit", actor=CITIZEN, at=earlier).at == earlier
    assert store.history("D-1")[-1].recorded == clock.now
    with pytest.raises(Refused):
        store.fire("D-1", "remark", actor=OFFICER, at=datetime(2020, 2, 7, tzinfo=UTC))
    with pytest.raises(TypeError):
        store.fire("D-1", "remark", actor=OFFICER, at=datetime(2020, 2, 5))  # noqa: DTZ001 - that is the point


def test_a_clock_that_went_back_does_not_stop_who_names_no_time(store: Store, clock: Clock) -> None:
    first = begun(store).at
    clock.forward(minutes=-5)
    case = store.fire("D-1", "submit", actor=CITIZEN)
    assert (case.at, case.seq) == (first, 2)


def test_due_clock_events_are_fired_once_each_at_its_time(store: Store, clock: Clock) -> None:
    approved(store, clock, "D-1", until="2020-03-01")
    store.start(dossier(), {"valid_until": "2020-04-01"}, actor=OFFICER, id="D-2", event="adopt")
    assert store.fire_due() == ()
    clock.forward(days=30)
    (entry,) = store.fire_due()
    assert (entry.case, entry.event, entry.actor) == ("D-1", "lapse", None)
    assert entry.due == datetime(2020, 2, 29, 17, 0, tzinfo=UTC)  # 00:00 of 1 March in Hải Phòng
    assert store.fire_due() == ()
    with pytest.raises(StoreError, match="has not come"):
        store.fire_due(datetime(2020, 5, 1, tzinfo=UTC))
    assert store.get("D-2").state == "valid"
    assert store.verify("D-1") == ()


def test_one_case_that_cannot_be_settled_does_not_hold_up_the_others(
    database: Database, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    with reopened(database, clock) as store:
        approved(store, clock, "D-1", until="2020-03-01")
        other = Workflow(evolve(dossier().definition, version="2"))
        store.start(other, {"valid_until": "2020-04-01"}, actor=OFFICER, id="D-2", event="adopt")
    database.tamper("UPDATE workflow_definition SET document = '{}' WHERE version = '1'")
    clock.forward(days=90)
    with reopened(database, clock) as store:
        assert [entry.case for entry in store.fire_due()] == ["D-2"]
    assert "D-1" in caplog.text


def test_due_clock_events_are_written_with_the_event_that_settled_them(
    store: Store, database: Database, clock: Clock
) -> None:
    approved(store, clock)
    clock.forward(days=60)
    with pytest.raises(Refused) as refused:
        store.fire("D-1", "remark", actor=OFFICER)
    assert "lapsed" in str(refused.value)  # decided on the settled case
    assert store.get("D-1").state == "valid"  # and nothing was written
    case = store.fire("D-1", "renew", {"valid_until": "2021-01-01"}, actor=OFFICER, key="k", expected=5)
    assert (case.state, case.seq) == ("valid", 7)
    *_, clocks, own = store.history("D-1")
    assert (clocks.event, clocks.actor, own.event, own.actor) == ("lapse", None, "renew", "o-1")
    assert database.columns("SELECT key FROM workflow_entry WHERE seq > 5 ORDER BY seq") == [(None,), ("k",)]
    again = store.fire("D-1", "renew", {"valid_until": date(2021, 1, 1)}, actor=OFFICER, key="k", expected=5)
    assert (again, again.replayed) == (case, True)
    assert store.verify("D-1") == ()


def test_cases_are_found_by_workflow_and_by_leaf_composite_or_tag(store: Store, clock: Clock) -> None:
    approved(store, clock, "D-1")
    begun(store, "D-2")
    begun(store, "D-3")
    store.fire("D-3", "submit", actor=CITIZEN)

    def ids(**where: Any) -> list[str]:
        return [case.id for case in store.cases(**where)]

    assert ids() == ids(workflow="dossier") == ["D-1", "D-2", "D-3"]
    assert ids(state="draft") == ["D-2"]
    assert sorted(ids(state="working")) == ["D-2", "D-3"]
    assert ids(state="scoring", workflow="dossier") == ["D-3"]
    assert ids(state="lapsed") == ids(workflow="other") == []
    with pytest.raises(StoreError, match="drafted"):
        store.cases(state="drafted")


def test_what_an_actor_may_do_is_told_as_firing_would(store: Store) -> None:
    begun(store)
    answers = {d.event: d for d in store.decisions("D-1", actor=CITIZEN)}
    assert answers["submit"].allowed
    assert list(answers["correct"].needs) == ["phone"]
    assert [r.code for r in answers["approve"].reasons] == ["wrong_state", "not_permitted"]


def test_the_same_version_with_another_behaviour_is_refused_and_other_values_are_not(store: Store) -> None:
    begun(store)
    other_values = dossier(quorum=3)
    store.start(other_values, REGISTRATION, actor=CITIZEN, id="D-2", event="register")
    for values in ({"quorum": 2}, {"quorum": 5}):
        text = evolve(dossier().definition, values=values)
        changed = evolve(text, events={n: e for n, e in text.events.items() if n != "correct"})
        with pytest.raises(StoreError) as error:
            store.start(Workflow(changed), REGISTRATION, actor=CITIZEN, id="D-3", event="register")
        assert error.value.code == "definition_changed"
    later = evolve(changed, version="2")
    assert store.start(Workflow(later), REGISTRATION, actor=CITIZEN, id="D-3", event="register").seq == 1
    assert [case.id for case in store.cases()] == ["D-1", "D-2", "D-3"]


def test_a_mended_title_is_kept_without_a_new_version(store: Store, database: Database, clock: Clock) -> None:
    from ocop_workflow.model.text import Text

    begun(store)
    mended = Workflow(evolve(dossier().definition, title=Text(vi="Hồ sơ", en="Dossier")))
    store.start(mended, REGISTRATION, actor=CITIZEN, id="D-2", event="register")
    with reopened(database, clock) as other:
        assert other.workflow("D-1").definition.title.vi == "Hồ sơ"
    assert len(database.columns("SELECT * FROM workflow_definition")) == 1


class Register:
    """A directory in which c-1 is an officer and nobody else is anything."""

    def actor(self, actor_id: str, on: date) -> Actor:
        assert on == date(2020, 2, 3)
        return Actor(actor_id, roles=["officer"] if actor_id == "c-1" else [])


def test_where_there_is_a_directory_what_the_caller_asserts_is_ignored(
    database: Database, clock: Clock
) -> None:
    with Store.connect(database.url, clock=clock, directory=Register()) as store:
        with pytest.raises(Refused, match="not_permitted"):
            begun(store)
        case = store.start(dossier(), {"valid_until": "2021-01-01"}, actor=CITIZEN, id="D-1", event="adopt")
        assert store.history(case.id)[0].role == "officer"
        with pytest.raises(Refused):
            store.start(dossier(), {"valid_until": "2021-01-01"}, actor=OFFICER, event="adopt")


def test_threads_share_a_store(store: Store) -> None:
    from concurrent.futures import ThreadPoolExecutor

    begun(store)
    store.fire("D-1", "submit", actor=CITIZEN)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: store.fire("D-1", "mark", {"points": n}, actor=member(n)), range(9)))
    assert store.get("D-1").seq == 11
    assert store.verify("D-1") == ()


@pytest.mark.parametrize(
    "url", ["cases.db", "sqlite:cases.db", "sqlite://cases.db", "mysql://x/y", "postgresql:x"]
)
def test_an_unknown_url_is_refused(url: str) -> None:
    with pytest.raises(StoreError, match=r"sqlite:///file\.db"):
        Store.connect(url)


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="the file cannot be opened: its folder is missing"):
        Store.connect(f"sqlite:///{tmp_path}/missing/cases.db")
    (tmp_path / "text.db").write_text(
        "no database at all, but long enough to be told from an empty file " * 20
    )
    with pytest.raises(StoreError, match="the file is no SQLite database"):
        Store.connect(f"sqlite:///{tmp_path}/text.db")


def test_a_store_is_opened_and_read_while_somebody_writes(path: Path, clock: Clock) -> None:
    url = f"sqlite:///{path}"
    with Store.connect(url, clock=clock) as store:
        begun(store)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with Store.connect(url, clock=clock, timeout=0.1) as store:
            assert store.get("D-1").state == "draft"
            with pytest.raises(StoreError) as error:
                store.fire("D-1", "submit", actor=CITIZEN)
            assert error.value.code == "busy"
