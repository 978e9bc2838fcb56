"""A workflow together with the values that a file gives its parameters."""

from pathlib import Path

from ..model.definition import Definition
from .bind import bind, read_parameters
from .catalogue import load_definition
from .fields import Fields, entries
from .nodes import MappingNode, Node
from .problems import Problems
from .scalars import bilingual, text
from .stream import read_nodes


def definition_with(name: str, parameters: Path | Node | None) -> Definition:
    """A definition by its name or path, bound to the values of a file, or of a mapping in the file that names it.

    Raises DefinitionError; an unfit value is told where it stands.
    """
    definition = load_definition(name)
    problems = Problems()
    node = _values(parameters, problems) if isinstance(parameters, Path) else parameters
    if node is None:
        problems.check()
        return definition
    values = read_parameters(node, definition, problems)
    problems.check()
    entries = node.entries if isinstance(node, MappingNode) else ()
    return bind(definition, values, {key.text: value.position for key, value in entries})


def values_of(path: Path, problems: Problems) -> list[tuple[str, Node]]:
    """The values that a file of parameters gives, as they are written there."""
    node = _values(path, problems)
    return [(key.text, value) for key, value in entries(node, problems)]


def _values(path: Path, problems: Problems) -> Node | None:
    """The `values:` of a file of parameters."""
    fields = Fields(read_nodes(path, problems=problems), problems)
    for optional in ("parameters", "workflow"):
        if (node := fields.take(optional)) is not None:
            text(node, problems)
    bilingual(fields.take("assumed"), problems)
    values = fields.need("values")
    fields.done()
    return values
