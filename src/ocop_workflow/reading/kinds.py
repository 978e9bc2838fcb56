"""A file of another kind where a workflow is wanted: told at once, with what does take it."""

from .nodes import MappingNode, Node
from .problems import Problems

OTHERS = {  # the first key of a file, and the code that tells it
    "scenario": "scenario_file",
    "run": "run_file",
    "units": "units_file",
    "directory": "directory_file",
    "calendar": "calendar_file",
    "migration": "migration_file",
    "targets": "targets_file",
}


def check_kind(node: Node, problems: Problems) -> None:
    """Raises DefinitionError for a scenario, a run, units, a directory, a calendar, a plan, targets, parameters."""
    if not isinstance(node, MappingNode) or not node.entries:
        return
    keys = {key.text: key for key, _ in node.entries}
    first = node.entries[0][0]
    if code := OTHERS.get(first.text):
        problems.add(code, first)
        problems.check()
    if "values" in keys and not keys.keys() & {"states", "events", "extends"}:
        problems.add("parameters_file", keys["values"])
        problems.check()
