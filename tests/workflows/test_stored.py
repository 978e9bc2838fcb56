"""One product's life through a store: the clocks fire by `fire_due`, the history folds to the case."""

from datetime import datetime
from pathlib import Path

from workflows.life import CALENDAR, COMMITTEE, HERE, PAPER, PRODUCER, UNITS, law

from ocop_workflow import Store
from ocop_workflow.engine import fold

ABOUT = {
    "product": "Gạo ruộng rươi",
    "producer": "Nguyễn Văn Một",
    "owner": "htx-1",
    "kind": "household",
    "place": "hp/kien-thuy/thuy-huong",
    "group": "food",
    "stars": 3,
    "decision": "303/QĐ-UBND",
    "decided_on": "2020-02-04",
}


def test_a_life_in_a_store_folds_and_its_clocks_fire_when_asked(tmp_path: Path) -> None:
    today = [datetime(2020, 3, 2, 9, tzinfo=HERE)]
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    with Store.connect(url, units=UNITS, calendar=CALENDAR, clock=lambda: today[0]) as store:
        store.start(law(), ABOUT, actor=COMMITTEE, id="HP-1", event="adopt")
        today[0] = datetime(2022, 12, 1, 9, tzinfo=HERE)
        store.fire("HP-1", "upgrade", {"form": PAPER}, actor=PRODUCER)
        today[0] = datetime(2023, 2, 4, tzinfo=HERE)
        assert [entry.event for entry in store.fire_due(today[0])] == ["expire"]
        assert store.fire_due(today[0]) == ()
        case = store.fire("HP-1", "withdraw", actor=PRODUCER)
        assert case.state == "withdrawn"
        assert "stars" not in case.data
        history = store.history("HP-1")
        assert [entry.event for entry in history] == ["adopt", "upgrade", "expire", "withdraw"]
        assert fold(law().machine, history) == store.get("HP-1")
        assert store.verify("HP-1") == ()
        assert case.data["producer"] == "Nguyễn Văn Một"
    assert "Nguyễn" not in repr([entry.payload for entry in history]), (
        "personal values lie beside the history"
    )
