"""What the stories under three laws are told where they end: who may no longer act, and what is missing."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ocop_workflow import Actor, Store, load
from ocop_workflow.case import Reason
from ocop_workflow.cli import main
from ocop_workflow.testing import read_scenario, run_scenario

FOLDER = Path(__file__).parents[2] / "examples" / "three-laws"


def refused(law: str, event: str) -> tuple[Reason, ...]:
    """The reasons of the last time that the event was refused."""
    outcome = run_scenario(read_scenario(FOLDER / f"{law}.scenario.yaml"))
    assert outcome.holds
    return [
        happening.reasons
        for happening in outcome.happenings
        if happening.step.do == event and happening.reasons
    ][-1]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("vi", "ngày 01/07/2025, Thị trấn Cát Bà không tồn tại, và nơi đó không có đơn vị cấp “huyện”"),
        (
            "en",
            "on 2025-07-01, Cat Ba Township did not exist, and no unit of level “the district” stood there",
        ),
    ],
)
def test_since_1_july_2025_officers_of_a_district_are_told_that_it_is_no_more(
    language: str, sentence: str
) -> None:
    (reason,) = refused("148", "convene")
    assert reason.code == "not_permitted"
    assert sentence in reason.text.say(language)


def test_four_of_the_seven_national_members_are_told_how_many_are_needed() -> None:
    (reason,) = refused("148-1489", "close_national")
    assert reason.text.en == "The national council meets with at least 5 of its 7 members"
    assert dict(reason.values) == {"national_quorum": False, "size(marks)": 4}
    assert reason.basis == ("qd757", "A")


def test_at_89_6_points_nothing_is_rounded() -> None:
    outcome = run_scenario(read_scenario(FOLDER / "148.scenario.yaml"))
    case = outcome.happenings[-1].case
    assert case is not None
    assert (str(case.data["score"]), case.data["rank"]) == ("89.6", 4)


def test_one_product_lives_under_three_laws_and_each_step_names_its_own(tmp_path: Path) -> None:
    scenario = read_scenario(FOLDER / "whole-life.scenario.yaml")
    assert run_scenario(scenario).holds
    url = f"sqlite:///{tmp_path / 'life.db'}"
    with Store.connect(url, units=scenario.units, calendar=scenario.calendar) as store:
        outcome = run_scenario(scenario, store, case_id="life")
        assert outcome.holds, outcome.wrong
        assert store.verify("life") == ()
        laws = {digest: workflow.version for digest, workflow in store.workflows("life").items()}
        entries = [(laws[entry.definition], entry.event) for entry in store.history("life")]
    assert list(dict.fromkeys(law for law, _ in entries)) == ["1048", "148", "148-1489"]
    assert [law for law, event in entries if event == "recognise"] == ["1048", "148", "148-1489"]
    assert [law for law, event in entries if event == "migrate"] == ["148", "148-1489"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_history_on_the_screen_names_the_law_of_each_step(
    language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenario = read_scenario(FOLDER / "whole-life.scenario.yaml")
    url = f"sqlite:///{tmp_path / 'life.db'}"
    with Store.connect(url, units=scenario.units, calendar=scenario.calendar) as store:
        assert run_scenario(scenario, store, case_id="life").holds
    assert main(["history", "life", "--database", url, "--lang", language]) == 0
    shown = capsys.readouterr().out
    under = {"vi": "Theo Chu trình", "en": "Under The OCOP cycle"}[language]
    assert shown.count(under) == 3
    assert [
        shown.index(f"ocop-product@{law})", shown.index(under)) for law in ("1048", "148", "148-1489")
    ] == sorted(
        shown.index(f"ocop-product@{law})", shown.index(under)) for law in ("1048", "148", "148-1489")
    )


def test_a_move_that_the_store_refuses_is_told_at_its_step(tmp_path: Path) -> None:
    """The store has a version of that name with another behaviour already."""
    scenario = read_scenario(FOLDER / "whole-life.scenario.yaml")
    file = load("ocop-product@148").definition.file
    assert file is not None
    text = (
        Path(file)
        .read_text("utf-8")
        .replace("not_by: [approve_plan, close, close_national]", "not_by: [close]")
    )
    (tmp_path / "148.yaml").write_text(text, "utf-8")
    other = load(tmp_path / "148.yaml", parameters={"quorum": 5, "rounding": "none"})
    url = f"sqlite:///{tmp_path / 'life.db'}"
    with Store.connect(url, units=scenario.units, calendar=scenario.calendar) as store:
        given = {"product": "Mắm", "producer": "A", "owner": "htx", "kind": "cooperative",
                 "place": "hp/cat-hai/cat-ba", "group": "food"}  # fmt: skip
        at = datetime(2023, 3, 1, 3, tzinfo=UTC)
        store.start(other, given, actor=Actor("htx", parties=["htx"]), id="other", event="register", at=at)
        outcome = run_scenario(scenario, store, case_id="life")
    assert not outcome.holds
    assert outcome.happenings[-1].step.move is not None
    assert "another behaviour" in (outcome.wrong.say("en") if outcome.wrong else "")
