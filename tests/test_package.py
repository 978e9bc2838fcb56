"""What the package as a whole keeps to: a light import, no domain in the engine, a complete wheel."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest
from pages import follow, run

ROOT = Path(__file__).parent.parent
HEAVY = {"sqlite3", "yaml"}
DOMAIN = re.compile("ocop|h[aả]i.?ph[oò]ng|district|commune|stars", re.IGNORECASE)
PYTHONS = ("3.11", "3.12", "3.13")
HISTORY = "return self.store.history(case_id)"
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


def build(kind: str, folder: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", tmp_path_factory.mktemp("wheel"))


def python_of(version: str) -> str:
    """An interpreter of that version that runs: on the path, or where pyenv keeps them.

    Without one the test is skipped, also where CI is set: a machine need not have 3.12 or 3.13, but 3.11.
    """
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    places = [shutil.which(f"python{version}"), *sorted(kept.glob(f"{version}.*/bin/python"))]
    for place in filter(None, places):
        asked = [str(place), "-c", "import sys; print(*sys.version_info[:2], sep='.')"]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        if done.stdout.strip() == version:
            return str(place)
    why = f"there is no Python {version} on this machine"
    if version == PYTHONS[0]:
        pytest.fail(why)
    pytest.skip(why)


def installed(version: str, what: str, folder: Path) -> Path:
    """The commands of an environment of its own that has the package and what it asks for."""
    subprocess.run([python_of(version), "-m", "venv", str(folder)], check=True)
    binaries = folder / "bin"
    install = [
        str(binaries / "python"),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        what,
    ]
    subprocess.run(install, check=True, capture_output=True)
    return binaries


def test_the_wheel_has_workflows_grammar_statements_and_sentences(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert "ocop_workflow/workflows/demo.yaml" in names
    assert "ocop_workflow/py.typed" in names
    for folder, pattern in (("src/ocop_workflow", "*.*"), ("workflows", "*.*")):
        inside = "ocop_workflow" if folder.startswith("src") else "ocop_workflow/workflows"
        for path in (ROOT / folder).rglob(pattern):
            if path.suffix in {".yaml", ".lark", ".sql", ".py", ".json", ".css", ".js"}:
                assert f"{inside}/{path.relative_to(ROOT / folder).as_posix()}" in names


@pytest.mark.parametrize("version", PYTHONS)
def test_from_the_wheel_in_an_empty_folder_the_pages_do_what_they_show(
    wheel: Path, tmp_path: Path, version: str
) -> None:
    binaries = installed(version, f"{wheel}[testing]", tmp_path / "venv")
    pages = {page: {"yaml", "console", "python"} for page in ("start.md", "start.vi.md")}
    if version == PYTHONS[0]:
        pages |= {page: {"yaml", "console"} for page in ("stages.md", "stages.vi.md")}
    for page, languages in pages.items():
        empty = tmp_path / page
        empty.mkdir()
        assert follow(ROOT / "docs" / page, empty, binaries) == languages
    if version == PYTHONS[0]:
        own_tests_pass(tmp_path / "testing-your-own", binaries)


def own_tests_pass(folder: Path, binaries: Path) -> None:
    """The example of a host's own tests passes with pytest and with unittest, and finds what is taken away."""
    shutil.copytree(
        ROOT / "examples" / "testing-your-own", folder, ignore=shutil.ignore_patterns("__pycache__")
    )
    counted = run("pytest -q -p no:cacheprovider --workflow-coverage-min 80", folder, binaries)
    assert "9 passed" in counted, counted
    assert "leave@1: " in counted
    assert run("python -m unittest", folder, binaries).endswith("OK\n")
    host = folder / "host.py"
    text = host.read_text("utf-8")
    assert HISTORY in text
    host.write_text(text.replace(HISTORY, f"{HISTORY}[1:]"), "utf-8")
    found = run("pytest -q -p no:cacheprovider test_leave.py -k TestRequests", folder, binaries)
    assert "1 failed" in found, found


def test_the_wheel_alone_runs_the_demo_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    binaries = installed(PYTHONS[0], str(wheel), tmp_path / "venv")
    empty = tmp_path / "empty"
    empty.mkdir()
    done = subprocess.run(
        [binaries / "ocop-workflow", "demo", "--json"], cwd=empty, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["runs"][0]["totals"] == {"4": 1, "3": 11}
    beside = {f"ocop-workflow-demo.db{suffix}" for suffix in ("", "-journal", "-turn")}
    assert {"ocop-workflow-demo.db"} <= {path.name for path in empty.iterdir()} <= beside


def test_the_sdist_gives_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    sdist = build("sdist", tmp_path / "sdist")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(tmp_path), str(sdist)]
    subprocess.run([*command, "--no-build-isolation"], cwd=tmp_path, check=True, capture_output=True)
    (again,) = tmp_path.glob("*.whl")
    with ZipFile(wheel) as first, ZipFile(again) as second:
        assert sorted(first.namelist()) == sorted(second.namelist())
        assert all(first.read(name) == second.read(name) for name in first.namelist())


def test_the_changelog_tells_what_this_version_brings() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        version = tomllib.load(file)["project"]["version"]
    assert re.search(
        rf"^## {re.escape(version)} – \d{{4}}-\d\d-\d\d$",
        (ROOT / "CHANGELOG.md").read_text("utf-8"),
        re.MULTILINE,
    )
