"""What `check` takes for what ships: each cycle as a command, start included, and all workflows in one process.

    python benchmarks/checking.py [--rounds N]

Seconds of the processor, the least of some rounds. The exit code is 1 if a cycle takes more than 1.5 seconds, if all
proofs together take more than 5, or if a claim is not proved.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import process_time

from ocop_workflow import load
from ocop_workflow.verification import PROVED, prove

ROOT = Path(__file__).parents[1]
CYCLES = ("ocop-product@1048", "ocop-product@148", "ocop-product@148-1489")
OTHERS = (
    *(
        "examples/construction-permit/permit.yaml",
        "examples/custom-stage/laboratory.yaml",
    ),
    *(
        "examples/fastapi/leave.yaml",
        "examples/django/leaves/leave.yaml",
        "examples/testing-your-own/leave.yaml",
    ),
    *("examples/rounds/product.yaml", "examples/rounds/round.yaml", "examples/tour/tour.yaml"),
)
ONE, ALL = 1.5, 5.0  # seconds
BYTECODE = tempfile.mkdtemp(prefix="bytecode-")  # the first round of each command fills it


def as_a_command(name: str) -> float:
    """Seconds of the processor that `ocop-workflow check NAME` takes, where Python keeps bytecode as it does."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept["PYTHONPYCACHEPREFIX"] = BYTECODE
    before = getrusage(RUSAGE_CHILDREN)
    command = [str(Path(sys.executable).with_name("ocop-workflow")), "check", name]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=kept)  # noqa: S603 - the library's own
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def all_proofs() -> tuple[float, int, int]:
    """Seconds of the processor for all proofs, loading apart; the claims, and how many of them are not proved."""
    loaded = [load(name) for name in CYCLES] + [load(ROOT / name) for name in OTHERS]
    begun = process_time()
    verdicts = [each.verdict for workflow in loaded for each in prove(workflow.definition).verdicts]
    return process_time() - begun, len(verdicts), sum(each != PROVED for each in verdicts)


def main() -> bool:
    """Whether everything held."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    fine = True
    for name in CYCLES:
        least = min(as_a_command(name) for _ in range(rounds))
        print(f"check {name}: {least:.2f} s, at most {ONE}")
        fine = fine and least <= ONE
    runs = [all_proofs() for _ in range(rounds)]
    least, claims, short = min(runs)
    print(f"all {claims} claims of {len(CYCLES) + len(OTHERS)} workflows: {least:.2f} s, at most {ALL}")
    print(f"not proved: {short}")
    return fine and least <= ALL and not short


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
