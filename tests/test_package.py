"""What the package as a whole keeps to: a light import, no domain in the engine, a complete wheel."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = {"sqlite3", "lark", "yaml"}
DOMAIN = re.compile("ocop|h[aả]i.?ph[oò]ng|district|commune|stars", re.IGNORECASE)
PACKAGE = re.compile("ocop[_-]workflow")


def test_importing_the_library_loads_neither_database_nor_parser_nor_yaml() -> None:
    script = "import sys, ocop_workflow; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not HEAVY & set(done.stdout.split())


def test_the_engine_knows_no_word_of_the_domain() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in sorted((ROOT / "src").rglob("*.*"))
        if path.suffix in {".py", ".yaml", ".sql", ".lark"}
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if DOMAIN.search(PACKAGE.sub("", line))
    ]
    assert found == []


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))
