"""A case whose unit has become several stays where it is, and says in both languages which they are."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ocop_workflow import Actor, Refused, Store, load
from ocop_workflow.cli.inputs import read_inputs
from ocop_workflow.migration import load_plan, migrate

WORKFLOWS = Path(__file__).parents[2] / "workflows"
VALUES = {"quorum": 5, "rounding": "none", "max_spread": 10}
MORE = {"district_files": "commune", "plan_level": "commune", "plan_officer": "reviewer", "heir": "city"}
PRODUCT = {"product": "Mắm", "producer": "HTX", "owner": "htx", "kind": "cooperative", "group": "food"}


def test_a_case_whose_unit_was_divided_is_told_what_it_became(tmp_path: Path) -> None:
    given = read_inputs(
        WORKFLOWS / "units" / "hai-phong.yaml", WORKFLOWS / "calendars" / "vietnam-2019-2026.yaml"
    )
    plan = load_plan("ocop-product@148-148-1489", {**VALUES, **MORE})
    with Store.connect(
        f"sqlite:///{tmp_path / 'cases.db'}", units=given.units, calendar=given.calendar
    ) as store:
        for case_id, place in (("kept", "hp/cat-hai/cat-ba"), ("divided", "hp/ngo-quyen/cau-dat")):
            store.start(
                load("ocop-product@148", parameters=VALUES),
                {**PRODUCT, "place": place},
                actor=Actor("htx", parties=["htx"]),
                id=case_id,
                event="register",
                at=datetime(2024, 3, 1, tzinfo=UTC),
            )
        divided, kept = migrate(store, plan, actor=Actor("ha"), at=datetime(2025, 7, 10, tzinfo=UTC))
        assert (divided.verdict, kept.verdict) == ("refused", "moved")
        (reason,) = divided.reasons
        assert "Gia Vien Ward (hp/phuong-gia-vien); Le Chan Ward (hp/phuong-le-chan)" in reason.say("en")
        assert "Phường Gia Viên (hp/phuong-gia-vien); Phường Lê Chân (hp/phuong-le-chan)" in reason.say("vi")
        assert store.workflow("divided").version == "148"
        assert store.get("kept").data["place"] == "hp/dac-khu-cat-hai"


def test_once_the_city_has_said_where_its_place_lies_now_the_case_goes_on(tmp_path: Path) -> None:
    given = read_inputs(
        WORKFLOWS / "units" / "hai-phong.yaml", WORKFLOWS / "calendars" / "vietnam-2019-2026.yaml"
    )
    plan = load_plan("ocop-product@148-148-1489", {**VALUES, **MORE})
    officer = Actor("so-nnmt", roles=[("registrar", "hp"), ("officer", "hp")])
    with Store.connect(
        f"sqlite:///{tmp_path / 'cases.db'}", units=given.units, calendar=given.calendar
    ) as store:
        store.start(
            load("ocop-product@148", parameters=VALUES),
            {**PRODUCT, "place": "hp/ngo-quyen/cau-dat"},
            actor=Actor("htx", parties=["htx"]),
            id="divided",
            event="register",
            at=datetime(2024, 3, 1, tzinfo=UTC),
        )
        day = datetime(2025, 7, 8, tzinfo=UTC)
        placed = {"place": "hp/phuong-le-chan", "reason": "Cơ sở nằm ở phường Lê Chân"}
        for place in ("hp/ngo-quyen/cau-dat", "hp"):  # a unit that has ended, and one that is no commune
            with pytest.raises(Refused, match="invalid_payload"):
                store.fire("divided", "resettle", {**placed, "place": place}, actor=officer, at=day)
        with pytest.raises(Refused, match="not_permitted"):
            store.fire("divided", "resettle", placed, actor=Actor("htx", parties=["htx"]), at=day)
        store.fire("divided", "resettle", placed, actor=officer, at=day)
        (moved,) = migrate(store, plan, actor=Actor("ha"), at=datetime(2025, 7, 10, tzinfo=UTC))
        assert moved.verdict == "moved"
        assert store.get("divided").data["place"] == "hp/phuong-le-chan"
        assert store.workflow("divided").version == "148-1489"
