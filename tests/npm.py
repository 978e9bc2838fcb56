"""Programs and files from npm that judge ours: pinned by their hashes, kept under build/ from one run to the next."""

import base64
import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from schemas import ROOT

KEPT = ROOT / "build" / "npm"
QUIET = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def installed(folder: Path) -> Path:
    """The node_modules of what `folder`'s package-lock.json pins, for node to run."""
    program("node")
    lock = (folder / "package-lock.json").read_bytes()
    kept = KEPT / hashlib.sha256(lock).hexdigest()[:16]
    if not kept.is_dir():
        npm = program("npm")
        with _beside(kept) as made:
            for name in ("package.json", "package-lock.json"):
                shutil.copy(folder / name, made)
            subprocess.run([npm, "ci", *QUIET], cwd=made, check=True)
    return kept / "node_modules"


def packed(name: str, version: str, integrity: str, file: str) -> Path:
    """One file of a package, which is neither installed nor run; `integrity` is the archive's, as npm writes it."""
    kept = KEPT / f"{name.replace('/', '-')}-{version}"
    if not kept.is_dir():
        npm = program("npm")
        with _beside(kept) as made:
            subprocess.run(
                [npm, "pack", *QUIET, f"{name}@{version}"], cwd=made, check=True, capture_output=True
            )
            (archive,) = made.glob("*.tgz")
            found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
            assert f"sha512-{found}" == integrity, f"{name}: another archive than the one that is pinned"
            with tarfile.open(archive) as content:
                content.extractall(made, filter="data")
    return kept / "package" / file


@contextmanager
def _beside(kept: Path) -> Iterator[Path]:
    """A folder that takes its name only when it is whole: two runs may make it at the same time."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=KEPT) as folder:
        made = Path(folder) / kept.name
        made.mkdir()
        yield made
        try:
            made.rename(kept)
        except OSError:
            if not kept.is_dir():
                raise


def program(name: str) -> str:
    """Where the program is; without it the test is skipped, but fails where CI is set, which leaves nothing out."""
    found = shutil.which(name)
    if found is None:
        why = f"{name} is not installed: node 18 or later brings it"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    return found
