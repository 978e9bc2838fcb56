"""Where targets are found by name: `market` is `market.targets.yaml` in a folder of the catalogue."""

from pathlib import Path

from ..model.position import Position
from ..reading import Problems
from ..reading.offered import folders
from .targets import ROOM

SUFFIX = ".targets.yaml"


def offered() -> dict[str, Path]:
    """Name → file, of all installed packages; the first folder that has it wins."""
    found: dict[str, Path] = {}
    for folder in folders():
        for file in sorted(folder.glob(f"*/*{SUFFIX}")):
            found.setdefault(file.name.removesuffix(SUFFIX), file)
    return found


def find_targets(name: str) -> Path:
    """The file of targets of that name; raises DefinitionError, with what there is, if there is none."""
    known = offered()
    if name not in known:
        problems = Problems()
        where = Position(name[:80] or "?", 1, 1)
        problems.add("unknown_targets", where, {"name": name[:80]}, wrong=name, among=known, room=ROOM)
        problems.check()
    return known[name]
