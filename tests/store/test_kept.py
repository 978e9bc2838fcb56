"""A case that a store wrote last is not read again; what has changed since is seen, and nobody changes what is kept."""

from contextlib import closing
from typing import Any

import pytest
from store.support import CITIZEN, PERSONAL, Clock, Database, begun, host, member

from ocop_workflow import Case, Store
from ocop_workflow.case import Erased
from ocop_workflow.store import kept
from ocop_workflow.store.link import Link
from ocop_workflow.store.rows import CaseRow


def marked(store: Store) -> Case:
    begun(store)
    store.fire("D-1", "submit", actor=CITIZEN)
    return store.fire("D-1", "mark", {"points": "49.995"}, actor=member(1))


def changed_by_the_host(store: Store) -> bool:
    """Whether what a host does to the case that it was given comes into the next one."""
    case: Any = marked(store)
    case.data["marks"]["m-1"]["points"] = case.data["amount"]
    case.evidence[""].clear()
    after = store.fire("D-1", "mark", {"points": "50.005"}, actor=member(2))
    return after != store.get("D-1") or bool(store.verify("D-1"))


def test_what_a_host_does_to_a_case_that_it_was_given_stays_with_the_host(store: Store) -> None:
    assert not changed_by_the_host(store)


def test_the_check_has_teeth_a_store_that_gives_away_what_it_keeps_is_caught(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "_apart", lambda case: case)
    assert changed_by_the_host(store)


def behind_its_back(store: Store, database: Database) -> int:
    """How many entries a case has after five events, of which another store wrote one."""
    marked(store)
    with Store.connect(database.url) as other:
        other.fire("D-1", "mark", {"points": "50"}, actor=member(2))
    return store.fire("D-1", "mark", {"points": "51"}, actor=member(3)).seq


def test_what_others_wrote_is_seen(store: Store, database: Database) -> None:
    assert behind_its_back(store, database) == 5
    assert store.verify("D-1") == ()


def test_the_check_has_teeth_a_store_that_trusts_what_it_keeps_is_caught(
    store: Store, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = kept.Kept.case

    def trusting(self: kept.Kept, link: Link, machine: Any, row: CaseRow) -> kept.Known:
        return self._known.get(row.id) or found(self, link, machine, row)

    monkeypatch.setattr(kept.Kept, "case", trusting)
    with pytest.raises(Exception):  # noqa: B017, PT011 - a conflict, or a broken chain, whichever is seen first
        assert behind_its_back(store, database) == 5


def test_what_was_taken_back_is_not_kept(database: Database) -> None:
    with closing(host(database)) as raw:
        store = Store(raw)
        marked(store)
        raw.commit()
        store.fire("D-1", "mark", {"points": "50"}, actor=member(2))
        raw.rollback()
        assert store.fire("D-1", "mark", {"points": "51"}, actor=member(2)).seq == 4
        assert store.verify("D-1") == ()
        raw.commit()


def test_personal_values_that_were_erased_are_not_given_again(store: Store) -> None:
    marked(store)
    case = store.fire("D-1", "mark", {"points": "50"}, actor=member(2))
    assert {name: case.data[name] for name in PERSONAL} == PERSONAL
    store.erase("D-1", "name")
    case = store.fire("D-1", "mark", {"points": "51"}, actor=member(2))
    assert (case.data["name"], case.data["phone"]) == (Erased(), PERSONAL["phone"])
    store.fire("D-1", "mark", {"points": "52"}, actor=member(2))
    assert store.verify("D-1") == ()


def test_a_case_is_read_once_as_long_as_nobody_else_writes_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = marked(store)
    monkeypatch.setattr(kept, "_read", None)
    after = store.fire("D-1", "mark", {"points": "50"}, actor=member(2))
    monkeypatch.undo()
    assert (after.seq, store.get("D-1")) == (case.seq + 1, after)


def test_only_so_many_are_kept(store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_MOST", 2)
    for name in ("D-1", "D-2", "D-3"):
        begun(store, name)
        store.fire(name, "submit", actor=CITIZEN)
    known = store._context.kept._known  # noqa: SLF001 - how many there are
    assert list(known) == ["D-2", "D-3"]
    clock.forward(hours=1)
    for name in ("D-2", "D-3", "D-1", "D-2"):
        store.fire(name, "mark", {"points": "50"}, actor=member(1))
    assert list(known) == ["D-1", "D-2"]
