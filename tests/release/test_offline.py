"""Installed from a folder of wheels, without a network, as docs/it-department.md says."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from pages import all_blocks, run
from release.support import ROOT, tool

NAMES = ("it-department.md", "it-department.vi.md")


@pytest.mark.parametrize("name", ["it-department.md"])
def test_what_was_fetched_is_installed_without_a_network(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel, _ = tool("make_release").build(ROOT, tmp_path / "built")
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    (fetch, install, version) = (each.split(maxsplit=1) for each in commands(name))
    pip = (str(tmp_path / "venv" / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheel.parent))  # as an index that has this release
    subprocess.run([*pip, *shlex.split(fetch[1])], cwd=tmp_path, check=True)
    assert list((tmp_path / "wheels").glob("ocop_workflow-*.whl"))
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/none")
    subprocess.run([*pip, *shlex.split(install[1])], cwd=tmp_path, check=True)
    said = run(" ".join(version), tmp_path, tmp_path / "venv" / "bin")
    assert said == f"ocop-workflow {wheel.name.split('-')[1]}\n"


def test_both_languages_say_the_same() -> None:
    assert commands(NAMES[0]) == commands(NAMES[1])


def commands(name: str) -> list[str]:
    (block,) = [each for each in all_blocks(ROOT / "docs" / name) if each.elsewhere]
    return [line.removeprefix("$ ") for line in block.body.splitlines()]
