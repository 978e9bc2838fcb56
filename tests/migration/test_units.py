"""Cases follow what their unit became, where the plan says so and where that is one unit."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ocop_workflow import Actor, Store, load
from ocop_workflow.migration import Outcome, migrate, read_plan
from ocop_workflow.reading import read_units

HERE = Path(__file__).parent
PLAN = """\
migration: card@1-2
from: versions/card-1-at-a-desk.yaml
to: versions/card-2-at-a-desk.yaml
states: {valid: same}
"""
UNITS = """\
units: town
title: {en: The town's desks}
levels: [town, desk]
tree:
  town: {level: town, title: {en: Town}}
  town/old: {level: desk, title: {en: Old desk}, in: town, to: 2026-01-31, became: [town/new]}
  town/split: {level: desk, title: {en: Split desk}, in: town, to: 2026-01-31, became: [town/new, town/east]}
  town/gone: {level: desk, title: {en: Gone desk}, in: town, to: 2026-01-31}
  town/new: {level: desk, title: {en: New desk}, in: town, from: 2026-02-01}
  town/east: {level: desk, title: {en: East desk}, in: town, from: 2026-02-01}
  town/stays: {level: desk, title: {en: Desk that stays}, in: town}
"""


def moved(desk: str, tmp_path: Path, more: str = "units: became\n") -> tuple[Outcome, str]:
    """What becomes of a case of that desk, and the desk that it has then."""
    (tmp_path / "units.yaml").write_text(UNITS, "utf-8")
    units = read_units(tmp_path / "units.yaml")
    clock = datetime(2026, 3, 1, tzinfo=UTC)
    with Store.connect("sqlite:///:memory:", units=units, clock=lambda: clock) as store:
        workflow = load(HERE / "versions" / "card-1-at-a-desk.yaml")
        given = {"desk": desk, "holder": "Anna", "years": 2}
        begun = datetime(2026, 1, 5, tzinfo=UTC)
        store.start(workflow, given, actor=Actor("c", [("clerk", desk)]), id="C", at=begun)
        (told,) = migrate(store, read_plan(HERE / "any.migration.yaml", PLAN + more), actor=Actor("m"))
        assert store.verify("C") == ()
        assert [case.id for case in store.cases("card", unit="town")] == ["C"]
        return told, str(store.get("C").data["desk"])


@pytest.mark.parametrize(("desk", "now"), [("town/old", "town/new"), ("town/stays", "town/stays")])
def test_a_case_has_what_its_unit_became(desk: str, now: str, tmp_path: Path) -> None:
    told, found = moved(desk, tmp_path)
    assert (told.verdict, found) == ("moved", now)


@pytest.mark.parametrize(
    ("desk", "named"), [("town/split", "New desk (town/new); East desk (town/east)"), ("town/gone", "–")]
)
def test_a_unit_that_was_divided_or_of_which_nothing_is_known_is_told(
    desk: str, named: str, tmp_path: Path
) -> None:
    told, found = moved(desk, tmp_path)
    assert (told.verdict, found) == ("refused", desk)
    assert named in told.reasons[0].say("en")


def test_without_a_word_of_the_plan_the_unit_stays(tmp_path: Path) -> None:
    assert moved("town/old", tmp_path, "")[1] == "town/old"
