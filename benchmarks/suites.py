"""What it costs to make tests from a workflow alone, and what they cover; in seconds of the processor.

    python benchmarks/suites.py [--most SECONDS] [--large SECONDS]

The shipped workflows, with the parameters beside them, and a procedure of a hundred stages; by all criteria. The exit
code is 1 if one takes longer than allowed, or if a suite leaves out what it should have found.
"""

import argparse
import platform
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from time import process_time

from large import STAGES, procedure

from ocop_workflow import load
from ocop_workflow.cli.suites import counts
from ocop_workflow.model.definition import Definition
from ocop_workflow.reading.given import definition_with
from ocop_workflow.testing.suites.suite import ALL, generate
from ocop_workflow.verification import Budget

ROOT = Path(__file__).parents[1]
PRODUCT = ROOT / "workflows/ocop-product"
SHIPPED = {
    "ocop-product@1048": (PRODUCT / "1048.yaml", PRODUCT / "hai-phong.parameters.yaml"),
    "ocop-product@148": (PRODUCT / "148.yaml", PRODUCT / "hai-phong-148.parameters.yaml"),
    "ocop-product@148-1489": (PRODUCT / "148-1489.yaml", PRODUCT / "hai-phong-148-1489.parameters.yaml"),
    **{
        f"{name}@2021": (
            ROOT / "workflows" / name / "2021.yaml",
            ROOT / "workflows" / name / "hai-phong.parameters.yaml",
        )
        for name in ("ocop-organisation", "ocop-upgrade", "ocop-training", "ocop-promotion")
    },
    "examples/custom-stage": (
        ROOT / "examples/custom-stage/laboratory.yaml",
        PRODUCT / "hai-phong.parameters.yaml",
    ),
    "examples/construction-permit": (
        ROOT / "examples/construction-permit/permit.yaml",
        ROOT / "examples/construction-permit/assumed.parameters.yaml",
    ),
    "examples/tour": (ROOT / "examples/tour/tour.yaml", ROOT / "examples/tour/tour.parameters.yaml"),
}
UNTIMED = Budget(seconds=3_600)  # a busy machine changes no figure


def main() -> int:
    """Print the figures; 1 if something took too long or was not found."""
    parser = argparse.ArgumentParser(description="Tests made from a workflow alone.")
    parser.add_argument("--most", type=float, default=30, help="seconds for a shipped workflow")
    parser.add_argument(
        "--large", type=float, default=10, help="seconds for the procedure of a hundred stages"
    )
    given = parser.parse_args()
    print(
        f"Python {platform.python_version()}, ocop-workflow {version('ocop-workflow')}, {platform.machine()}"
    )
    print("goals (reachable, covered, cannot happen, not known)\n")
    fine = True
    for name, (file, values) in SHIPPED.items():
        fine = _measured(name, definition_with(str(file), values), ALL, given.most) and fine
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "procedure.yaml"
        file.write_text(procedure(), "utf-8")
        large = load(file).definition
    for criterion in ("all_transitions", ALL):
        fine = _measured(f"{STAGES} states, {criterion}", large, criterion, given.large) and fine
    return 0 if fine else 1


def _measured(name: str, definition: Definition, criterion: str, most: float) -> bool:
    begun = process_time()
    suite = generate(definition, (criterion,), UNTIMED)
    seconds = process_time() - begun
    print(f"{name}: {seconds:.1f} s, {len(suite.tests)} tests, {suite.nodes} situations")
    for each, (goals, covered, impossible, unknown) in counts(suite).items():
        print(f"  {each:16} {goals:4} ({goals - impossible}, {covered}, {impossible}, {unknown})")
    if seconds > most:
        print(f"  more than {most:.0f} s")
    return seconds <= most and suite.complete


if __name__ == "__main__":
    sys.exit(main())
