"""Rounds and products: both check, the scenario holds, and its facts are not taken where a store looks them up."""

from pathlib import Path

import pytest

from ocop_workflow import Store
from ocop_workflow.cli import main
from ocop_workflow.testing import read_scenario, run_scenario

FOLDER = Path(__file__).parents[2] / "examples" / "rounds"


@pytest.mark.parametrize("name", ["round", "product"])
def test_it_checks_and_says_what_is_assumed(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(FOLDER / f"{name}.yaml"), "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert "assumed: “" in shown
    assert "was not checked" not in shown


def test_a_run_says_what_a_refusal_saw_and_the_store_looks_for_itself_else(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'rounds.db'}"
    for _ in range(2):  # the second time nothing is written
        assert main(["run", str(FOLDER / "round.run.yaml"), "--database", database]) == 0
    told = tmp_path / "told.run.yaml"
    text = (FOLDER / "round.run.yaml").read_text("utf-8").replace("round.yaml", str(FOLDER / "round.yaml"))
    told.write_text(
        text.replace("do: close, as: secretary, then", "do: close, as: secretary, links: {}, then"), "utf-8"
    )
    assert main(["run", str(told), "--database", database]) == 1


def test_the_scenario_holds_and_a_store_does_not_take_its_facts(tmp_path: Path) -> None:
    scenario = read_scenario(FOLDER / "waiting.scenario.yaml")
    assert run_scenario(scenario).holds
    with Store.connect(f"sqlite:///{tmp_path / 'cases.db'}") as store:
        outcome = run_scenario(scenario, store)
    assert not outcome.holds
    assert outcome.wrong is not None
    assert "step 2" in outcome.wrong.say("en")
