"""`show` prints a workflow's file, and what an extension comes to; `diff` says what it changed."""

from pathlib import Path

import pytest
from cli.support import Command

from ocop_workflow import load
from ocop_workflow.reading.catalogue import find

LABORATORY = Path(__file__).parents[2] / "examples" / "custom-stage" / "laboratory.yaml"
WRONG = 'workflow: mine\nversion: "1"\nextends: ocop-product@1048\nnarrow: {recognise: {sets: {stars: 5}}}\n'


def test_a_name_is_shown_as_its_file_is_written(command: Command) -> None:
    said = command("show", "ocop-product@1048")
    assert (said.code, said.err) == (0, "")
    assert said.out == find("ocop-product@1048").read_text("utf-8")


@pytest.mark.parametrize(
    ("language", "head"),
    [("vi", "ocop-product@1048-laboratory: đã gộp"), ("en", "1048-laboratory, put together")],
)
def test_an_extension_is_shown_put_together_and_is_itself_a_file_of_the_same_hash(
    command: Command, tmp_path: Path, language: str, head: str
) -> None:
    said = command("show", LABORATORY, "--resolved", "--lang", language)
    assert (said.code, said.err) == (0, "")
    assert head in said.out.splitlines()[0]
    assert "  pass_test:  # laboratory.yaml:19\n" in said.out
    assert "      - safe  # laboratory.yaml:16\n" in said.out
    assert "  submit_dossier:  # 1048.yaml:" in said.out
    shown = tmp_path / "shown.yaml"
    shown.write_text(said.out, "utf-8")
    assert load(shown).digest == load(LABORATORY).digest


def test_what_is_wrong_is_told_where_it_is_put_together_only(command: Command, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(WRONG, "utf-8")
    assert command("show", wrong).out == WRONG
    refused = command("show", wrong, "--resolved", "--lang", "en")
    assert (refused.code, refused.out) == (1, "")
    assert "wrong.yaml:4" in refused.err


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "vi",
            (
                "• Trạng thái mới: Đang kiểm nghiệm, cấp: xã",
                "• Vai trò mới: Phòng kiểm nghiệm",
                "• Sự kiện mới: Gửi mẫu [1]",
                "• Nộp hồ sơ đánh giá, phân hạng – điều kiện: thêm: đạt kiểm nghiệm nếu là thực phẩm hoặc đồ uống",
                "nội dung  Nhóm sản phẩm ≠ Thực phẩm và Nhóm sản phẩm ≠ Đồ uống hoặc đã có Đạt kiểm nghiệm",
                "• Khẳng định mới: Không đánh giá thực phẩm chưa kiểm nghiệm [1]",
            ),
        ),
        (
            "en",
            (
                "• New state: In the laboratory, level: the commune",
                "• New role: Laboratory",
                "• New event: Send a sample [1]",
                "• File the dossier – condition: new: tested if food or drink [1]",
                "Product group ≠ Food and Product group ≠ Drinks or Passed the test is set",
                "• New claim: No untested food is evaluated [1]",
            ),
        ),
    ],
)
def test_diff_says_in_words_what_the_extension_changed(
    command: Command, language: str, sentences: tuple[str, ...]
) -> None:
    said = command("diff", "ocop-product@1048", LABORATORY, "--lang", language)
    assert (said.code, said.err) == (1, "")
    for sentence in sentences:
        assert sentence in said.out
