"""Each file in bad/ says in its first lines what must be told of it: code, place, English text; nothing is counted."""

import re
from datetime import date
from pathlib import Path

import pytest
from cli.conftest import command
from cli.support import Command

from ocop_workflow import DefinitionError
from ocop_workflow.measures import load_targets, measure, read_targets
from ocop_workflow.messages import sentences

from .market import OFFICER, asked, local, market, stall, targets

__all__ = ["command"]  # a fixture

BAD = sorted((Path(__file__).parent / "bad").glob("*.yaml"))
EXPECTED = re.compile(r'# expect: ([a-z_]+) (\d+):(\d+) "(.*)"')
INSIDE = {"under"}  # a part of sentences
TOLD_OF_NO_FILE = {"unknown_targets", "no_value"}

Told = tuple[str, int, int, str]


def expected(file: Path) -> list[Told]:
    found = [EXPECTED.fullmatch(line) for line in file.read_text("utf-8").split("\n") if "# expect:" in line]
    return [(m[1], int(m[2]), int(m[3]), m[4]) for m in found if m is not None]


def told_of(file: Path) -> list[Told]:
    with pytest.raises(DefinitionError) as raised:
        load_targets(file)
    for problem in raised.value.problems:
        assert problem.position.file == str(file)
        assert problem.message.vi
        assert problem.message.vi != problem.message.en
        assert problem.hint.vi
        assert problem.hint.en
    found = raised.value.problems
    return [(p.code, p.position.line, p.position.column, str(p.message.en)) for p in found]


@pytest.mark.parametrize("file", BAD, ids=lambda file: str(file.stem))
def test_bad_targets_are_told_by_code_place_and_sentence(file: Path) -> None:
    assert expected(file)
    assert told_of(file) == expected(file)


def test_every_code_of_targets_has_a_bad_file() -> None:
    assert len(BAD) >= 40
    told = {code for file in BAD for code, *_ in expected(file)}
    codes = {key for key in sentences("measures") if not key.endswith("_hint")} - INSIDE - TOLD_OF_NO_FILE
    assert codes - told == set()


def test_both_languages_fill_the_same_places() -> None:
    for room in ("measures", "progress"):
        for key, text in sentences(room).items():
            places = [set(re.findall(r"{(\w+)}", text.say(language))) for language in ("vi", "en")]
            assert places[0] == places[1], key


def test_the_command_tells_them_and_counts_nothing(command: Command, tmp_path: Path) -> None:
    said = command("progress", BAD[0], "--database", tmp_path / "none.db", "--lang", "en")
    assert said.code == 2
    store, _ = market(url=f"sqlite:///{tmp_path / 'market.db'}")
    store.close()
    said = command("progress", BAD[0], "--database", tmp_path / "market.db", "--lang", "en")
    assert (said.code, said.out) == (1, "")
    code, line, column, text = expected(BAD[0])[0]
    assert f"{BAD[0].name}:{line}:{column}: {code}" in said.err
    assert text[:40] in said.err


def test_targets_that_are_not_there_are_told_with_those_that_are() -> None:
    with pytest.raises(DefinitionError) as raised:
        load_targets("hai-fong")
    (problem,) = raised.value.problems
    assert problem.code == "unknown_targets"
    assert "there are: hai-phong" in str(problem.message.en)
    assert str(problem.hint.en) == "did you mean “hai-phong”?"


def test_a_version_that_only_the_store_has_is_checked_before_anything_is_counted(tmp_path: Path) -> None:
    """Nothing would say otherwise that its cases are left out of a count."""
    from ocop_workflow import load

    text = (Path(__file__).parent / "stall" / "1.yaml").read_text("utf-8")
    older = tmp_path / "older.yaml"
    older.write_text(text.replace('"1"', '"0"').replace("  return:", "  give_back:"), "utf-8")
    store, _ = market()
    with store:
        store.start(load(older), asked(), actor=OFFICER, id="S-0", event="ask", at=local("2024-01-01 08:00"))
        with pytest.raises(DefinitionError) as raised:
            measure(store, targets(), on=date(2024, 6, 1))
        with pytest.raises(DefinitionError) as again:
            load_targets(Path(__file__).parent / "stall" / "stall.targets.yaml", store)
    for error in (raised.value, again.value):
        (problem,) = error.problems
        assert problem.code == "no_event_in"
        assert str(problem.message.en).startswith("stall@0 has none of these events: return")
        assert problem.position.line == 27


def test_an_event_of_a_law_that_no_case_stands_under_yet_may_be_counted() -> None:
    store, _ = market()
    with store:
        store.start(stall(), asked(), actor=OFFICER, event="ask", at=local("2024-01-01 08:00"))
        found = load_targets(Path(__file__).parent / "stall" / "stall.targets.yaml", store)
        assert measure(store, found, on=date(2024, 6, 1)).results[0].count.cases == 0


def test_an_expression_without_a_value_is_told_with_the_case_and_counts_nothing() -> None:
    text = (
        "targets: x\nmeasures: {soon: {of: stall, where: 'has(until) && working_days(today, until) < 9'}}\n"
    )
    store, _ = market()
    with store:
        payload = asked(stars=3, until="2024-03-01")
        store.start(stall(), payload, actor=OFFICER, id="S-7", event="adopt", at=local("2024-01-01 08:00"))
        with pytest.raises(DefinitionError) as raised:
            measure(store, targets(text), on=date(2024, 2, 1))
    (problem,) = raised.value.problems
    assert (problem.code, problem.position.line, problem.position.column) == ("no_value", 2, 38)
    assert "has no value for case S-7 on 2024-02-01: " in str(problem.message.en)
    assert "không tính được cho hồ sơ S-7 vào 01/02/2024: " in str(problem.message.vi)


def test_a_workflow_that_is_found_nowhere_is_named_and_no_problem() -> None:
    found = read_targets(
        "x.targets.yaml", "targets: x\nmeasures: {a: {of: nowhere, in: anything, where: b}}\n"
    )
    (unfound,) = found.unfound
    assert unfound.workflow == "nowhere"
    assert unfound.position is not None
    assert (unfound.position.line, unfound.position.column) == (2, 12)
