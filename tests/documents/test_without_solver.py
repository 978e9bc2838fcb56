"""What `check` says where no solver is installed, as docs/checking.md shows it."""

from pathlib import Path

import pytest
from documents.support import ROOT
from pages import all_blocks

from ocop_workflow.cli import main
from ocop_workflow.verification import solved

PAGES = {"en": ROOT / "docs" / "checking.md", "vi": ROOT / "docs" / "checking.vi.md"}


@pytest.mark.parametrize("language", PAGES)
def test_conditions_that_a_solver_could_judge_are_named(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = all_blocks(PAGES[language])
    (shown,) = [each.body for each in blocks if each.elsewhere]
    (file,) = [each.body for each in blocks if each.body.startswith("# fees.yaml")]
    (tmp_path / "fees.yaml").write_text(file, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(solved, "find_spec", lambda _: None)
    main(["check", "fees.yaml", "--lang", language])
    assert shown in capsys.readouterr().out
