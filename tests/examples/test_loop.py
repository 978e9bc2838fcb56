"""From law to counterexample to regression test, and back: what `make demo` shows of it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

LOOP = Path(__file__).parents[2] / "examples" / "loop" / "loop.py"
TOLD = {
    "vi": (
        "bác bỏ: Không việc nào cấp hạng sao trước khi phương án được duyệt",
        "3. Cơ quan công nhận: Công nhận nhanh → Đã công nhận",
        "Căn cứ Chu trình OCOP thường niên gồm 6 bước, Nhân Dân (B: theo bản tóm tắt)",
        "đã ghi ocop-product-3.scenario.yaml",
        "✗ 3. 21/08/2019 11:00 Cơ quan công nhận, unit@district (authority) – Công nhận nhanh → Đã công nhận",
    ),
    "en": (
        "refuted: Nothing gives stars before the plan is approved",
        "3. Recognising authority: Fast track → Recognised",
        "Basis The six steps of the yearly OCOP cycle, Nhân Dân newspaper (B: as paraphrased)",
        "saved ocop-product-3.scenario.yaml",
        "✗ 3. 2019-08-21 11:00 Recognising authority, unit@district (authority) – Fast track → Recognised",
    ),
}


@pytest.mark.parametrize("language", TOLD)
def test_one_line_breaks_the_law_and_pytest_fails_until_it_is_mended(language: str) -> None:
    done = subprocess.run(
        [sys.executable, LOOP, "--lang", language], capture_output=True, text=True, check=False
    )
    told = " ".join(done.stdout.split())
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.findall(r"\$ (\S+)[^$]*?\[exit (\d)\]", told) == [
        ("diff", "1"),
        ("ocop-workflow", "1"),
        ("pytest", "1"),
        ("cp", "0"),
        ("ocop-workflow", "0"),
        ("pytest", "0"),
    ]
    for sentence in TOLD[language]:
        assert sentence in told
