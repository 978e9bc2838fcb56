"""`diff` on the shipped rule set and edited copies: one edit, and exactly the lines that an official expects."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from cli.support import Command

from ocop_workflow.reading.catalogue import shipped

HERE = Path(__file__).parent
LAW = shipped() / "ocop-product" / "1048.yaml"
EDITS = {each["name"]: each for each in yaml.safe_load((HERE / "edits.yaml").read_text("utf-8"))}


def text_of_the_law() -> str:
    """Its text with the first of its claims alone: what is renamed or dropped is named by many others."""
    text, claims = LAW.read_text("utf-8").split("\nproperties:\n")
    return f"{text}\nproperties:\n{claims.splitlines()[0]}\n"


@pytest.fixture
def law(tmp_path: Path) -> Path:
    file = tmp_path / "law.yaml"
    file.write_text(text_of_the_law(), "utf-8")
    return file


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return tmp_path / "other.yaml"


def write(file: Path, *names: str) -> None:
    text = text_of_the_law()
    for name in names:
        for edit in EDITS[name]["edits"]:
            assert text.count(edit["replace"]) == 1, edit["replace"]
            text = text.replace(edit["replace"], edit["by"])
    file.write_text(text, "utf-8")


@pytest.mark.parametrize("edit", EDITS.values(), ids=list(EDITS))
def test_one_edit_is_told_by_exactly_the_expected_lines(
    command: Command, law: Path, other: Path, edit: dict[str, Any]
) -> None:
    write(other, edit["name"])
    said = command("diff", law, other, "--json")
    document = json.loads(said.out)
    assert said.code == 1
    for language in ("vi", "en"):
        assert [change["message"][language] for change in document["changes"]] == edit[language]
    assert {change["behaviour"] for change in document["changes"]} == {edit["behaviour"]}
    assert document["same_behaviour"] is not edit["behaviour"]


@pytest.mark.parametrize(
    ("language", "nothing"), [("vi", "Không có gì khác nhau."), ("en", "Nothing differs.")]
)
def test_a_file_does_not_differ_from_itself(command: Command, language: str, nothing: str) -> None:
    said = command("diff", LAW, "ocop-product@1048", "--lang", language)
    assert (said.code, said.err) == (0, "")
    assert nothing in said.out
    assert json.loads(command("diff", LAW, LAW, "--json").out)["changes"] == []


def test_wrong_usage_ends_with_2_and_a_file_that_is_none_as_well(command: Command) -> None:
    assert command("diff", LAW).code == 2
    assert "NEW" in command("diff", LAW, "--lang", "en").err
    missing = command("diff", LAW, "nothing.yaml")
    assert (missing.code, missing.out) == (2, ""), "1 says that they differ"
    assert "nothing.yaml" in missing.err


def test_groups_stand_in_the_order_of_an_amendment_with_old_and_new_and_the_basis(
    command: Command, law: Path, other: Path
) -> None:
    write(other, "choice", "condition", "who", "new event", "level", "version", "title")
    said = command("diff", law, other).out
    order = [
        "Từ Chu trình OCOP của một sản phẩm theo QĐ 1048 (ocop-product@1048) sang",
        "\nVăn bản\n",
        "  • Phiên bản: 1048 → 148\n",
        "\nGiai đoạn, trạng thái\n",
        "  • Không đạt – cấp: huyện → xã [1 B]\n",
        "\nViệc và người thực hiện\n",
        "  • Sự kiện mới: Kiểm tra [3 B]\n",
        "    người thực hiện  Công chức tiếp nhận, thẩm định ở cấp thành phố\n",
        "    kết quả          từ “Đã công nhận” giữ nguyên trạng thái\n",
        "\nĐiều kiện và cách tính\n",
        "    cũ   Nhóm sản phẩm = Dịch vụ du lịch nông thôn hoặc Số sản phẩm mẫu ≥ 5\n",
        "    mới  Nhóm sản phẩm = Dịch vụ du lịch nông thôn hoặc Số sản phẩm mẫu ≥ 10\n",
        "\nNội dung được ghi\n",
        "\nChỉ khác lời văn, căn cứ\n",
        "  • Tên vai trò: “Cơ quan công nhận” → “Ủy ban nhân dân”\n",
        "\nCăn cứ\n",
        "  [1]  Đăng ký đánh giá, nâng hạng thường xuyên, Đà Nẵng\n",
        "  B  theo bản tóm tắt\n",
        "\nCách vận hành đã đổi (mã băm ",
    ]
    places = [said.find(line) for line in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)
    assert max(map(len, said.splitlines())) <= 100


def test_other_words_alone_leave_the_behaviour_as_it_is(command: Command, law: Path, other: Path) -> None:
    write(other, "title", "sentence", "basis", "source")
    said = command("diff", law, other, "--lang", "en")
    assert said.code == 1
    assert "0 differences of behaviour; 4 of wording or sources only." in said.out
    assert "The behaviour is the same (digest " in said.out


def test_the_same_change_of_a_basis_in_many_places_is_told_once(command: Command, other: Path) -> None:
    other.write_text(LAW.read_text("utf-8").replace("basis: [qd1048, A]", "basis: [qd1048, B]"), "utf-8")
    said = command("diff", LAW, other, "--lang", "en").out
    (line,) = [each for each in said.splitlines() if each.startswith("  •")]
    places = json.loads(command("diff", LAW, other, "--json").out)["changes"]
    assert f"Basis, at {len(places)} places, such as: 5. Evaluation and ranking; " in line
    assert "    old  [1 A]\n    new  [1 B]\n" in said
    assert "\n  [1]  Decision 1048/QĐ-TTg of 21 August 2019" in said


def test_what_was_done_in_a_state_that_is_gone_needs_no_line_of_its_own(
    command: Command, law: Path, other: Path
) -> None:
    write(other, "new state")
    text = other.read_text("utf-8")
    assert text.count("revoked: production}") == 1
    other.write_text(
        text.replace("revoked: production}", "revoked: production, waiting: production}"), "utf-8"
    )
    gone = command("diff", other, law)
    assert "• Chờ trao giấy: bỏ\n" in gone.out
    assert "từ “Chờ trao giấy”" not in gone.out
    assert "removed" in {c["kind"] for c in json.loads(command("diff", other, law, "--json").out)["changes"]}
    assert "Đăng ký lại – từ “Chờ trao giấy”: thêm: đến" in command("diff", law, other).out
