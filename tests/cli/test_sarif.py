"""`check --sarif` writes what it finds as SARIF 2.1.0, judged by the schema that Microsoft's SDK ships."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cli.support import Command
from jsonschema import Draft7Validator
from npm import packed
from schemas import ROOT

WRONG = sorted((ROOT / "tests" / "reading" / "wrong").glob("*.yaml"))
PLAN = """\
workflow: plan
version: "1"
roles: {producer: {}, officer: {}, council: {}}
start: {begin: {by: producer, to: planning}}
states: {planning: {}, review: {}, production: {}, ranked: {final: completed}, lost: {}}
events:
  submit:  {by: producer, moves: {planning: review}}
  approve: {by: officer, not_by: [submit], moves: {review: production}}
  skip:    {by: officer, moves: {review: production}}
  rank:    {by: council, moves: {production: ranked}}
  remind:  {by: clock, after: 5 days, moves: {review: stay}}
properties:
  - {precedence: [approve, rank], title: {vi: Duyệt trước khi xếp hạng, en: Approved before ranked}}
timezone: Asia/Ho_Chi_Minh
"""


@pytest.fixture(scope="session")
def standard() -> Draft7Validator:
    path = packed(
        "@microsoft/jest-sarif",
        "1.0.0-beta.0",
        "sha512-A1fOhPd6Ic5iDk4F9YPw1qNB4XF+7+IviR7xl8r2F6QzQkx5cpY9LsGk2rExiFIEcBbjpVnSmwWGBukASkiQ9A==",
        "lib/schemas/sarif-2.1.0-rtm.5.json",
    )
    schema = json.loads(path.read_text("utf-8"))
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


Log = Callable[..., dict[str, Any]]


@pytest.fixture
def log(command: Command, tmp_path: Path, standard: Draft7Validator) -> Log:
    """Checks a workflow and gives the only run of its log, which keeps to the standard."""

    def run(*arguments: str | Path) -> dict[str, Any]:
        said = command("check", *arguments, "--sarif", "log.sarif")
        document = json.loads((tmp_path / "log.sarif").read_text("utf-8"))
        assert [error.message for error in standard.iter_errors(document)] == []
        (found,) = document["runs"]
        levels = {result["level"] for result in found["results"]}
        assert (said.code == 0) == (levels <= {"note"})
        for result in found["results"]:
            assert found["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        return dict(found)

    return run


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "kế hoạch" / "plan.yaml"
    path.parent.mkdir()
    path.write_text(PLAN, "utf-8")
    return path


def result(run: dict[str, Any], rule: str) -> dict[str, Any]:
    (found,) = [each for each in run["results"] if each["ruleId"] == rule]
    return dict(found)


def region(where: dict[str, Any]) -> Any:
    return where["physicalLocation"]["region"]


def test_a_refuted_claim_tells_its_story_as_a_code_flow(log: Log, plan: Path) -> None:
    run = log(plan, "--lang", "en")
    refuted = result(run, "refuted/precedence")
    assert refuted["level"] == "error"
    assert refuted["message"]["text"] == "Approved before ranked: “rank” can happen without “approve”"
    (place,) = refuted["locations"]
    assert place["physicalLocation"]["artifactLocation"] == {
        "uri": "k%E1%BA%BF%20ho%E1%BA%A1ch/plan.yaml",
        "uriBaseId": "%SRCROOT%",
    }
    assert region(place) == {"startLine": 13, "startColumn": 5}
    steps = [each["location"] for each in refuted["codeFlows"][0]["threadFlows"][0]["locations"]]
    assert [step["message"]["text"] for step in steps] == [
        "producer: begin → planning",
        "producer: submit → review",
        "officer: skip → production",
        "council: rank → ranked",
    ]
    assert [region(step)["startLine"] for step in steps] == [4, 7, 9, 10]


def test_what_control_flow_shows_stands_at_the_state_and_a_remark_is_a_note(log: Log, plan: Path) -> None:
    run = log(plan)
    lost = result(run, "flow/unreachable")
    assert (lost["level"], region(lost["locations"][0])["startLine"]) == ("error", 5)
    remark = result(run, "remark/unheeded")
    assert (remark["level"], region(remark["locations"][0])["startLine"]) == ("note", 11)


def test_a_problem_marks_the_word_that_is_wrong(log: Log, plan: Path) -> None:
    plan.write_text(PLAN.replace("[submit]", "[submitt]"), "utf-8")
    run = log(plan, "--lang", "en")
    (problem,) = run["results"]
    assert problem["ruleId"] == "unknown_event"
    assert region(problem["locations"][0]) == {"startLine": 8, "startColumn": 35, "endColumn": 42}
    assert problem["message"]["text"].endswith("Hint: did you mean “submit”?")
    (rule,) = run["tool"]["driver"]["rules"]
    assert rule["fullDescription"]["text"].startswith("There is no event “…”")
    assert rule["properties"]["description"]["vi"].startswith("Không có")


def test_what_a_directory_lacks_is_found_and_one_without_a_place_names_the_file(log: Log, plan: Path) -> None:
    people = plan.with_name("people.yaml")
    people.write_text(
        "directory: d\npeople: {an: {}}\nassignments: [{person: an, role: producer}]\n", "utf-8"
    )
    calendar = plan.with_name("calendar.yaml")
    calendar.write_text("calendar: c\nfrom: 2019-01-01\nto: 2019-12-31\nweekend: sunday\n", "utf-8")
    run = log(plan, "--directory", people, "--calendar", calendar, "--on", "2020-02-01")
    unstaffed = [each for each in run["results"] if each["ruleId"] == "staffing/unstaffed"]
    assert [each["level"] for each in unstaffed] == ["error", "error"]  # officer and council
    assert all("region" in each["locations"][0]["physicalLocation"] for each in unstaffed)
    uncovered = result(run, "staffing/uncovered")
    assert "region" not in uncovered["locations"][0]["physicalLocation"]


def test_a_directory_that_is_wrong_is_told_at_its_own_line(log: Log, plan: Path) -> None:
    people = plan.with_name("people.yaml")
    people.write_text(
        "directory: d\npeople: {an: {}}\nassignments: [{person: an, role: producerr}]\n", "utf-8"
    )
    (problem,) = log(plan, "--directory", people)["results"]
    place = problem["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].endswith("people.yaml")
    assert place["region"] == {"startLine": 3, "startColumn": 34, "endColumn": 43}


def test_fingerprints_stay_when_lines_move_and_the_language_changes(log: Log, plan: Path) -> None:
    before = log(plan, "--lang", "vi")["results"]
    plan.write_text("# a comment\n\n" + PLAN, "utf-8")
    after = log(plan, "--lang", "en")["results"]
    for language, results in (("vi", before), ("en", after)):
        assert all(each["message"]["text"] == each["properties"]["message"][language] for each in results)
    marks = [each["partialFingerprints"] for each in before]
    assert [each["partialFingerprints"] for each in after] == marks
    assert len({json.dumps(mark) for mark in marks}) == len(marks)
    assert [each["properties"] for each in after] == [each["properties"] for each in before]
    moved = [
        (region(a["locations"][0])["startLine"], region(b["locations"][0])["startLine"])
        for a, b in zip(before, after, strict=True)
    ]
    assert all(b == a + 2 for a, b in moved)


def test_a_right_workflow_has_nothing_but_remarks(log: Log) -> None:
    assert {each["level"] for each in log("ocop-product@1048")["results"]} == {"note"}
    assert log(ROOT / "tests" / "testing" / "plan.yaml")["results"] == []


def test_every_claim_that_is_not_proved_is_a_result(command: Command, log: Log) -> None:
    tour = ROOT / "examples" / "tour" / "tour.yaml"  # has a claim of every template
    told = json.loads(command("check", tour, "--json").out)["proofs"]["verdicts"]
    open_ones = [f"{each['verdict']}/{each['template']}" for each in told if each["verdict"] != "proved"]
    assert [each["ruleId"] for each in log(tour)["results"] if each["ruleId"] in open_ones] == open_ones


def test_a_file_outside_the_working_folder_is_named_by_its_whole_address(log: Log) -> None:
    wrong = WRONG[0]
    place = log(wrong)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": wrong.as_uri()}


@pytest.mark.parametrize("path", WRONG, ids=lambda path: str(path.stem))
def test_every_wrong_file_is_told_by_the_standard_in_both_languages(log: Log, path: Path) -> None:
    run = log(path)
    assert run["results"]
    for rule in run["tool"]["driver"]["rules"]:
        for said in rule["properties"].values():
            assert said["vi"]
            assert said["en"]


def test_a_log_that_cannot_be_written_is_wrong_usage(command: Command, plan: Path) -> None:
    said = command("check", plan, "--sarif", plan.parent, "--lang", "en")
    assert said.code == 2
    assert str(plan.parent) in said.err.replace("\n", "")
