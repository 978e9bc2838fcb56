"""What the package as a whole keeps to: a light import, no domain in the engine, a complete wheel."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = {"sqlite3", "lark", "yaml", "transitions"}


def test_importing_the_library_loads_neither_database_nor_parser_nor_yaml() -> None:
    script = "import sys, ocop_workflow; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not HEAVY & set(done.stdout.split())


def test_the_engine_knows_no_word_of_the_domain() -> None:
    found = subprocess.run(
        ["git", "grep", "-hiE", "ocop|hai.?phong|hải.?phòng|district|commune|stars", "--", "src/"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert found.returncode in {0, 1}, found.stderr
    words = ("ocop_workflow", "ocop-workflow")
    left = [line for line in found.stdout.splitlines() if not _only(words, line)]
    assert left == []


def _only(words: tuple[str, ...], line: str) -> bool:
    for word in words:
        line = line.replace(word, "")
    pattern = ("ocop", "phong", "phòng", "district", "commune", "stars")
    return not any(word in line.lower() for word in pattern)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))
