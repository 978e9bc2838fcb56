"""Machines that differ in what no history may depend on: hash seeds, time zones, languages, Pythons."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent
FORMATS = sorted(HERE.glob("format-*"))


def machine(seed: int, zone: str, language: str) -> dict[str, str]:
    """Its environment."""
    return {"PYTHONHASHSEED": str(seed), "TZ": zone, "LC_ALL": language}


def wrong(
    folder: Path, environment: Mapping[str, str], mode: str = "", python: str = sys.executable
) -> list[str]:
    """What a Python on such a machine says is not as it was written; `mode` as `replaying.py` has it."""
    done = subprocess.run(
        [python, HERE / "replaying.py", folder, mode],
        env={"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()
