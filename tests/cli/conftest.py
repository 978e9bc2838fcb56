"""The command line as a person uses it: what it prints and how it ends."""

from pathlib import Path

import pytest
from cli.support import Command, Said

from ocop_workflow.cli import main

HERE = Path(__file__).parent


@pytest.fixture
def permit() -> Path:
    return HERE / "permit.yaml"


@pytest.fixture
def permits() -> Path:
    return HERE / "permit.run.yaml"


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    """Runs a command in an empty folder; in Vietnamese, as nothing says otherwise."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")

    def run(*arguments: str | Path) -> Said:
        capsys.readouterr()
        code = main([str(each) for each in arguments])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run
