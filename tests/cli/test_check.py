"""`check` says that a file is right, or shows every place that is not."""

import json
from pathlib import Path

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
