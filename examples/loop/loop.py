"""One line breaks the law; `check` tells the story, and pytest fails on it until the line is gone.

python examples/loop/loop.py [--lang vi|en]

It types what a reader could: the commands stand after `$`. Returns 0 if each of them ends as it must.
"""

import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import frozen

from ocop_workflow.cli.language import language
from ocop_workflow.reading.catalogue import shipped

LAW = shipped() / "ocop-product" / "1048.yaml"
# Stars for an idea, at the stroke of a pen: nobody has seen a plan, and no council has met.
SHORTCUT = (
    "  fast_track: {by: authority, title: {vi: Công nhận nhanh, en: Fast track}, takes: [decided_on], "
    'sets: {stars: 3, valid_until: "months(taken.decided_on, 36)"}, moves: {idea_review: recognised}}\n'
)
HOLDS, FALLS_SHORT = 0, 1


def main(options: Sequence[str]) -> int:
    """Break a copy, check it, test it; mend it, check it, test it."""
    law = LAW.read_text("utf-8")
    with TemporaryDirectory() as name:
        prompt = Prompt(Path(name), language(options, os.environ))
        (prompt.folder / "law").mkdir()
        (prompt.folder / "law" / LAW.name).write_text(law, "utf-8")
        (prompt.folder / LAW.name).write_text(law.replace("events:\n", f"events:\n{SHORTCUT}", 1), "utf-8")
        prompt.run("diff", f"law/{LAW.name}", LAW.name)
        broken = prompt.run("ocop-workflow", "check", LAW.name, "--save", *options)
        failing = prompt.run("pytest", "-q")
        prompt.run("cp", f"law/{LAW.name}", LAW.name)
        mended = prompt.run("ocop-workflow", "check", LAW.name, *options)
        passing = prompt.run("pytest", "-q")
    as_it_must = [FALLS_SHORT, FALLS_SHORT, HOLDS, HOLDS]
    return HOLDS if [broken, failing, mended, passing] == as_it_must else FALLS_SHORT


@frozen
class Prompt:
    """Where commands are typed, and in which language they answer."""

    folder: Path
    language: str

    def run(self, *command: str) -> int:
        """Show the command and what it prints; its exit code is shown and returned."""
        print("$", shlex.join(command), flush=True)
        code = subprocess.run(command, cwd=self.folder, check=False, env=self._environment()).returncode
        print(f"[exit {code}]\n", flush=True)
        return code

    def _environment(self) -> dict[str, str]:
        """The commands of this Python first, and a locale of the language: pytest has no `--lang`."""
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
        locale = f"{self.language}.UTF-8"
        return {**os.environ, "PATH": path, "LC_ALL": locale, "PYTHONIOENCODING": "utf-8"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
