"""`check --junit` writes a test for each claim and finding, and fails where the command does."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from cli.support import Command
from cli.test_sarif import PLAN

MENDED = PLAN.replace(", lost: {}", "").replace("  skip:    {by: officer, moves: {review: production}}\n", "")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN, "utf-8")
    return path


def cases(path: Path) -> dict[str, ET.Element]:
    root = ET.parse(path).getroot()  # noqa: S314 - written a moment ago
    (suite,) = root
    assert root.tag == "testsuites"
    assert int(suite.attrib["tests"]) == len(suite)
    assert int(suite.attrib["failures"]) == len(suite.findall("testcase/failure"))
    return {case.attrib["classname"]: case for case in suite}


def test_what_fails_is_a_failure_with_its_place_and_its_story(command: Command, plan: Path) -> None:
    assert command("check", plan, "--lang", "en", "--junit", "out.xml").code == 1
    found = cases(plan.with_name("out.xml"))
    refuted = found["refuted/precedence"]
    assert (refuted.attrib["file"], refuted.attrib["line"]) == (str(plan), "13")
    (failure,) = refuted
    assert failure.attrib["message"] == "Approved before ranked: “rank” can happen without “approve”"
    assert "3. officer: skip → production" in str(failure.text)
    assert found["flow/unreachable"].find("failure") is not None
    assert found["remark/unheeded"].find("failure") is None


def test_what_is_proved_passes(command: Command, plan: Path) -> None:
    plan.write_text(MENDED, "utf-8")
    assert command("check", plan, "--lang", "vi", "--junit", "out.xml").code == 0
    found = cases(plan.with_name("out.xml"))
    assert found["proved"].attrib["name"] == "Duyệt trước khi xếp hạng"
    assert all(case.find("failure") is None for case in found.values())


def test_a_file_that_is_wrong_fails_too_whatever_is_written_in_it(command: Command, plan: Path) -> None:
    plan.write_text(PLAN.replace("[submit]", '["sub<mit&"]'), "utf-8")
    assert command("check", plan, "--junit", "out.xml").code == 1
    assert "sub<mit&" in next(iter(cases(plan.with_name("out.xml")).values())).attrib["name"]
