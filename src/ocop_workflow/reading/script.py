"""Who does what, when, and what is expected of it: the steps that run files and scenarios are made of."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import field, frozen

from ..access import Actor
from ..engine.reasons import CODES
from ..model.definition import Definition
from ..model.position import Position
from . import scalars
from .bind import typed
from .fields import Fields, as_scalar, entries, items
from .nodes import ListNode, Node, ScalarNode
from .problems import Problems

if TYPE_CHECKING:
    from ..model.text import Text

ROOM = "script"


@frozen
class Step:
    """What one or several people do at a time, or a wait (`do` is empty), and what is expected.

    `then` is the state it leads to, `refused` the codes of a refusal, `happened` the clock events that time fires
    first (None: not said). `place` is where the step stands.
    """

    number: int
    at: date | datetime
    do: str
    actors: tuple[str, ...]
    payload: Mapping[str, object] = field(factory=dict)
    then: str | None = None
    refused: tuple[str, ...] = ()
    happened: tuple[str, ...] | None = None
    assumed: bool = False
    place: Position | None = field(default=None, eq=False, repr=False)

    @property
    def waits(self) -> bool:
        """Whether only time passes."""
        return not self.do


class People:
    """The actors of a file by their ids, and what they and the parties they act for are called."""

    def __init__(self, node: Node | None, problems: Problems) -> None:
        self.actors: dict[str, Actor] = {}
        self.names: dict[str, Text] = {}
        for key, each in entries(node, problems):
            fields = Fields(each, problems)
            called = scalars.bilingual(fields.take("title"), problems)
            roles = [_role(item, problems) for item in items(fields.take("roles"), problems)]
            parties = frozenset(word(item, problems) for item in items(fields.take("parties"), problems))
            instead = word(fields.take("on_behalf"), problems) or None
            fields.done()
            self.actors[key.text] = Actor(key.text, roles, parties, instead)
            self.names |= dict.fromkeys((key.text, *parties), called) if called else {}


@frozen
class StepReader:
    """Reads steps against the workflow they run on; `waits`: whether time may pass by itself, as in scenarios."""

    definition: Definition
    actors: Mapping[str, Actor]
    problems: Problems
    waits: bool = False

    def steps(self, node: Node | None) -> tuple[Step, ...]:
        """The steps of a list; an empty one is a problem."""
        found = tuple(self._step(number, item) for number, item in enumerate(items(node, self.problems), 1))
        if node is not None and not found:
            tell(self.problems, "no_steps", node)
        return found

    def _step(self, number: int, node: Node) -> Step:
        fields = Fields(node, self.problems)
        at = self._moment(fields.need("at"))
        happened = self._happened(fields)
        waiting = self.waits and scalars.boolean(fields.take("wait"), self.problems)
        do = "" if waiting else word(fields.need("do"), self.problems)
        people: tuple[str, ...] = ()
        payload: dict[str, object] = {}
        codes: tuple[str, ...] = ()
        if not waiting:
            people = known(fields.need("as"), self.actors, "unknown_actor", self.problems)
            payload = self._payload(do, fields.take("with"))
            codes = known(fields.take("refused"), CODES, "unknown_code", self.problems)
        then = word(fields.take("then"), self.problems) or None
        assumed = scalars.boolean(fields.take("assumed"), self.problems)
        fields.done()
        return Step(number, at, do, people, payload, then, codes, happened, assumed, node.position)

    def _happened(self, fields: Fields) -> tuple[str, ...] | None:
        if not self.waits or (node := fields.take("happened")) is None:
            return None
        return tuple(word(item, self.problems) for item in items(node, self.problems))

    def _payload(self, event: str, node: Node | None) -> dict[str, object]:
        declared = self.definition.events.get(event) or self.definition.start.get(event)
        takes = declared.takes if declared else {}
        return {
            key.text: typed(value, takes[key.text].field.type if key.text in takes else None)
            for key, value in entries(node, self.problems)
        }

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
            tell(self.problems, "moment_wanted", scalar, {"given": scalar.text[:80]})
        return moment


def known(
    node: Node | None, among: Mapping[str, object] | tuple[str, ...], code: str, problems: Problems
) -> tuple[str, ...]:
    """One word or a list of words that must be among those that are known; `code` tells of one that is not."""
    words = []
    for item in items(node, problems):
        words.append(found := word(item, problems))
        if found and found not in among:
            tell(problems, code, item, {"name": found[:80]}, among=among, wrong=found)
    return tuple(words)


def beside(path: Path, node: Node | None, problems: Problems) -> Path | None:
    """The path of a file that is named from the folder of the file at `path`."""
    if node is None:
        return None
    name = word(node, problems)
    if name and not (path.parent / name).is_file():
        tell(problems, "no_file_beside", node, {"path": name[:80]})
    return path.parent / name


def workflow_named(path: Path, node: Node | None, problems: Problems) -> str:
    """The workflow that a file names: in the catalogue, or by a path from the file's folder."""
    name = word(node, problems)
    return str(path.parent / name) if name.endswith((".yaml", ".yml")) else name


def word(node: Node | None, problems: Problems) -> str:
    """The text that is written there; none is the empty one."""
    return (scalars.text(node, problems) or "") if node is not None else ""


def tell(
    problems: Problems,
    code: str,
    where: Node,
    values: Mapping[str, object] | None = None,
    *,
    among: Mapping[str, object] | tuple[str, ...] = (),
    wrong: str | None = None,
) -> None:
    """A problem of the sentences in messages/script.yaml."""
    problems.add(code, where, values, among=among, wrong=wrong, room=ROOM)


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
        tell(problems, "role_unit_wanted", node)
        return "", None
    return words[0], words[1]
