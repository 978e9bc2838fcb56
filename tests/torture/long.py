"""Every promise of the store, for as long as is asked, as one table. `make torture` runs it.

    python tests/torture/long.py [--scale N] [NAME …]

A NAME is a module of this folder; without one all of them run. The exit code is 1 if one promise did not hold, or its
control was not caught.
"""

import argparse
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from torture.table import Row, markdown  # noqa: E402 - the folder above is not on the path of a script

NOT_RUN = {"long", "table"}


def main() -> int:
    """Print each row as it is known, and the table at the end."""
    names = sorted(
        file.stem
        for file in HERE.glob("*.py")
        if file.stem not in NOT_RUN and hasattr(_module(file.stem), "figures")
    )
    parser = argparse.ArgumentParser(description="The promises of the store, for as long as is asked.")
    parser.add_argument("--scale", type=int, default=20, help="times the short form (20)")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names))
    given = parser.parse_args()
    rows: list[Row] = []
    for name in given.names or names:
        for row in _module(name).figures(given.scale):
            print(f"{name}: {row}", flush=True)
            rows.append(row)
    print(f"\n{markdown(rows)}")
    return int(not rows or not all(row.holds for row in rows))


def _module(name: str) -> Any:
    return import_module(f"torture.{name}")


if __name__ == "__main__":
    sys.exit(main())
