"""Each plan in bad/ says in its first lines what must be told of it: code, place, English text; nothing moves."""

import json
import re
from pathlib import Path

import pytest
from cli.conftest import command
from cli.support import Command

from ocop_workflow import Actor, DefinitionError, Store, Workflow
from ocop_workflow.cli.planned import checked_document
from ocop_workflow.messages import sentences
from ocop_workflow.migration import check_plan, load_plan, require_parameters
from ocop_workflow.reading import load_definition

__all__ = ["command"]  # a fixture

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad").glob("*.yaml"))
GOOD = HERE / "loan.migration.yaml"
EXPECTED = re.compile(r'# expect: ([a-z_/]+) (\d+):(\d+) "(.*)"')
NO_CODES = {
    "title",
    "of_version",
    "anyone",
    "move",
    "elsewhere",
    "broken",
    "other_behaviour",
    "unit_divided",
}  # parts of sentences
READ_ALONE = {"unknown_plan"}  # told of a name, not of a file

Told = tuple[str, int, int, str]


def expected(file: Path) -> list[Told]:
    found = [EXPECTED.fullmatch(line) for line in file.read_text("utf-8").split("\n") if "# expect:" in line]
    return [(m[1], int(m[2]), int(m[3]), m[4]) for m in found if m is not None]


def of_problems(error: DefinitionError, file: Path) -> list[Told]:
    """What is told, each at a place in the plan itself and in both languages, with what to do."""
    for problem in error.problems:
        assert problem.position.file == str(file)
        assert problem.message.vi
        assert problem.message.vi != problem.message.en
        assert bool(problem.hint.vi) == bool(problem.hint.en)
    return [
        (p.code, p.position.line, p.position.column, str(p.message.en).replace(f"{file.parent}/", ""))
        for p in error.problems
    ]


def told_of(file: Path) -> list[Told]:
    try:
        composed = load_plan(file)
        checked = check_plan(composed)
        if checked.holds:
            require_parameters(composed.plan)
    except DefinitionError as error:
        return of_problems(error, file)
    read = json.loads(json.dumps(checked_document(checked), default=str))
    found = [(each["verdict"], each, each["claim"]["en"]) for each in read["short"]]
    found += [(each["code"], each, each["message"]["en"]) for each in read["findings"]]
    found += [("idle", each, each["property"]) for each in read["idle"]]
    told = [(code, each["plan_line"], each["plan_column"], said) for code, each, said in found]
    return sorted(told, key=lambda each: each[1:3])


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a case that stands under the old version."""
    file = tmp_path_factory.mktemp("store") / "library.db"
    payload = {"copies": 2, "size": "small", "card": "A1"}
    with Store.connect(f"sqlite:///{file}") as store:
        workflow = Workflow(load_definition(HERE / "versions" / "loan-1.yaml"))
        store.start(workflow, payload, actor=Actor("lan", roles={("reader", "")}), id="L-1")
    return file


def test_the_plan_that_the_others_differ_from_holds() -> None:
    assert check_plan(load_plan(GOOD)).holds


@pytest.mark.parametrize("file", BAD, ids=lambda file: str(file.stem))
def test_a_bad_plan_is_told_by_code_place_and_sentence_and_nothing_moves(
    file: Path, command: Command, database: Path
) -> None:
    assert told_of(file) == expected(file)
    assert expected(file)
    before = {each: each.read_bytes() for each in database.parent.iterdir()}
    said = command("migrate", file, "--database", database, "--as", "lan", "--lang", "en")
    assert said.code == 1
    assert {each: each.read_bytes() for each in database.parent.iterdir()} == before


def test_where_no_story_is_found_it_is_told_that_it_is_not_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ocop_workflow.verification.replay.MOST_TRIES", 0)
    told = told_of(HERE / "bad" / "proved_stuck_for_a_fee.yaml")
    assert ("flow/doubtful", 14, 3, "it is not sure that a case in “Owing” can go on and end") in told


def test_every_code_of_plans_has_a_bad_plan() -> None:
    assert len(BAD) >= 60
    told = {code for file in BAD for code, *_ in expected(file)}
    codes = {key for key in sentences("migration") if not key.endswith("_hint")} - NO_CODES - READ_ALONE
    assert codes - told == set()


def test_a_plan_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(DefinitionError) as raised:
        load_plan("loan@1-2")
    (problem,) = raised.value.problems
    assert problem.code == "unknown_plan"
    assert "there are: ocop-product@1048-148, ocop-product@148-148-1489" in str(problem.message.en)


def test_a_good_plan_moves_the_case_that_the_bad_ones_leave(command: Command, database: Path) -> None:
    said = command("migrate", GOOD, "--database", database, "--as", "lan", "--lang", "en")
    assert said.code == 0, said.out + said.err
    with Store.connect(f"sqlite:///{database}") as store:
        case = store.get("L-1")
        assert (case.state, dict(case.data)["size"]) == ("asked", "pocket")
