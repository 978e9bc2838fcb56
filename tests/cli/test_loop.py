"""From law to counterexample to regression test, and back: what `check --save` is for."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ocop_workflow.cli import main

LAW = Path(__file__).parents[2] / "workflows" / "ocop-product" / "1048.yaml"
SHORTCUT = (
    "  fast_track: {by: authority, title: {vi: Công nhận nhanh, en: Fast track}, takes: [decided_on], "
    'sets: {stars: 3, valid_until: "months(taken.decided_on, 36)"}, moves: {idea_review: recognised}}\n'
)


def plain_pytest(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LANG": "vi_VN.UTF-8", "LC_ALL": "vi_VN.UTF-8", "PYTHONIOENCODING": "utf-8"},
    )


def test_one_line_breaks_the_law_and_pytest_fails_until_it_is_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    law = LAW.read_text("utf-8")
    copy = tmp_path / "1048.yaml"
    copy.write_text(law.replace("events:\n", "events:\n" + SHORTCUT, 1), "utf-8")

    assert main(["check", "1048.yaml", "--lang", "vi", "--save"]) == 1
    told = " ".join(capsys.readouterr().out.split())
    assert "bác bỏ: Không việc nào cấp hạng sao trước khi phương án được duyệt" in told
    assert "3. Cơ quan công nhận: Công nhận nhanh → Đã công nhận" in told
    assert "Căn cứ Chu trình OCOP thường niên gồm 6 bước, Nhân Dân (B: theo bản tóm tắt)" in told
    assert [path.name for path in tmp_path.glob("*.scenario.yaml")] == ["ocop-product-3.scenario.yaml"]

    broken = plain_pytest(tmp_path)
    assert broken.returncode == 1, broken.stdout + broken.stderr
    assert "Công nhận nhanh" in broken.stdout

    copy.write_text(law, "utf-8")
    assert main(["check", "1048.yaml", "--lang", "vi"]) == 0
    mended = plain_pytest(tmp_path)
    assert mended.returncode == 0, mended.stdout + mended.stderr
