"""A scenario file: one story of one case, step by step, with what is expected; every problem in it is located.

`scenario: {vi, en}` · `workflow` · `parameters` · `units`, `calendar` (paths; `any` and `weekends` stand for no real
place and no real year) · `actors` · `steps` · `expect: {state, data, unset}` at the end. With `must_not_happen`
(a text that says why, or `true`) the story is one that the workflow must not allow.
"""

from collections.abc import Mapping
from pathlib import Path

from attrs import evolve, field, frozen

from ..access import Actor, Units
from ..access.any_units import AnyUnits
from ..calendar import Calendar
from ..calendar.weekends import WEEKENDS
from ..messages import say
from ..model.definition import Definition
from ..model.position import Position
from ..model.text import Text
from ..model.tree import state_tree
from ..model.values import Misfit, take
from ..reading import (
    Fields,
    ListNode,
    Node,
    Problems,
    ScalarNode,
    read_calendar,
    read_nodes,
    read_units,
    scalars,
)
from ..reading.bind import typed
from ..reading.fields import entries
from ..reading.given import definition_with
from ..reading.mentions import beside, known, named, tell, workflow_named
from ..reading.people import People
from ..reading.script import Step, StepReader
from ..workflow import Workflow
from .moves import moving

ANY, PLAIN = "any", "weekends"  # words in place of the paths of units and of a calendar


@frozen
class Expected:
    """How the case stands after the last step: its state, values of its data, data that are not set."""

    state: str | None = None
    data: Mapping[str, object] = field(factory=dict)
    unset: tuple[str, ...] = ()
    place: Position | None = field(default=None, eq=False, repr=False)


@frozen
class Scenario:
    """One story. `forbidden` says why it must not happen; None: it must happen as it is told."""

    file: Path
    title: Text
    workflow: Workflow
    steps: tuple[Step, ...]
    actors: Mapping[str, Actor]
    names: Mapping[str, Text] = field(factory=dict)
    units: Units | None = None
    calendar: Calendar | None = None
    expected: Expected = Expected()
    forbidden: Text | None = None

    @property
    def last(self) -> Definition:
        """The definition under which the story ends."""
        moves = [step.move.definition for step in self.steps if step.move]
        return moves[-1] if moves else self.workflow.definition


def read_scenario(path: Path | str) -> Scenario:
    """Raises DefinitionError with everything that is wrong in the file, or in one that it names."""
    path = Path(path)
    problems = Problems()
    fields = Fields(read_nodes(path, problems=problems), problems)
    title = scalars.bilingual(fields.need("scenario"), problems)
    name = workflow_named(path, fields.need("workflow"), problems)
    given = fields.take("parameters")
    parameters = beside(path, given, problems) if isinstance(given, ScalarNode) else given
    units, calendar = (
        _file(path, fields.take(key), problems, none) for key, none in (("units", ANY), ("calendar", PLAIN))
    )
    people = People(fields.take("actors"), problems)
    steps, expect, forbids = fields.need("steps"), fields.take("expect"), fields.take("must_not_happen")
    for said in ("source", "assumed"):
        scalars.bilingual(fields.take(said), problems)
    fields.done()
    problems.check()
    definition = definition_with(name, parameters)
    forbidden = _forbidden(forbids, problems)
    reader = StepReader(
        definition,
        people.actors,
        problems,
        waits=True,
        forbidden=forbidden is not None,
        moves=lambda plan, values: moving(path, plan, values, problems),
    )
    scenario = Scenario(
        path,
        title,
        Workflow(definition),
        reader.steps(steps),
        people.actors,
        people.names,
        AnyUnits() if units == ANY else read_units(units) if units else None,
        WEEKENDS if calendar == PLAIN else read_calendar(calendar) if calendar else None,
        forbidden=forbidden,
    )
    laws = [definition, *(step.move.definition for step in scenario.steps if step.move)]
    people.check(
        evolve(definition, roles={name: role for law in laws for name, role in law.roles.items()}), problems
    )
    if forbidden is None:
        scenario = evolve(scenario, expected=_expected(expect, scenario.last, problems))
    else:
        _check_forbidden(scenario, steps, expect, problems)
    problems.check()
    scenario.workflow.require_parameters()
    return scenario


def _file(path: Path, node: Node | None, problems: Problems, none: str) -> Path | str | None:
    """A path from the file's folder, or the word that stands for no file."""
    if isinstance(node, ScalarNode) and node.text == none:
        return none
    return beside(path, node, problems)


def _forbidden(node: Node | None, problems: Problems) -> Text | None:
    if node is None:
        return None
    if isinstance(node, ScalarNode):
        scalars.boolean(node, problems)
        return None if node.text == "false" else Text()
    return scalars.bilingual(node, problems)


def _expected(node: Node | None, definition: Definition, problems: Problems) -> Expected:
    if node is None:
        return Expected()
    fields = Fields(node, problems)
    members = state_tree(definition).members
    state = named(fields.take("state"), members, "unknown_state", problems) or None
    data: dict[str, object] = {}
    for key, value in entries(fields.take("data"), problems):
        declared = definition.data.get(key.text)
        if declared is None:
            named(key, definition.data, "unknown_data", problems)
            continue
        try:
            data[key.text] = take(declared.type, typed(value, declared.type))
        except Misfit as misfit:
            reason = say(f"values.{misfit.key}", **misfit.values)
            tell(problems, "value_unfit", value, {"name": key.text, "reason": reason})
    unset = known(fields.take("unset"), definition.data, "unknown_data", problems)
    fields.done()
    return Expected(state, data, unset, node.position)


def _check_forbidden(scenario: Scenario, node: Node | None, expect: Node | None, problems: Problems) -> None:
    """Its end is that a step is refused: it has neither refusals of its own nor a way it should end."""
    listed = node.items if isinstance(node, ListNode) else ()
    for step, item in zip(scenario.steps, listed, strict=True):
        if step.refused:
            tell(problems, "two_endings", item)
    if expect is not None:
        tell(problems, "two_endings", expect)
