"""The long form of the check of all criteria against brute force: python tests/testing/suites/long.py [WORKFLOWS]."""

import sys
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parents[2]))

from testing.suites.test_complete import DATA, DRAWN, SWITCHES, TIMED, told
from verification.small import small_workflows


def main() -> None:
    """Print how often what was said."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    for criteria, drawn in (
        (DATA, small_workflows()),
        (("clocks",), TIMED),
        (SWITCHES, small_workflows(plain=True)),
    ):
        said, small = told(settings(DRAWN, max_examples=number, derandomize=False), criteria, drawn)
        sys.stdout.write(f"{number} workflows, {small} of them tried out\n")
        for what, times in sorted(said.items()):
            sys.stdout.write(f"  {what}: {times}\n")


if __name__ == "__main__":
    main()
