"""The files that a run uses beside its own: units, a calendar, values of parameters; and what they assume."""

from collections.abc import Mapping
from pathlib import Path

from attrs import field, frozen

from ..access import Units
from ..calendar import Calendar
from ..model.text import Text
from ..reading import (
    Fields,
    MappingNode,
    Node,
    Problems,
    bind,
    load_definition,
    read_calendar,
    read_nodes,
    read_units,
)
from ..reading.bind import read_parameters
from ..reading.scalars import bilingual, text
from ..workflow import Workflow


@frozen
class Inputs:
    """Dated data for deciding; `assumed` says, by the file's name, what in it is not official."""

    units: Units | None = None
    calendar: Calendar | None = None
    assumed: Mapping[str, Text] = field(factory=dict)


def read_inputs(units: Path | None, calendar: Path | None, parameters: Path | None = None) -> Inputs:
    """Read them; raises DefinitionError with what is wrong in the first that is unfit."""
    return Inputs(
        read_units(units) if units else None,
        read_calendar(calendar) if calendar else None,
        {file.name: said for file in (units, calendar, parameters) if file and (said := _assumed(file))},
    )


def workflow_with(name: str, parameters: Path | Node | None) -> Workflow:
    """A workflow by its name or path, with the parameters of a file, or of a mapping in a run file.

    Raises DefinitionError; an unfit value is told where it stands.
    """
    definition = load_definition(name)
    problems = Problems()
    node = _values(parameters, problems) if isinstance(parameters, Path) else parameters
    if node is None:
        problems.check()
        return Workflow(definition)
    values = read_parameters(node, definition, problems)
    problems.check()
    entries = node.entries if isinstance(node, MappingNode) else ()
    return Workflow(bind(definition, values, {key.text: value.position for key, value in entries}))


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


def _assumed(path: Path) -> Text:
    problems = Problems()
    return bilingual(Fields(read_nodes(path), problems).take("assumed"), problems)
