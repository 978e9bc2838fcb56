"""`explain` says who may do an event and what it takes; `check --directory` which roles nobody holds."""

import json
from pathlib import Path

import pytest
from cli.support import Command

UNITS = Path(__file__).parents[2] / "workflows" / "units" / "hai-phong.yaml"
PEOPLE = """
directory: office
people: {lan: {title: {vi: Chị Lan, en: Ms Lan}}, mai: {title: {vi: Chị Mai, en: Ms Mai}}, nam: {}}
assignments:
  - {person: lan, party: house}
  - {person: mai, role: clerk}
  - {person: nam, role: clerk, to: 2024-01-31}
"""


STEPS = """
run: {vi: Một giấy phép, en: One permit}
workflow: WORKFLOW
parameters: {quorum: 2}
actors: {lan: {parties: [house]}, mai: {roles: [clerk]}}
cases:
  P-1:
    steps:
      - {at: 2024-03-01, do: apply, as: lan, with: {applicant: Lan, owner: house}}
  P-2:
    steps:
      - {at: 2024-03-01, do: apply, as: lan, with: {applicant: Lan, owner: house}}
      - {at: 2024-03-04, do: accept, as: mai}
      - {at: 2024-03-05, do: vote, as: mai, with: {points: 4}}
"""


@pytest.fixture
def database(command: Command, permit: Path, tmp_path: Path) -> str:
    steps = tmp_path / "steps.run.yaml"
    steps.write_text(STEPS.replace("WORKFLOW", str(permit)), "utf-8")
    assert command("run", steps, "--database", "p.db").code == 0
    return "p.db"


@pytest.fixture
def people(tmp_path: Path) -> Path:
    file = tmp_path / "office.directory.yaml"
    file.write_text(PEOPLE, "utf-8")
    return file


def test_a_refusal_is_told_with_what_would_satisfy_it_and_who_could_act(
    command: Command, database: str, people: Path
) -> None:
    asked = ("explain", "P-2", "decide", "--database", database, "--at", "2024-03-06", "--directory", people)
    said = command(*asked)
    assert said.code == 1
    assert "“Quyết định”: hồ sơ P-2, ngày 06/03/2024" in said.out
    assert "Chưa làm được" in said.out
    assert "số lượng “Phiếu”: có 1, cần thêm 1; ghi bằng: Bỏ phiếu" in said.out
    assert "Người giữ vai trò hôm đó  Chị Mai\n" in said.out  # the other's days are over
    english = command(*asked, "--lang", "en").out
    assert "number of “Votes”: has 1, one more is needed; written by: Vote" in english
    assert "People who hold it that day  Ms Mai\n" in english


def test_what_is_possible_says_what_to_hand_in_and_ends_with_0(command: Command, database: str) -> None:
    said = command("explain", "P-2", "vote", "--database", database, "--at", "2024-03-06", "--lang", "en")
    assert said.code == 0
    assert "It can be done once this is handed in: Points" in said.out
    assert "People" not in said.out  # no directory was named
    said = command("explain", "P-1", "accept", "--database", database, "--at", "2024-03-06", "--lang", "en")
    assert "It can be done now" in said.out
    assert "It leads to: Voting" in said.out


def test_a_wrong_state_is_told_with_the_way_and_what_must_come_first(
    command: Command, database: str, people: Path
) -> None:
    asked = ("explain", "P-1", "decide", "--database", database, "--at", "2024-03-06", "--lang", "en")
    said = command(*asked, "--directory", people)
    assert said.code == 1
    assert (
        "The shortest way to “Voting”, if every condition on it is met:\n  1. Accept (Clerk) → Voting"
        in said.out
    )
    assert "This must come first: Accept\n  Who may do it                Clerk" in said.out


def test_one_person_is_told_why_not(command: Command, database: str, people: Path) -> None:
    asked = ("explain", "P-1", "accept", "--database", database, "--at", "2024-03-06", "--lang", "en")
    said = command(*asked, "--directory", people, "--as", "lan")
    assert said.code == 1
    assert "Ms Lan is not permitted to do it, because:" in said.out
    assert "Only these may do “Accept”: Clerk" in said.out
    said = command(*asked, "--directory", people, "--as", "mai")
    assert said.code == 0
    assert "Ms Mai is permitted to do it" in said.out


def test_a_clock_event_is_told_with_its_day_or_that_nobody_can_fire_it(
    command: Command, database: str
) -> None:
    said = command("explain", "P-1", "expire", "--database", database, "--lang", "en")
    assert said.code == 1
    assert "“Expire” happens by itself when it is due; nobody can fire it" in said.out


def test_programs_read_the_same(command: Command, database: str, people: Path) -> None:
    asked = ("explain", "P-2", "decide", "--database", database, "--at", "2024-03-06", "--json")
    document = json.loads(command(*asked, "--directory", people).out)
    (remedy,) = document["remedies"]
    (change,) = remedy["changes"]
    assert remedy["guard"] == "enough"
    assert change["needs"][0]["more"] == 1
    assert change["text"]["en"] == "number of “Votes”: has 1, one more is needed; written by: Vote"
    assert [each["actor"] for each in document["who"]["able"]] == ["mai"]
    assert document["who"]["barred"] == []


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--at", "yesterday"), "“yesterday” is no time"),
        (("--at", "2024-03-06T09:00"), "is no time"),
        (("--as", "mai"), "--as needs --directory"),
    ],
)
def test_wrong_usage_is_told(command: Command, database: str, options: tuple[str, ...], told: str) -> None:
    said = command("explain", "P-1", "accept", "--database", database, "--lang", "en", *options)
    assert said.code == 2
    assert told in said.err


def test_a_person_whom_the_directory_does_not_know_is_a_wrong_usage(
    command: Command, database: str, people: Path
) -> None:
    asked = ("explain", "P-1", "accept", "--database", database, "--directory", people, "--as", "tam")
    assert command(*asked, "--lang", "en").code == 2


def test_check_tells_the_roles_that_nobody_holds_on_a_day(
    command: Command, permit: Path, people: Path
) -> None:
    good = command("check", permit, "--directory", people, "--on", "2024-01-15", "--lang", "en")
    assert good.code == 0
    assert "every event has somebody in every state" in good.out
    text = people.read_text("utf-8").replace("role: clerk}", "role: clerk, to: 2024-01-31}")
    people.write_text(text, "utf-8")
    assert command("check", permit, "--directory", people, "--on", "2024-01-31").code == 0
    assert command("check", permit, "--directory", people, "--on", "2024-02-01").code == 1


def test_check_without_anybody_ends_with_1(command: Command, permit: Path, people: Path) -> None:
    people.write_text("directory: nobody\npeople: {lan: {}}\nassignments: []\n", "utf-8")
    bad = command("check", permit, "--directory", people, "--lang", "en")
    assert bad.code == 1
    assert "✗ nobody holds the role “Clerk”, which leaves nobody for: “Accept” in “Applied”" in bad.out
    assert (
        "không ai giữ vai trò “Công chức”, nên thiếu người cho: “Tiếp nhận” ở “Đã nộp”"
        in command("check", permit, "--directory", people).out
    )
    document = json.loads(command("check", permit, "--directory", people, "--json").out)
    assert document["holds"] is False
    assert {each["event"] for each in document["staffing"]["findings"]} == {"accept", "vote", "decide"}


def test_check_tells_where_a_directory_misspells_a_role(command: Command, permit: Path, people: Path) -> None:
    lines = people.read_text("utf-8").replace("role: clerk}", "role: clrek}", 1).splitlines()
    people.write_text("\n".join(lines), "utf-8")
    line = next(number for number, text in enumerate(lines, 1) if "clrek" in text)
    said = command("check", permit, "--directory", people, "--lang", "en")
    assert said.code == 1
    assert f"{people}:{line}:{lines[line - 1].index('clrek') + 1}: unknown_role" in said.out + said.err
    assert "did you mean “clerk”?" in said.out + said.err
    people.write_text("\n".join(lines).replace("clrek", "janitor"), "utf-8")
    other = command("check", permit, "--directory", people, "--lang", "en")
    assert "unknown_role" not in other.out, "another workflow's"


def test_check_tells_where_a_directory_names_a_unit_that_the_list_lacks(
    command: Command, tmp_path: Path
) -> None:
    people = tmp_path / "people.yaml"
    people.write_text(
        "directory: d\npeople: {lan: {}}\nassignments:\n  - {person: lan, role: officer, unit: hp/kien-thui}\n",
        "utf-8",
    )
    said = command("check", "ocop-product@1048", "--directory", people, "--units", UNITS, "--lang", "en")
    assert said.code == 1
    assert f"{people}:4:40: unknown_unit" in said.out + said.err
    assert "did you mean “hp/kien-thuy”?" in said.out + said.err


def test_check_of_people_needs_a_directory_and_units_where_the_workflow_has_them(
    command: Command, permit: Path, people: Path
) -> None:
    said = command("check", permit, "--on", "2024-01-15", "--lang", "en")
    assert (said.code, "goes with --directory, --units or --calendar" in said.err) == (2, True)
    said = command("check", "ocop-product@1048", "--directory", people, "--lang", "en")
    assert (said.code, "--directory needs --units" in said.err) == (2, True)
