"""Where workflows are found: a path, or a name among the folders that installed packages offer.

A folder holds one folder a workflow, and in it one file a version: `permit/2.yaml` is `permit@2`.
"""

from datetime import date
from pathlib import Path

from ..model.definition import Definition
from ..model.position import Position
from .counterparts import check_counterparts
from .definition import read_definition
from .offered import catalogued, is_path, shipped
from .problems import Problems


def find(name: str, on: date | None = None, where: Position | None = None) -> Path:
    """The file of `workflow@version`; of `workflow` alone, the version for new cases of day `on` (or the last).

    Raises DefinitionError, with what there is, if nothing is found; `where` is the place that names it.
    """
    known = catalogued()
    workflow, _, version = name.partition("@")
    problems = Problems()
    where = where or Position(name[:80] or "?", 1, 1)
    if workflow not in known:
        values = {"name": workflow[:80]}
        problems.add("unknown_workflow", where, values, wrong=workflow, among=sorted(known))
        problems.check()
    versions = known[workflow]
    if version:
        if version not in versions:
            values = {"name": workflow, "version": version[:80]}
            problems.add("unknown_version", where, values, wrong=version, among=sorted(versions))
            problems.check()
        return versions[version]
    return _in_force(workflow, versions, on, where)


def load_definition(name_or_path: str | Path, on: date | None = None) -> Definition:
    """The definition of a file, or of a name in the catalogue; a text with a suffix or a slash is a path."""
    text = str(name_or_path)
    if isinstance(name_or_path, Path) or is_path(text):
        definition = read_definition(name_or_path)
    else:
        definition = read_definition(find(text, on))
    if definition.links:
        check_counterparts(definition, catalogued)
    return definition


def _in_force(workflow: str, versions: dict[str, Path], on: date | None, where: Position) -> Path:
    """The version with the greatest `from` that is not after `on`."""
    started = [(read_definition(file).from_ or date.min, version, file) for version, file in versions.items()]
    ready = [found for found in started if on is None or found[0] <= on]
    if not ready:
        problems = Problems()
        first = min(begun for begun, _, _ in started)
        values = {"name": workflow, "day": f"{on}", "first": f"{first}"}
        problems.add("no_version_on", where, values)
        problems.check()
    return max(ready)[2]


__all__ = ["catalogued", "find", "load_definition", "shipped"]
