"""What is built of a commit is the same bytes twice, and what an index takes."""

import subprocess
import sys
from pathlib import Path

import pytest
from release.support import tool

release = tool("make_release")


@pytest.fixture
def committed(tmp_path: Path) -> Path:
    """A small package, committed."""
    source = tmp_path / "source"
    (source / "src" / "small").mkdir(parents=True)
    (source / "src" / "small" / "__init__.py").write_text('"""A package."""\n', "utf-8")
    (source / "README.md").write_text("# Small\nA package.\n", "utf-8")
    (source / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
        '[project]\nname = "small"\nversion = "1"\nreadme = "README.md"\n',
        "utf-8",
    )
    commit(source)
    return source


def commit(source: Path) -> None:
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@example.org")
    for words in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "-m", "a package")):
        subprocess.run([*git, *words], cwd=source, check=True)


def test_the_archives_of_this_commit_are_the_same_twice_and_fit_for_an_index(tmp_path: Path) -> None:
    archives = release.built(tmp_path)
    assert [each.suffix for each in archives] == [".whl", ".gz"]
    said = subprocess.run(
        [sys.executable, "-m", "twine", "check", "--strict", *archives],
        check=True,
        capture_output=True,
        text=True,
    )
    assert said.stdout.count("PASSED") == 2


def test_a_build_that_differs_is_refused(committed: Path, tmp_path: Path) -> None:
    """The control: a hook of the build writes the time of day into the package."""
    (committed / "hatch_build.py").write_text(
        "import secrets\nfrom pathlib import Path\n"
        "from hatchling.builders.hooks.plugin.interface import BuildHookInterface\n\n\n"
        "class Hook(BuildHookInterface):\n"
        "    def initialize(self, version, build_data):\n"
        "        Path('src/small/stamp.py').write_text(f'STAMP = {secrets.token_hex()!r}')\n",
        "utf-8",
    )
    with (committed / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("[tool.hatch.build.hooks.custom]\n")
    commit(committed)
    with pytest.raises(release.Unfit, match="not the same when it is built again"):
        release.built(tmp_path / "build", committed)


def test_and_one_that_does_not_is_taken(committed: Path, tmp_path: Path) -> None:
    assert len(release.built(tmp_path / "build", committed)) == 2
