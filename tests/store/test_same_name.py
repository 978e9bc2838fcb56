"""The same name typed on two machines is the same name: Unicode writes “ễ” in more than one way."""

from pathlib import Path
from unicodedata import normalize

import pytest
from store.support import REGISTRATION, Clock, Database, dossier

from ocop_workflow import Actor, Refused, Store, load
from ocop_workflow.errors import StoreError

COMPOSED, DECOMPOSED = (normalize(form, "Nguyễn") for form in ("NFC", "NFD"))
TWO_PEOPLE = """
workflow: two-people
version: "1"
roles: {officer: {}}
start: {begin: {by: officer, to: one}}
states: {one: {}, two: {final: completed}}
events: {approve: {by: officer, not_by: [begin], moves: {one: two}}}
"""


def officer(name: str, **more: str) -> Actor:
    return Actor(name, roles=["officer"], **more)  # type: ignore[arg-type]  # on_behalf is a string, too


@pytest.mark.parametrize("first", [COMPOSED, DECOMPOSED])
@pytest.mark.parametrize("then", [COMPOSED, DECOMPOSED])
def test_nobody_becomes_a_second_person_by_another_spelling(
    store: Store, tmp_path: Path, first: str, then: str
) -> None:
    (tmp_path / "w.yaml").write_text(TWO_PEOPLE, "utf-8")
    workflow = load(tmp_path / "w.yaml")
    for actor, other in (
        (officer(first), officer(then)),
        (officer("a", on_behalf=first), officer("b", on_behalf=then)),
    ):
        case = store.start(workflow, actor=actor)
        with pytest.raises(Refused, match="may not do"):
            store.fire(case.id, "approve", actor=other)
        assert store.fire(case.id, "approve", actor=officer("somebody else")).state == "two"


def test_a_case_is_found_by_either_spelling_of_its_id_and_is_whole(store: Store, clock: Clock) -> None:
    actor = Actor(DECOMPOSED, roles=["citizen"], parties=[DECOMPOSED])
    started = store.start(dossier(), REGISTRATION, actor=actor, id=DECOMPOSED, event="register", key="k")
    assert started.id == COMPOSED
    assert store.start(dossier(), REGISTRATION, actor=actor, id=COMPOSED, event="register", key="k").replayed
    with pytest.raises(StoreError, match="already"):
        store.start(dossier(), REGISTRATION, actor=actor, id=COMPOSED, event="register")
    clock.forward(hours=1)
    store.fire(COMPOSED, "submit", actor=Actor(COMPOSED, roles=["citizen"]), key="s")
    assert store.fire(DECOMPOSED, "submit", actor=actor, key="s").replayed
    assert store.get(DECOMPOSED) == store.get(COMPOSED)
    assert len(store.history(DECOMPOSED)) == 2
    assert list(store.verify()) == []
    assert store.erase(DECOMPOSED) == 2


def test_entries_hold_the_composed_form(store: Store, database: Database) -> None:
    store.start(dossier(), REGISTRATION, actor=Actor(DECOMPOSED, roles=["citizen"]), event="register", id="D")
    ((document,),) = database.columns("SELECT document FROM workflow_entry")
    assert COMPOSED in document
    assert DECOMPOSED not in document
