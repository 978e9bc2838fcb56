"""`check` says that a file is right, or shows every place that is not."""

import json
from pathlib import Path

import pytest
from cli.support import Command


def test_a_file_without_problems_ends_with_0_and_tells_what_is_still_open(
    command: Command, permit: Path
) -> None:
    said = command("check", permit)
    assert said.code == 0
    assert f"{permit}: không có lỗi" in said.out
    assert "Cấp phép xây dựng (permit@1): 5 trạng thái, 5 sự kiện, 2 vai trò" in said.out
    assert "quorum  Số phiếu tối thiểu – Luật Xây dựng, điều 102 (X: chưa xác nhận)" in said.out
    assert f"{permit}: no problems" in command("check", permit, "--lang", "en").out


def test_a_shipped_workflow_is_checked_by_its_name(command: Command) -> None:
    assert command("check", "ocop-product@1048").code == 0


def test_a_problem_is_shown_with_its_line_and_a_caret_under_the_place(
    command: Command, permit: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(
        permit.read_text("utf-8").replace("accept: {by: clerk,", "accept: {by: cleric,"), "utf-8"
    )
    line = next(n for n, text in enumerate(wrong.read_text("utf-8").splitlines(), 1) if "cleric" in text)
    said = command("check", wrong, "--lang", "en")
    assert said.code == 1
    assert f"{wrong}:{line}:16: " in said.out
    assert f"{line} │   accept: {{by: cleric," in said.out
    shown = said.out.splitlines()
    caret = next(text for text in shown if text.endswith("^"))
    under = shown[shown.index(caret) - 1]
    assert under[caret.index("^") :].startswith("cleric")
    assert f"{wrong}: 1 problem" in said.out


def test_all_problems_are_json_with_both_languages(command: Command, permit: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    text = permit.read_text("utf-8").replace(
        "by: clerk, title: {vi: Tiếp nhận", "by: x, title: {vi: Tiếp nhận"
    )
    wrong.write_text(text.replace("applied: voting", "applied: nowhere"), "utf-8")
    said = command("check", wrong, "--json")
    assert said.code == 1
    document = json.loads(said.out)
    assert document["holds"] is False
    assert len(document["problems"]) == 2
    for problem in document["problems"]:
        assert set(problem) == {"code", "file", "line", "column", "message", "hint"}
        assert problem["message"]["vi"]
        assert problem["message"]["en"]


def test_a_right_file_as_json_names_its_digest_and_open_parameters(command: Command, permit: Path) -> None:
    document = json.loads(command("check", permit, "--json").out)
    assert document["holds"] is True
    assert document["problems"] == []
    assert document["open_parameters"] == ["quorum"]
    assert len(document["definition"]) == 64


def test_parameters_come_from_a_file_and_an_unfit_one_is_told_where_it_stands(
    command: Command, permit: Path, tmp_path: Path
) -> None:
    file = tmp_path / "here.yaml"
    file.write_text("parameters: here\nvalues: {quorum: 3}\n", "utf-8")
    said = command("check", permit, "--parameters", file)
    assert said.code == 0
    assert "quorum" not in said.out
    file.write_text("parameters: here\nvalues:\n  quorum: 0\n", "utf-8")
    said = command("check", permit, "--parameters", file)
    assert said.code == 1
    assert f"{file}:3:11: " in said.out


def test_a_file_that_is_not_there_is_a_problem_and_no_crash(command: Command) -> None:
    said = command("check", "nothing.yaml")
    assert said.code == 1
    assert "nothing.yaml" in said.out


def test_a_very_long_line_is_cut_around_the_place(command: Command, tmp_path: Path) -> None:
    deep = tmp_path / "deep.yaml"
    deep.write_text("[" * 60_000, "utf-8")
    said = command("check", deep)
    assert said.code == 1
    assert max(map(len, said.out.splitlines())) <= 200


def test_boundaries_are_said_in_both_languages_and_as_json(command: Command) -> None:
    vietnamese = " ".join(command("check", "ocop-product@1048").out.split())
    assert "ranh giới: “Điểm trung bình” được so với 29,5; 30; 49,5" in vietnamese
    assert "89,99 vẫn dưới 90" in vietnamese
    english = command("check", "ocop-product@1048", "--lang", "en", "--json").out
    assert json.loads(english)["proofs"]["boundaries"][0]["below"] == "89.99"


BANDS = """\
workflow: bands
version: "1"
roles: {worker: {}}
data: {score: {type: number, scale: 1, minimum: 0, maximum: 100}, stars: {type: integer, minimum: 1, maximum: 5}}
start: {begin: {by: worker, to: judged, takes: [score]}}
states: {judged: {}, ranked: {final: completed}}
events:
  rank:
    by: worker
    moves:
      judged:
        - {when: score <= 89, to: ranked, sets: {stars: 4}}
        - {when: score >= 90, to: ranked, sets: {stars: 5}}
"""


def test_a_gap_between_bands_is_said_with_its_place_its_code_and_what_to_do(
    command: Command, tmp_path: Path
) -> None:
    (tmp_path / "bands.yaml").write_text(BANDS, "utf-8")
    said = command("check", "bands.yaml", "--lang", "en")
    english = " ".join(said.out.split())
    assert said.code == 1
    told = (
        "✗ bands.yaml:11:7: “rank” in “judged”: no branch holds where 89 < score < 90, such as score = 89.5"
    )
    assert f"{told} [decision/gap] the way there: begin Hint: Add a branch" in english
    vietnamese = " ".join(command("check", "bands.yaml").out.split())
    assert "không nhánh nào đúng khi 89 < score < 90, chẳng hạn score = 89.5" in vietnamese
    stuck, found = json.loads(command("check", "bands.yaml", "--json").out)["proofs"]["levels"]
    assert (stuck["code"], stuck["state"]) == ("flow/stuck", "judged")
    assert (found["code"], found["where"], found["events"]) == ("decision/gap", "89 < score < 90", ["begin"])
    assert found["witness"] == {"score": "89.5"}


def test_bands_that_are_mended_hold(command: Command, tmp_path: Path) -> None:
    (tmp_path / "bands.yaml").write_text(BANDS.replace("<= 89", "< 90"), "utf-8")
    assert command("check", "bands.yaml").code == 0


WORKS = "{by: worker, moves: {%s}}"
FLOWS = {
    "flow/unreachable": ("{a: {}, b: {final: completed}, c: {}}", {"go": "a: b"}),
    "flow/dead": ("{a: {}, b: {final: completed}}", {"go": "a: b", "other": "a: [{when: 'false', to: b}]"}),
    "flow/stuck": ("{a: {}, b: {}}", {"go": "a: b"}),
    "flow/endless": (
        "{a: {}, b: {}, c: {final: completed}}",
        {"go": "a: b", "remain": "b: stay", "done": "a: c"},
    ),
}


@pytest.mark.parametrize("code", FLOWS)
def test_what_control_flow_shows_has_its_place_and_its_advice(
    command: Command, tmp_path: Path, code: str
) -> None:
    states, moves = FLOWS[code]
    events = "".join(f"  {name}: {WORKS % move}\n" for name, move in moves.items())
    head = "workflow: flow\nversion: '1'\nroles: {worker: {}}\nstart: {begin: {by: worker, to: a}}\n"
    (tmp_path / "flow.yaml").write_text(f"{head}states: {states}\nevents:\n{events}", "utf-8")
    said = command("check", "flow.yaml", "--lang", "en")
    assert said.code == 1
    assert "Hint: " in said.out
    assert "✗ flow.yaml:" in said.out
    levels = json.loads(command("check", "flow.yaml", "--json").out)["proofs"]["levels"]
    assert [each["code"] for each in levels] == [code]
    assert all(each["line"] and each["hint"]["vi"] and each["hint"]["en"] for each in levels)


MANY = """workflow: many
version: "1"
roles: {clerk: {}}
start: {begin: {by: clerk, to: open}}
states: {open: {}, closed: {final: completed}}
events: {close: {by: clerk, moves: {open: closed}}}
properties:
  - never: close
"""


@pytest.mark.parametrize("claims", [19, 20])
def test_more_claims_than_a_screen_shows_end_with_how_many_fall_short(
    claims: int, command: Command, tmp_path: Path
) -> None:
    file = tmp_path / "many.yaml"
    file.write_text(MANY + "  - precedence: [begin, close]\n" * claims, "utf-8")
    said = {language: command("check", file, "--lang", language).out for language in ("vi", "en")}
    assert ("  ✗ 1 trên 21 khẳng định chưa được chứng minh, xem ở trên" in said["vi"]) == (claims == 20)
    assert ("  ✗ 1 of 21 claims are not proved, see above" in said["en"]) == (claims == 20)
