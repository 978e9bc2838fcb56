# noqa: INP001 - a script
"""Builds what a release is made of into dist/: sdist, wheel, and the bill of materials; nothing is published.

`make release` runs it. Both archives are built twice, each time from a clone of its own of what is committed, and have
to be the same bytes; SOURCE_DATE_EPOCH is the time of the commit. It ends with 1, and says why, where a check fails.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bill_of_materials import bill, installed, written

ROOT = Path(__file__).parents[1]
DIST = ROOT / "dist"


class Unfit(Exception):
    """What a release may not be."""


def main() -> int:
    """Everything of a release, from the archives to the sums that are printed."""
    if run("git", "status", "--porcelain", where=ROOT):
        return say("not everything is committed: a release is built from what is")
    with tempfile.TemporaryDirectory() as folder:
        try:
            archives = built(Path(folder))
        except Unfit as unfit:
            return say(str(unfit))
        shutil.rmtree(DIST, ignore_errors=True)
        DIST.mkdir()
        kept = [Path(shutil.copy(each, DIST)) for each in archives]
        run(sys.executable, "-m", "twine", "check", "--strict", *map(str, kept))
        wheel = next(each for each in kept if each.suffix == ".whl")
        environment, report = installed(wheel, Path(folder))
        name, version, _ = wheel.name.split("-", 2)
        kept.append(written(bill(environment, report), DIST / f"{name}-{version}.cdx.json"))
    for each in kept:
        sys.stdout.write(f"{hashlib.sha256(each.read_bytes()).hexdigest()}  {each.relative_to(ROOT)}\n")
    return 0


def built(folder: Path, source: Path = ROOT) -> list[Path]:
    """The sdist and the wheel of what is committed, the same bytes twice."""
    first, second = (build(source, folder / name) for name in ("first", "second"))
    for one, other in zip(first, second, strict=True):
        if one.name != other.name or one.read_bytes() != other.read_bytes():
            msg = f"{one.name} is not the same when it is built again"
            raise Unfit(msg)
    return first


def build(source: Path, folder: Path) -> list[Path]:
    """Both archives, from a clone."""
    clone, out = folder / "clone", folder / "out"
    run("git", "clone", "--quiet", "--no-hardlinks", str(source), str(clone))
    epoch = run("git", "log", "-1", "--format=%ct", where=clone).strip()
    run(
        sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-t", "wheel", "-d", str(out),
        where=clone, SOURCE_DATE_EPOCH=epoch,
    )  # fmt: skip
    return sorted(out.iterdir())


def run(*command: str, where: Path | None = None, **environment: str) -> str:
    """What a command prints; its errors are told, and end the release."""
    done = subprocess.run(  # noqa: S603 - commands of this file
        command, cwd=where, env=os.environ | environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(say(f"{' '.join(command)}\n{done.stdout}{done.stderr}"))
    return done.stdout


def say(wrong: str) -> int:
    """Tells what is wrong; the exit code that goes with it."""
    sys.stderr.write(f"{wrong}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
