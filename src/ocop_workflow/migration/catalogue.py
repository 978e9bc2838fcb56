"""Where plans are found by name: `permit@1-2` is `permit/1-2.migration.yaml` in a folder of the catalogue."""

from pathlib import Path

from ..model.position import Position
from ..reading import Problems
from ..reading.offered import folders

SUFFIX = ".migration.yaml"


def plans() -> dict[str, Path]:
    """Name → file, of all installed packages; the first folder that has a plan wins."""
    found: dict[str, Path] = {}
    for folder in folders():
        for file in sorted(folder.glob(f"*/*{SUFFIX}")):
            found.setdefault(f"{file.parent.name}@{file.name.removesuffix(SUFFIX)}", file)
    return found


def find_plan(name: str) -> Path:
    """The file of a plan; raises DefinitionError, with what there is, if there is none."""
    known = plans()
    if name not in known:
        problems = Problems()
        where = Position(name[:80] or "?", 1, 1)
        problems.add("unknown_plan", where, {"name": name[:80]}, wrong=name, among=known, room="migration")
        problems.check()
    return known[name]
