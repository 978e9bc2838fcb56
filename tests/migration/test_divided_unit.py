"""A case whose unit has become several stays where it is, and says in both languages which they are."""

from datetime import UTC, datetime
from pathlib import Path

from ocop_workflow import Actor, Store, load
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
