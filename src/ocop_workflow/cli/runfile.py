"""A run file: cases and their steps as data, read with every problem located."""

from collections.abc import Mapping
from pathlib import Path

from attrs import field, frozen

from ..access import Actor
from ..model.text import Text
from ..reading import Fields, Node, Problems, ScalarNode, read_nodes, scalars
from ..reading.fields import entries
from ..reading.mentions import beside, known, workflow_named
from ..reading.people import People
from ..reading.script import Step, StepReader
from ..workflow import Workflow
from .inputs import Inputs, read_inputs, workflow_with

__all__ = ["RunFile", "Step", "Steps", "read_run_file"]


@frozen
class Steps:
    """A case: its steps in order, and which of the file's assumptions it rests on.

    `goes_on`: another run, or the host, has begun it; the steps follow what the store has of it.
    """

    case: str
    steps: tuple[Step, ...]
    title: Text = Text()
    assumed: tuple[str, ...] = ()
    goes_on: bool = False


@frozen
class RunFile:
    """A whole run; `names` has what actors and parties are called where the file says it.

    `called` is the workflow's name in the catalogue, or its path.
    """

    file: Path
    title: Text
    called: str
    workflow: Workflow
    inputs: Inputs
    cases: tuple[Steps, ...]
    source: Text = Text()
    actors: Mapping[str, Actor] = field(factory=dict)
    names: Mapping[str, Text] = field(factory=dict)
    assumed: Mapping[str, Text] = field(factory=dict)

    @property
    def count(self) -> int:
        """How many events the file has, refused ones included."""
        return sum(len(step.actors) for case in self.cases for step in case.steps)


def read_run_file(path: Path) -> RunFile:
    """Raises DefinitionError with everything that is wrong in the file, or in one that it names."""
    problems = Problems()
    fields = Fields(read_nodes(path, problems=problems), problems)
    title = scalars.bilingual(fields.need("run"), problems)
    source = scalars.bilingual(fields.take("source"), problems)
    name = workflow_named(path, fields.need("workflow"), problems)
    given = fields.take("parameters")
    parameters = beside(path, given, problems) if isinstance(given, ScalarNode) else given
    units, calendar = (beside(path, fields.take(key), problems) for key in ("units", "calendar"))
    people = People(fields.take("actors"), problems)
    assumed = {
        key.text: scalars.bilingual(value, problems)
        for key, value in entries(fields.take("assumed"), problems)
    }
    cases = fields.need("cases")
    fields.done()
    problems.check()
    workflow = workflow_with(name, parameters)
    people.check(workflow.definition, problems)
    inputs = read_inputs(units, calendar, parameters if isinstance(parameters, Path) else None)
    reader = StepReader(workflow.definition, people.actors, problems)
    found = tuple(_case(key.text, node, assumed, reader) for key, node in entries(cases, problems))
    problems.check()
    return RunFile(path, title, name, workflow, inputs, found, source, people.actors, people.names, assumed)


def _case(name: str, node: Node, assumed: Mapping[str, Text], reader: StepReader) -> Steps:
    fields = Fields(node, reader.problems)
    title = scalars.bilingual(fields.take("title"), reader.problems)
    rests_on = known(fields.take("assumed"), assumed, "unknown_assumption", reader.problems)
    goes_on = scalars.boolean(fields.take("goes_on"), reader.problems)
    steps = reader.steps(fields.need("steps"), begun=goes_on)
    fields.done()
    return Steps(name, steps, title, rests_on, goes_on)
