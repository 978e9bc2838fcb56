"""Which workflows installed packages offer, by name and version; only names are looked at, nothing is read."""

from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

GROUP = "ocop_workflow.workflows"
SUFFIX = ".yaml"
SUFFIXES = (SUFFIX, ".yml")
OTHER_DATA = ("calendars", "units")  # folders beside the workflows that hold what cases are run with


def shipped() -> Path:
    """The folder of the workflows that come with this package: in the wheel, or beside `src` in a checkout."""
    package = Path(__file__).parent.parent
    inside = package / "workflows"
    return inside if inside.is_dir() else package.parent.parent / "workflows"


def folders() -> Iterator[Path]:
    """The folders of all installed packages that offer workflows."""
    for entry in sorted(entry_points(group=GROUP), key=lambda e: (e.name, e.value)):
        folder = entry.load()
        yield Path(folder() if callable(folder) else folder)


def catalogued() -> dict[str, dict[str, Path]]:
    """Workflow → version → file; the first folder that has a version wins."""
    found: dict[str, dict[str, Path]] = {}
    for folder in folders():
        for file in sorted(folder.glob(f"*/*{SUFFIX}")):
            version = file.name.removesuffix(SUFFIX)
            if "." not in version and file.parent.name not in OTHER_DATA:
                found.setdefault(file.parent.name, {}).setdefault(version, file)
    return found


def is_path(text: str) -> bool:
    """Whether a text names a file, by its suffix or a slash, and not a workflow of the catalogue."""
    return "/" in text or "\\" in text or text.endswith(SUFFIXES)
