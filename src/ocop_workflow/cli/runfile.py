"""A run file: cases and their steps as data, read with every problem located."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from attrs import field, frozen

from ..access import Actor
from ..engine.reasons import CODES
from ..model.definition import Definition
from ..model.text import Text
from ..reading import Fields, ListNode, Node, Problems, ScalarNode, read_nodes, scalars
from ..reading.bind import typed
from ..reading.fields import as_scalar, entries, items
from ..workflow import Workflow
from .inputs import Inputs, read_inputs, workflow_with


@frozen
class Step:
    """What one or several people do at a time, and what is expected: a state, or refusal with these codes."""

    number: int
    at: date | datetime
    do: str
    actors: tuple[str, ...]
    payload: Mapping[str, object] = field(factory=dict)
    then: str | None = None
    refused: tuple[str, ...] = ()
    assumed: bool = False


@frozen
class Steps:
    """A case: its steps in order, and which of the file's assumptions it rests on."""

    case: str
    steps: tuple[Step, ...]
    title: Text = Text()
    assumed: tuple[str, ...] = ()


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
    name = _text(fields.need("workflow"), problems)
    given = fields.take("parameters")
    parameters = _beside(path, given, problems) if isinstance(given, ScalarNode) else given
    units, calendar = (_beside(path, fields.take(key), problems) for key in ("units", "calendar"))
    people = _People(fields.take("actors"), problems)
    assumed = {
        key.text: scalars.bilingual(value, problems)
        for key, value in entries(fields.take("assumed"), problems)
    }
    cases = fields.need("cases")
    fields.done()
    problems.check()
    if name.endswith((".yaml", ".yml")):
        name = str(path.parent / name)
    workflow = workflow_with(name, parameters)
    inputs = read_inputs(units, calendar, parameters if isinstance(parameters, Path) else None)
    reader = _Reader(workflow.definition, people.actors, assumed, problems)
    found = tuple(reader.case(key.text, node) for key, node in entries(cases, problems))
    problems.check()
    return RunFile(path, title, name, workflow, inputs, found, source, people.actors, people.names, assumed)


class _People:
    """The actors of a file by their ids, and what they and the parties they act for are called."""

    def __init__(self, node: Node | None, problems: Problems) -> None:
        self.actors: dict[str, Actor] = {}
        self.names: dict[str, Text] = {}
        for key, each in entries(node, problems):
            fields = Fields(each, problems)
            called = scalars.bilingual(fields.take("title"), problems)
            roles = [_role(item, problems) for item in items(fields.take("roles"), problems)]
            parties = frozenset(_text(item, problems) for item in items(fields.take("parties"), problems))
            fields.done()
            self.actors[key.text] = Actor(key.text, roles, parties)
            self.names |= dict.fromkeys((key.text, *parties), called) if called else {}


def _role(node: Node, problems: Problems) -> tuple[str, str | None]:
    """`officer`, or `[officer, a/unit]`."""
    if isinstance(node, ScalarNode):
        return node.text, None
    words = (
        [each.text for each in node.items if isinstance(each, ScalarNode)]
        if isinstance(node, ListNode)
        else []
    )
    if len(words) != 2:  # noqa: PLR2004 - a role and its unit
        problems.add("role_unit_wanted", node, room="cli")
        return "", None
    return words[0], words[1]


@frozen
class _Reader:
    """Reads cases against the workflow they run on."""

    definition: Definition
    actors: Mapping[str, Actor]
    assumed: Mapping[str, Text]
    problems: Problems

    def case(self, name: str, node: Node) -> Steps:
        fields = Fields(node, self.problems)
        title = scalars.bilingual(fields.take("title"), self.problems)
        rests_on = self._known(fields.take("assumed"), self.assumed, "unknown_assumption")
        listed = fields.need("steps")
        steps = tuple(self._step(number, item) for number, item in enumerate(items(listed, self.problems), 1))
        if listed is not None and not steps:
            self.problems.add("no_steps", listed, room="cli")
        fields.done()
        return Steps(name, steps, title, rests_on)

    def _step(self, number: int, node: Node) -> Step:
        fields = Fields(node, self.problems)
        at = self._moment(fields.need("at"))
        do = _text(fields.need("do"), self.problems)
        people = self._known(fields.need("as"), self.actors, "unknown_actor")
        payload = self._payload(do, fields.take("with"))
        then = fields.take("then")
        codes = self._known(fields.take("refused"), CODES, "unknown_code")
        assumed = scalars.boolean(fields.take("assumed"), self.problems)
        fields.done()
        state = _text(then, self.problems) if then else None
        return Step(number, at, do, people, payload, state, codes, assumed)

    def _payload(self, event: str, node: Node | None) -> dict[str, object]:
        declared = self.definition.events.get(event) or self.definition.start.get(event)
        takes = declared.takes if declared else {}
        return {
            key.text: typed(value, takes[key.text].field.type if key.text in takes else None)
            for key, value in entries(node, self.problems)
        }

    def _known(
        self, node: Node | None, among: Mapping[str, object] | tuple[str, ...], code: str
    ) -> tuple[str, ...]:
        """One word or a list of words that must be among those that are known."""
        words = []
        for item in items(node, self.problems):
            words.append(word := _text(item, self.problems))
            if word and word not in among:
                self.problems.add(code, item, {"name": word[:80]}, among=among, wrong=word, room="cli")
        return tuple(words)

    def _moment(self, node: Node | None) -> date | datetime:
        scalar = as_scalar(node, self.problems) if node is not None else None
        if scalar is None:
            return date.min
        try:
            if scalars.DAY.fullmatch(scalar.text):
                return date.fromisoformat(scalar.text)
            moment = datetime.fromisoformat(scalar.text)
        except ValueError:
            moment = datetime.min  # noqa: DTZ901 - no moment: told below
        if moment.tzinfo is None:
            self.problems.add("moment_wanted", scalar, {"given": scalar.text[:80]}, room="cli")
        return moment


def _beside(path: Path, node: Node | None, problems: Problems) -> Path | None:
    """The path of a file that is named from this file's folder."""
    if node is None:
        return None
    name = _text(node, problems)
    if name and not (path.parent / name).is_file():
        problems.add("no_file_beside", node, {"path": name[:80]}, room="cli")
    return path.parent / name


def _text(node: Node | None, problems: Problems) -> str:
    return (scalars.text(node, problems) or "") if node is not None else ""
