"""The files that a run uses beside its own: units, a calendar, values of parameters; and what they assume."""

from collections.abc import Mapping
from pathlib import Path

from attrs import field, frozen

from ..access import Units
from ..calendar import Calendar
from ..model.text import Text
from ..reading import Fields, Node, Problems, read_calendar, read_nodes, read_units
from ..reading.given import definition_with
from ..reading.scalars import bilingual
from ..workflow import Workflow


@frozen
class Inputs:
    """Dated data for deciding; `assumed` says, by the file's name, what in it is not official."""

    units: Units | None = None
    calendar: Calendar | None = None
    assumed: Mapping[str, Text] = field(factory=dict)


def read_inputs(units: Path | None, calendar: Path | None, parameters: Path | None = None) -> Inputs:
    """Read them; raises DefinitionError with what is wrong in the first that is unfit."""
    tree = read_units(units) if units else None
    assumed = {units.name: tree.assumed} if units and tree and tree.assumed else {}
    assumed |= {file.name: said for file in (calendar, parameters) if file and (said := assumed_of(file))}
    return Inputs(tree, read_calendar(calendar) if calendar else None, assumed)


def workflow_with(name: str, parameters: Path | Node | None) -> Workflow:
    """A workflow by its name or path, with the parameters of a file, or of a mapping in a run file."""
    return Workflow(definition_with(name, parameters))


def assumed_of(path: Path) -> Text:
    """What a file says of itself that is not official; empty if it says nothing."""
    problems = Problems()
    return bilingual(Fields(read_nodes(path), problems).take("assumed"), problems)
