"""Who does what, when, and what is expected of it: the steps that run files and scenarios are made of."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime

from attrs import evolve, field, frozen

from ..access import Actor
from ..engine.facts import aware, start_of
from ..engine.reasons import CODES
from ..messages import say
from ..messages.spelling import one_slip
from ..model.definition import Definition
from ..model.position import Position
from ..model.tree import state_tree
from ..model.types import BooleanType, IntegerType
from ..model.values import Misfit, take
from . import scalars
from .bind import typed
from .fields import Fields, as_list, as_scalar, entries, items
from .mentions import known, named, tell, word
from .nodes import Node
from .problems import Problems

NEVER = date.min  # stands where no moment was read, which is told


@frozen
class Moving:
    """A plan by which the case goes on under another definition: `plan` is whatever reads and follows it."""

    definition: Definition
    plan: object


@frozen
class Step:
    """What one or several people do at a time, a wait or a `move` (`do` is empty), and what is expected.

    `then` is the state it leads to, `refused` the codes of a refusal, `happened` the clock events that time fires
    first (None: not said). `links` is what linked cases say. `place` is where the step stands.
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
    links: Mapping[str, object] = field(factory=dict)
    move: Moving | None = None
    place: Position | None = field(default=None, eq=False, repr=False)

    @property
    def waits(self) -> bool:
        """Whether only time passes."""
        return not self.do and self.move is None

    def moment(self, timezone: str | None) -> datetime:
        """When it happens: a day is its first instant in the zone of the workflow."""
        return self.at if isinstance(self.at, datetime) else start_of(self.at, timezone)


@frozen
class StepReader:
    """Reads steps against the workflow they run on; `waits`: whether time may pass by itself, as in scenarios.

    `moves` reads the plan that a step names, with the values beside it, where cases may go on under another version.

    `forbidden`: the story must not happen. Then events and states that the workflow does not know are no problem:
    a workflow without them is one in which it cannot happen. Names that are a slip of the pen away from one that it
    knows are told all the same: for want of a letter the story would hold whatever the workflow allows.
    """

    definition: Definition
    actors: Mapping[str, Actor]
    problems: Problems
    waits: bool = False
    forbidden: bool = False
    moves: Callable[[Node, Node | None], Moving] | None = None

    def steps(self, node: Node | None, *, begun: bool = False) -> tuple[Step, ...]:
        """The steps of a list; an empty one is a problem. `begun`: the case is there before the first of them."""
        listed = as_list(node, self.problems) if node is not None else None
        if listed is not None and not listed.items:
            tell(self.problems, "no_steps", listed)
        found: list[Step] = []
        latest: Step | None = None
        reader = self
        for number, item in enumerate(listed.items if listed else (), 1):
            fields = Fields(item, self.problems)
            step = reader._step(number, item, fields)
            reader = evolve(reader, definition=step.move.definition) if step.move else reader
            reader._check(step, fields, latest, begun=begun)  # noqa: SLF001 - one of its own kind
            latest = latest if step.refused else step
            found.append(step)
        return tuple(found)

    def _check(self, step: Step, fields: Fields, latest: Step | None, *, begun: bool) -> None:
        self._check_time(step, fields, latest)
        if self.forbidden:
            self._check_slips(step, fields)
        else:
            self._check_meaning(step, fields, begun=begun or latest is not None)

    def _step(self, number: int, node: Node, fields: Fields) -> Step:
        at = self._moment(fields.need("at"))
        happened = self._happened(fields)
        plan = fields.take("move") if self.moves is not None else None
        waiting = plan is None and self.waits and self._waits(fields)
        do = "" if waiting or plan is not None else word(fields.need("do"), self.problems)
        people: tuple[str, ...] = ()
        payload: dict[str, object] = {}
        codes: tuple[str, ...] = ()
        links: dict[str, object] = {}
        handed: Node | None = None
        if not waiting:
            people = known(fields.need("as"), self.actors, "unknown_actor", self.problems)
            handed = fields.take("with")
            payload = self._payload(do, handed) if plan is None else {}
            codes = known(fields.take("refused"), CODES, "unknown_code", self.problems)
            links = self._links(fields, refused=bool(codes))
        then = word(fields.take("then"), self.problems) or None
        assumed = scalars.boolean(fields.take("assumed"), self.problems)
        fields.done()
        move = self.moves(plan, handed) if self.moves is not None and plan is not None else None
        place = node.position
        return Step(number, at, do, people, payload, then, codes, happened, assumed, links, move, place)

    def _waits(self, fields: Fields) -> bool:
        """What stands there in place of true or false is told once, not also that nobody does a thing."""
        told = len(self.problems)
        found = scalars.boolean(fields.take("wait"), self.problems)
        return found or (len(self.problems) > told and "do" not in fields)

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

    def _links(self, fields: Fields, *, refused: bool) -> dict[str, object]:
        """What linked cases say; where a store keeps the cases, it looks for itself unless the step is refused."""
        if (node := fields.take("links")) is not None and not self.waits and not refused:
            tell(self.problems, "links_looked_up", fields.key("links"))
        found: dict[str, object] = {}
        for key, value in entries(node, self.problems):
            link = self.definition.links.get(key.text)
            if link is None:
                named(key, self.definition.links, "unknown_link", self.problems)
                continue
            kind = BooleanType() if link.count is None else IntegerType(0, link.maximum)
            try:
                found[key.text] = take(kind, typed(value, kind))
            except Misfit as misfit:
                reason = say(f"values.{misfit.key}", **misfit.values)
                tell(self.problems, "value_unfit", value, {"name": key.text, "reason": reason})
        return found

    def _moment(self, node: Node | None) -> date | datetime:
        scalar = as_scalar(node, self.problems) if node is not None else None
        if scalar is None:
            return NEVER
        timezone = self.definition.timezone
        try:
            if scalars.DAY.fullmatch(scalar.text):
                day = date.fromisoformat(scalar.text)
                aware(start_of(day, timezone))
                return day
            if scalars.MOMENT.fullmatch(scalar.text):
                moment = datetime.fromisoformat(scalar.text)
                aware(moment)
                return moment
        except (ValueError, OverflowError):
            pass
        tell(self.problems, "moment_wanted", scalar, {"given": scalar.text[:80]})
        return NEVER

    def _check_time(self, step: Step, fields: Fields, latest: Step | None) -> None:
        """Nothing happens before what has happened, unless that is why it is refused."""
        node = fields.take("at")
        if (
            node is None
            or latest is None
            or NEVER in (step.at, latest.at)
            or "invalid_payload" in step.refused
        ):
            return
        timezone = self.definition.timezone
        if step.moment(timezone) < latest.moment(timezone):
            values = {"at": step.at.isoformat(), "last": latest.at.isoformat(), "step": latest.number}
            tell(self.problems, "time_goes_back", node, values)

    def _check_slips(self, step: Step, fields: Fields) -> None:
        """What is misspelt in a story that must not happen."""
        definition = self.definition
        act = definition.events.get(step.do) or definition.start.get(step.do)
        told: list[tuple[Node | None, Collection[str], str]] = [
            (fields.take("then"), state_tree(definition).members, "unknown_state")
        ]
        if step.do:
            told.append((fields.take("do"), [*definition.start, *definition.events], "unknown_event"))
            handed = entries(fields.take("with"), Problems()) if act else ()
            told += [(key, act.takes if act else (), "unknown_data") for key, _ in handed]
        for node, names, code in told:
            said = word(node, Problems())
            if any(one_slip(said, name) for name in names if said not in names):
                named(node, names, code, self.problems)

    def _check_meaning(self, step: Step, fields: Fields, *, begun: bool) -> None:
        """Names are the workflow's, a case begins with a start, and a refusal is told to lead nowhere."""
        definition, problems = self.definition, self.problems
        clocks = [name for name, event in definition.events.items() if event.is_clock]
        done = fields.take("do") if step.do else None
        if "unknown_event" not in step.refused:
            named(done, [*definition.start, *definition.events], "unknown_event", problems)
        if not begun and not step.refused and (not step.do or step.do in definition.events):
            tell(problems, "start_wanted", done or fields.node, among=definition.start)
        named(fields.take("then"), state_tree(definition).members, "unknown_state", problems)
        for item in items(fields.take("happened"), problems) if self.waits else ():
            named(item, clocks, "unknown_clock", problems)
        for key in ("then", "happened") if self.waits else ("then",):
            if key in fields and step.refused:
                tell(problems, "nothing_follows", fields.key(key), {"key": key})
