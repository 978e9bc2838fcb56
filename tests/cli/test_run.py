"""`run` takes cases through a store, tells what was not as expected, and goes on where it was."""

import json
from pathlib import Path

import pytest
from cli.support import Command

from ocop_workflow import Store


@pytest.fixture
def changed(permits: Path, tmp_path: Path) -> Path:
    """A copy of the run file beside a copy of its workflow, to be changed."""
    (tmp_path / "permit.yaml").write_bytes((permits.parent / "permit.yaml").read_bytes())
    copy = tmp_path / permits.name
    copy.write_bytes(permits.read_bytes())
    return copy


def change(file: Path, before: str, after: str) -> None:
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), "utf-8")


def test_a_run_prints_its_cases_refusals_and_assumptions(command: Command, permits: Path) -> None:
    said = command("run", permits, "--database", "sqlite:///p.db")
    assert said.code == 0
    assert "Quy trình  Cấp phép xây dựng (permit@1)" in said.out
    assert "Nguồn      Sổ theo dõi" in said.out
    assert " 1  P-1    Đã cấp" in said.out
    assert " 2  P-2    Từ chối cấp" in said.out
    assert "✗ Công chức (minh) – “Quyết định” – ngày 02/03/2024" in said.out
    assert "wrong_state – chưa đúng giai đoạn" in said.out
    assert "requires_unmet – thiếu việc phải làm trước" in said.out
    assert "Đã xét  số lượng “Phiếu” = 1; Số phiếu tối thiểu = 2" in said.out
    assert "(1) Tên người nộp là giả định" in said.out
    assert "(2) P-2: Ngày nộp là giả định" in said.out
    assert "Đã ghi 10 bước, 0 bước đã có từ trước, 4 bước bị từ chối." in said.out
    assert "ocop-workflow history P-1 --database sqlite:///p.db" in said.out


def test_each_source_of_a_basis_has_the_mark_that_follows_it(command: Command, permits: Path) -> None:
    said = command("run", permits, "--database", "p.db", "--lang", "en")
    assert "Basis  Construction Act, article 102 (A: quoted wording)" in said.out
    assert "       A local rule (C: a secondary or local source)" in said.out


def test_a_second_run_writes_nothing_and_tells_the_same(command: Command, permits: Path) -> None:
    first = command("run", permits, "--database", "p.db")
    with Store.connect("sqlite:///p.db") as store:
        before = [store.history(case.id) for case in store.cases()]
    second = command("run", permits, "--database", "sqlite:///p.db")
    with Store.connect("sqlite:///p.db") as store:
        assert [store.history(case.id) for case in store.cases()] == before
    assert second.code == 0
    assert "Đã ghi 0 bước, 10 bước đã có từ trước" in second.out
    assert second.out.replace("Đã ghi 0 bước, 10", "Đã ghi 10 bước, 0") == first.out


def test_a_run_as_json_is_complete(command: Command, permits: Path) -> None:
    document = json.loads(command("run", permits, "--database", "p.db", "--json").out)
    assert document["holds"] is True
    assert document["database"] == "sqlite:///p.db"
    assert [(case["id"], case["state"]) for case in document["cases"]] == [
        ("P-1", "granted"),
        ("P-2", "rejected"),
    ]
    assert document["cases"][0]["data"]["mean"] == "7.63"
    assert document["cases"][0]["data"]["applicant"] == "Nguyễn Thị Lan"
    assert document["cases"][0]["due"] == {"expire": "2027-03-06T17:00:00.000000Z"}
    assert [step["outcome"] for step in document["steps"]].count("refused") == 4
    refusal = document["steps"][1]
    assert [reason["code"] for reason in refusal["reasons"]] == ["wrong_state", "requires_unmet"]
    assert set(refusal["reasons"][0]) == {"code", "text", "guard", "values", "basis", "sources"}
    assert document["assumed"]["names"] == {"vi": "Tên người nộp là giả định", "en": "Names are made up"}


UNEXPECTED = [
    ("then: rejected", "then: granted", "led to “rejected”, should be “granted”"),
    ("refused: [guard_unmet]", "refused: [guard_error]", "refused with guard_unmet, should be guard_error"),
    (", refused: [not_permitted]", "", "P-2, step 2 (“accept”): refused: not_permitted"),
    ("with: {points: 8}}", "with: {points: 8}, refused: [wrong_state]}", "should be refused (wrong_state)"),
]


@pytest.mark.parametrize(("before", "after", "told"), UNEXPECTED)
def test_what_is_not_as_expected_is_told_and_ends_with_1(
    command: Command, changed: Path, before: str, after: str, told: str
) -> None:
    change(changed, before, after)
    said = command("run", changed, "--database", "p.db", "--lang", "en")
    assert said.code == 1
    assert told in " ".join(said.out.split())
    assert json.loads(command("run", changed, "--database", "p.db", "--json").out)["holds"] is False


def test_a_case_stops_at_the_first_surprise_and_the_others_go_on(command: Command, changed: Path) -> None:
    change(changed, "then: voting", "then: granted")
    document = json.loads(command("run", changed, "--database", "p.db", "--json").out)
    assert [(case["id"], case["seq"]) for case in document["cases"]] == [("P-1", 2), ("P-2", 5)]


def test_a_step_that_was_changed_after_it_was_written_is_told(command: Command, changed: Path) -> None:
    command("run", changed, "--database", "p.db")
    change(changed, "points: 8}", "points: 9}")
    said = command("run", changed, "--database", "p.db")
    assert said.code == 1
    assert "P-1, bước 7" in said.out
    assert "cơ sở dữ liệu mới" in " ".join(said.out.split())


def test_nothing_is_written_of_a_run_file_that_is_wrong(command: Command, changed: Path) -> None:
    change(changed, "assumed: [names, day]", "assumed: [names, dya]")
    said = command("run", changed, "--database", "p.db")
    assert said.code == 1
    assert f"{changed}:26:" in said.err
    assert "unknown_assumption" in said.err
    assert not Path("p.db").exists()


def test_a_required_parameter_without_a_value_is_told_with_its_basis(command: Command, changed: Path) -> None:
    change(changed, "parameters: {quorum: 2}\n", "")
    said = command("run", changed, "--database", "p.db", "--lang", "en")
    assert said.code == 1
    assert "parameter_open" in said.err
    assert "quorum" in said.err


def test_a_database_that_cannot_be_opened_is_told(command: Command, permits: Path) -> None:
    for database in ("sqlite:///no/such/folder/p.db", "oracle://somewhere"):
        said = command("run", permits, "--database", database)
        assert said.code == 1
        assert said.err
