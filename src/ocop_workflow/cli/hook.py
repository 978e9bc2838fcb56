"""Every workflow among some files is checked; for pre-commit, which names all files that changed.

python -m ocop_workflow.cli.hook FILE ...
"""

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from . import main

WORKFLOW = re.compile(rb"^workflow:", re.MULTILINE)
BODY = re.compile(rb"^(states|extends):", re.MULTILINE)  # scenarios and run files name a workflow, too


def is_workflow(path: Path) -> bool:
    """Whether a file is a workflow or extends one, rather than what speaks of one."""
    content = path.read_bytes()
    return bool(WORKFLOW.search(content) and BODY.search(content))


def check_all(files: Sequence[str]) -> int:
    """The worst exit code of the checks; 0 if none of the files is a workflow."""
    return max((main(["check", name]) for name in files if is_workflow(Path(name))), default=0)


if __name__ == "__main__":
    sys.exit(check_all(sys.argv[1:]))
