"""What is kept is kept whole, exactly and for good: histories, values, erasure, and that changes are found."""

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from ...case import Erased
from ...engine import fold
from ...errors import Refused, StoreError
from ...model.canonical import canonical
from ...store.link import Link
from .base import CITIZEN, OFFICER, REGISTRATION, Suite, rows, run, workflow

HEAD = "fcc7a1ed7350e6af753add2ad4dfaa1759c257eaf5143cd04ba491d4315a83a3"

E = "workflow_entry"
REWRITES = (
    f"UPDATE {E} SET event = 'x'",
    f"DELETE FROM {E}",
    "UPDATE workflow_definition SET behaviour = 'x'",
)
CHANGES = (
    "UPDATE workflow_case SET state = 'lapsed'",
    "UPDATE workflow_case SET document = replace(document, '1234567.12345678', '1')",
    f"UPDATE workflow_case SET head = '{'0' * 64}'",
    "UPDATE workflow_case SET seq = 1",
    "UPDATE workflow_case SET due = '2020-01-01T00:00:00.000000Z'",
    (
        f"INSERT INTO {E} (case_id, seq, event, at, recorded, document, hash)"
        f" SELECT case_id, 3, event, at, recorded, document, hash FROM {E} WHERE seq = 2"
    ),
    "UPDATE workflow_definition SET document = replace(document, '\"working\"', '\"werking\"')",
    "UPDATE workflow_personal SET value = '\"0900\"' WHERE field = 'phone'",
    "DELETE FROM workflow_personal WHERE field = 'phone'",
)


class Keeping(Suite):
    """Histories, values, erasure, verification."""

    def test_what_was_acknowledged_is_read_by_another_store(self) -> None:
        store = self.store()
        self.begun(store)
        case = store.fire("D-1", "submit", actor=CITIZEN)
        self.commit(store)
        other = self.store()
        assert (other.get("D-1"), other.history("D-1")) == (case, store.history("D-1"))
        assert other.verify("D-1") == ()

    def test_the_stored_history_replays_to_the_stored_case(self) -> None:
        store = self.store()
        cases = [self.begun(store), store.fire("D-1", "correct", {"phone": "0900"}, actor=CITIZEN)]
        cases.append(store.fire("D-1", "submit", actor=CITIZEN))
        history = store.history("D-1")
        machine = workflow("dossier").machine
        assert [fold(machine, history[: case.seq]) for case in cases] == cases
        assert [entry.seq for entry in history] == [1, 2, 3]
        assert store.get("D-1") == cases[-1]

    def test_values_are_kept_exactly_and_in_their_canonical_form(self) -> None:
        store = self.store()
        hanoi = timezone(timedelta(hours=7))
        given = {**REGISTRATION, "name": "Nguye\u0302\u0303n"}
        store.start(
            workflow("dossier"), given, actor=CITIZEN, id="D-1", event="register",
            at=datetime(2020, 2, 3, 15, 59, 59, 123456, tzinfo=hanoi),
        )  # fmt: skip
        case = store.get("D-1")
        assert (case.data["amount"], case.data["name"]) == (Decimal("1234567.12345678"), "Nguyễn")
        assert case.at == datetime(2020, 2, 3, 8, 59, 59, 123456, tzinfo=UTC)
        assert rows(store, f"SELECT at FROM {E}") == [("2020-02-03T08:59:59.123456Z",)]
        for (document,) in rows(store, f"SELECT document FROM {E}"):
            assert canonical(json.loads(str(document))) == str(document).encode()

    def test_the_same_commands_give_the_same_hashes_on_every_database(self) -> None:
        store = self.store()
        self.valid(store)
        self.clock.forward(days=60)
        assert store.fire("D-1", "renew", {"valid_until": "2021-01-01"}, actor=OFFICER).head == HEAD

    def test_cases_are_listed_in_the_order_of_their_ids_bytes_whatever_letters_they_have(self) -> None:
        store = self.store()
        ids = ["a", "B", "Z-1", "đ", "Đ", "é", "100% of 'it'?", "_", "-"]
        for each in ids:
            self.begun(store, each)
        assert [case.id for case in store.cases()] == sorted(ids)
        assert sorted(case.id for case in store.cases(state="draft")) == sorted(ids)

    def test_a_refusal_writes_nothing(self) -> None:
        store = self.store()
        case = self.begun(store)
        with pytest.raises(Refused):
            store.fire("D-1", "approve", {"valid_until": "2021-01-01"}, actor=OFFICER)
        assert (store.get("D-1"), len(store.history("D-1"))) == (case, 1)

    @pytest.mark.parametrize("how", ["before", "after", "refused"])
    def test_a_failure_at_any_statement_leaves_all_as_before(
        self, how: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store = self.store()
        case = self.begun(store)
        self.commit(store)
        whole = Link.run

        def failing(link: Link, statement: str, *parameters: object) -> int:
            if statement.startswith(("INSERT", "UPDATE", "DELETE")):
                left.pop()
                if not left:
                    if how == "after":
                        whole(link, statement, *parameters)
                    if how == "refused":
                        whole(link, "INSERT INTO workflow_nowhere VALUES (1)")
                    raise ZeroDivisionError
            return whole(link, statement, *parameters)

        for number in range(1, 100):
            left = [0] * number
            with monkeypatch.context() as patched:
                patched.setattr(Link, "run", failing)
                try:
                    store.fire("D-1", "correct", {"phone": "0900"}, actor=CITIZEN, key="k")
                    break
                except (ZeroDivisionError, StoreError):
                    pass
            assert store.get("D-1") == case
            assert (len(store.history("D-1")), store.verify("D-1")) == (1, ())
        assert number > 3  # an entry, its personal value, the case
        assert store.get("D-1").data["phone"] == "0900"
        assert store.verify("D-1") == ()

    @pytest.mark.parametrize("statement", REWRITES)
    def test_the_database_itself_refuses_to_rewrite_history(self, statement: str) -> None:
        store = self.store()
        self.begun(store)
        self.commit(store)
        with pytest.raises(StoreError, match=r"append-only|immutable"):
            run(store, statement)
        assert store.verify("D-1") == ()

    @pytest.mark.parametrize("statement", CHANGES)
    def test_what_was_changed_by_hand_is_found(self, statement: str) -> None:
        store = self.store()
        self.begun(store)
        store.fire("D-1", "submit", actor=CITIZEN)
        assert store.verify("D-1") == ()
        assert run(store, statement) > 0
        found = store.verify("D-1")
        assert found
        assert {finding.case for finding in found} == {"D-1"}

    def test_erased_values_are_in_no_table_and_the_chain_still_holds(self) -> None:
        store = self.store()
        self.begun(store)
        assert store.erase("D-1", ("phone",)) == 1
        assert store.get("D-1").data["name"] == REGISTRATION["name"]
        assert store.erase("D-1") == 1
        assert store.get("D-1").data["phone"] == Erased()
        kept = rows(store, "SELECT value, commitment_key FROM workflow_personal")
        assert kept == [(None, None)] * 2
        documents = rows(store, f"SELECT document FROM {E} UNION SELECT document FROM workflow_case")
        assert not any(
            str(REGISTRATION[name]) in str(text) for name in ("name", "phone") for (text,) in documents
        )
        assert store.verify("D-1") == ()
