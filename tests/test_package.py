"""What the package as a whole keeps to: a light import, no domain in the engine, a complete wheel."""

import json
import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

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


def test_the_wheel_has_workflows_grammar_statements_and_sentences(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert "ocop_workflow/workflows/demo.yaml" in names
    assert "ocop_workflow/py.typed" in names
    for folder, pattern in (("src/ocop_workflow", "*.*"), ("workflows", "**/*.yaml")):
        inside = "ocop_workflow" if folder.startswith("src") else "ocop_workflow/workflows"
        for path in (ROOT / folder).rglob(pattern):
            if path.suffix in {".yaml", ".lark", ".sql", ".py"}:
                assert f"{inside}/{path.relative_to(ROOT / folder).as_posix()}" in names


def test_the_wheel_runs_the_demo_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    venv, empty = tmp_path / "venv", tmp_path / "empty"
    empty.mkdir()
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    python, command = venv / "bin" / "python", venv / "bin" / "ocop-workflow"
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    done = subprocess.run(
        [str(command), "demo", "--json"], cwd=empty, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["runs"][0]["totals"] == {"4": 1, "3": 11}
    assert {path.name.removesuffix("-journal") for path in empty.iterdir()} == {"ocop-workflow-demo.db"}
