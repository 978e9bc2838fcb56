"""`new` writes what passes at once, in the language of whoever reads it, and never over anything."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from cli.support import Command

from ocop_workflow.messages import sentences
from ocop_workflow.model.text import LANGUAGES


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_it_writes_is_proved_and_its_scenario_passes(
    command: Command, folder: Path, language: str
) -> None:
    said = command("new", "seedlings", "--lang", language)
    assert said.code == 0
    assert sorted(path.name for path in folder.iterdir()) == [
        *("scenario.schema.json", "seedlings.scenario.yaml", "seedlings.yaml", "workflow.schema.json")
    ]
    assert all(path.name in said.out for path in folder.iterdir())
    checked = command("check", "seedlings.yaml", "--json")
    assert checked.code == 0
    document = json.loads(checked.out)
    assert [each["verdict"] for each in document["proofs"]["verdicts"]] == ["proved"]
    tested = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "seedlings.scenario.yaml"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "1 passed" in tested.stdout, tested.stdout
    files = (folder / "seedlings.yaml").read_text("utf-8") + (folder / "seedlings.scenario.yaml").read_text(
        "utf-8"
    )
    assert "NAME" not in files
    other = LANGUAGES[language == LANGUAGES[0]]
    comments = [text.say(language) for key, text in sentences("new").items() if f"#: {key}" in templates()]
    assert len(comments) == 8
    assert all("# " + comment.replace("NAME", "seedlings") in files for comment in comments)
    assert sentences("new")["data"].say(other) not in files


def templates() -> str:
    folder = Path(__file__).parents[2] / "src" / "ocop_workflow" / "cli" / "templates"
    return "".join(path.read_text("utf-8") for path in folder.iterdir())


def test_a_change_that_breaks_the_claim_is_told(command: Command, folder: Path) -> None:
    command("new", "seedlings")
    file = folder / "seedlings.yaml"
    file.write_text(file.read_text("utf-8").replace("amount <= 50, else", "amount <= 60, else"), "utf-8")
    assert command("check", "seedlings.yaml").code == 1


def test_what_is_there_is_left_as_it_is(command: Command, folder: Path) -> None:
    (folder / "seedlings.scenario.yaml").write_text("mine", "utf-8")
    said = command("new", "seedlings", "--lang", "en")
    assert (said.code, "seedlings.scenario.yaml" in said.err) == (2, True)
    assert [path.name for path in folder.iterdir()] == ["seedlings.scenario.yaml"]
    assert (folder / "seedlings.scenario.yaml").read_text("utf-8") == "mine"
    (folder / "workflow.schema.json").write_text("mine too", "utf-8")
    assert command("new", "orchard").code == 0
    assert (folder / "workflow.schema.json").read_text("utf-8") == "mine too"


@pytest.mark.parametrize("name", ["Seedlings", "cây giống", "../seedlings", "1", "a b", "a.b", "-a"])
def test_a_name_that_will_not_do_writes_nothing(command: Command, folder: Path, name: str) -> None:
    said = command("new", "--lang", "en", "--", name)
    assert said.code == 2
    assert not list(folder.iterdir())
    assert "letters a–z" in said.err


MATTER = {
    "states": ["solid", {"name": "liquid", "on_enter": "drip"}, {"name": "gas", "final": True}],
    "initial": "solid",
    "transitions": [["melt", "solid", "liquid"], ["boil", "liquid", "gas", "is_hot"]],
}


@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_the_command_makes_a_file_that_is_checked(command: Command, folder: Path, suffix: str) -> None:
    Path(f"m.{suffix}").write_text(json.dumps(MATTER), "utf-8")
    said = command("new", "matter", "--from", f"m.{suffix}")
    assert said.code == 0, said.err
    assert command("check", "matter.yaml").code == 0
    assert sorted(path.name for path in folder.iterdir()) == [
        f"m.{suffix}",
        "matter.yaml",
        "workflow.schema.json",
    ]
    assert command("new", "matter", "--from", f"m.{suffix}").code == 2, "nothing is written over"
    Path("bad.json").write_text('{"states": ["a"], "initial": "b"}', "utf-8")
    told = command("new", "other", "--from", "bad.json")
    assert told.code == 1
    assert "bad.json:1:30: machine_state" in told.err
    assert not Path("other.yaml").exists()
