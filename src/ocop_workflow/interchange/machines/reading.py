"""Reading a machine's dictionary, from JSON or YAML: all that is wrong is told at its place, nothing is guessed."""

from collections.abc import Iterable, Mapping

from ...reading.fields import Fields, as_nothing, as_scalar, items
from ...reading.nodes import ListNode, MappingNode, Node, ScalarNode
from ...reading.problems import Problems
from .declared import ALL, SAME, Callback, Declared, Inner, Path, Transition

ROOM = "interchange"
ORDER = ("trigger", "source", "dest", "conditions", "unless", "before", "after", "prepare")
FEWEST = 3  # of these a transition has at least
STEPS = ("before", "after", "prepare")
ENTERING = ("on_enter", "on_exit", "on_final")
MARKS = (
    "ignore_invalid_triggers",
    "tags",
    "timeout",
    "on_timeout",
    "retries",
    "on_failure",
    "accepted",
    "label",
)
SETTINGS = (
    *("name", "model", "model_attribute", "model_override", "send_event", "queued", "auto_transitions"),
    *(
        "before_state_change",
        "after_state_change",
        "prepare_event",
        "finalize_event",
        "on_exception",
        "on_final",
    ),
    *(
        "ignore_invalid_triggers",
        "title",
        "show_conditions",
        "show_auto_transitions",
        "show_state_attributes",
    ),
)


def read_machine(node: Node, problems: Problems) -> Declared:
    """The machine; what is wrong is added to the problems."""
    fields, declared = Fields(node, problems), Declared()
    states, initial, moves = fields.need("states"), fields.need("initial"), fields.take("transitions")
    ordered = fields.take("ordered_transitions")
    if ordered is not None and not _says_no(ordered):
        problems.add("machine_ordered", fields.key("ordered_transitions"), room=ROOM)
    declared.others = [name for name in SETTINGS if fields.take(name) is not None]
    fields.done()
    reading = _Reading(problems, declared)
    declared.states = reading.states(states, ())
    if states is not None and not declared.states and not len(problems):
        problems.add("machine_no_states", states, room=ROOM)
    reading.known = {state.path: state for state in declared.all_states()}
    for scope, several in [((), moves), *reading.nested]:
        reading.moves(several, scope)
    if (scalar := reading.one(initial)) and (found := reading.state(scalar, ())):
        declared.initial = reading.first_in(found, scalar)
    return declared


def _says_no(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.text.lower() in {"false", "null", "", "~"}


class _Reading:
    """One machine; `nested` are the transitions that states declare for what is in them."""

    def __init__(self, problems: Problems, declared: Declared) -> None:
        self.problems, self.declared = problems, declared
        self.known: dict[Path, Inner] = {}
        self.nested: list[tuple[Path, Node]] = []

    def states(self, node: Node | None, inside: Path) -> list[Inner]:
        found: dict[Path, Inner] = {}
        for item in items(node, self.problems) if not isinstance(node, MappingNode) else (node,):
            state = self._state(item, inside)
            if state is None:
                continue
            if state.path in found:
                self.problems.add("machine_twice", item, {"state": state.path[-1][:80]}, room=ROOM)
            found.setdefault(state.path, state)
        return list(found.values())

    def _state(self, node: Node, inside: Path) -> Inner | None:
        if not isinstance(node, MappingNode):
            scalar = as_scalar(node, self.problems)
            return Inner((*inside, scalar.text), node) if scalar else None
        fields = Fields(node, self.problems)
        named = self.one(fields.need("name"))
        path = (*inside, named.text if named else "")
        state = Inner(path, named or node)
        below, others = fields.take("children"), fields.take("states")
        state.children = self.states(below or others, path)
        initial = fields.take("initial")
        if isinstance(initial, ListNode):
            self.problems.add("machine_parallel", initial, {"state": path[-1][:80]}, room=ROOM)
        elif initial is not None and not as_nothing(initial) and (scalar := self.one(initial)):
            names = [child.path[-1] for child in state.children]
            if scalar.text not in names:
                self._unknown(scalar, names)
            state.initial = scalar.text
        if (parallel := fields.take("parallel")) is not None:
            self.problems.add("machine_parallel", parallel, {"state": path[-1][:80]}, room=ROOM)
        final = fields.take("final")
        state.final = final is not None and not _says_no(final)
        for when in ENTERING:
            state.callbacks += [Callback(when, name) for name in self._names(fields.take(when))]
        state.callbacks += [Callback(mark, "") for mark in MARKS if fields.take(mark) is not None]
        if (moves := fields.take("transitions")) is not None:
            self.nested.append((path, moves))
        fields.done()
        return state if named else None

    def moves(self, node: Node | None, scope: Path) -> None:
        if node is None or as_nothing(node):
            return
        several = (node,) if isinstance(node, MappingNode) else items(node, self.problems)
        for item in several:
            move = self._move(item, scope)
            if move is not None:
                self.declared.transitions.append(move)

    def _move(self, node: Node, scope: Path) -> Transition | None:
        parts: Mapping[str, Node | None]
        if isinstance(node, ListNode):
            if not FEWEST <= len(node.items) <= len(ORDER):
                self.problems.add("machine_list", node, {"order": ", ".join(ORDER)}, room=ROOM)
                return None
            parts = dict(zip(ORDER, node.items, strict=False))
        else:
            fields = Fields(node, self.problems)
            parts = {name: fields.need(name) for name in ORDER[:FEWEST]}
            parts |= {name: fields.take(name) for name in ORDER[FEWEST:]}
            fields.done()
        trigger = self.one(parts["trigger"])
        sources, to = self._sources(parts["source"], parts["dest"], scope), self._to(parts["dest"], scope)
        if trigger is None:
            return None
        return Transition(
            trigger.text,
            scope,
            tuple(sources),
            to,
            self._names(parts.get("conditions")),
            self._names(parts.get("unless")),
            tuple(Callback(when, name) for when in STEPS for name in self._names(parts.get(when))),
            node,
        )

    def _sources(self, node: Node | None, to: Node | None, scope: Path) -> Iterable[Path]:
        if isinstance(node, ScalarNode) and node.text == ALL:
            within = [path for path in self.known if path[: len(scope)] == scope and len(path) > len(scope)]
            same = isinstance(to, ScalarNode) and to.text == SAME
            return within if same else [path for path in within if len(path) == len(scope) + 1]
        named = [scalar for item in items(node, self.problems) if (scalar := self.one(item))]
        return [state.path for scalar in named if (state := self.state(scalar, scope))]

    def _to(self, node: Node | None, scope: Path) -> Path | str | None:
        if node is None or as_nothing(node):
            return None
        scalar = self.one(node)
        if scalar is None or scalar.text == SAME:
            return SAME
        found = self.state(scalar, scope)
        return self.first_in(found, scalar) if found else SAME

    def state(self, scalar: ScalarNode, scope: Path) -> Inner | None:
        """The state that a name means in a scope: that of a child of a child is joined by underscores."""
        named = {
            "_".join(path[len(scope) :]): state
            for path, state in self.known.items()
            if path[: len(scope)] == scope
        }
        if scalar.text not in named or not scalar.text:
            self._unknown(scalar, [name for name in named if name])
            return None
        return named[scalar.text]

    def first_in(self, state: Inner, where: Node) -> Path:
        """The leaf that a case is in when it comes to a state."""
        while state.children:
            inner = [child for child in state.children if child.path[-1] == state.initial]
            if not inner:
                if state.initial is None:
                    self.problems.add(
                        "machine_initial", where, {"state": "_".join(state.path)[:80]}, room=ROOM
                    )
                return state.path
            state = inner[0]
        return state.path

    def one(self, node: Node | None) -> ScalarNode | None:
        """A name."""
        return None if node is None else as_scalar(node, self.problems)

    def _names(self, node: Node | None) -> tuple[str, ...]:
        """One or several, or none."""
        if node is None or as_nothing(node):
            return ()
        return tuple(scalar.text for item in items(node, self.problems) if (scalar := self.one(item)))

    def _unknown(self, scalar: ScalarNode, known: list[str]) -> None:
        values = {"state": scalar.text[:80]}
        self.problems.add("machine_state", scalar, values, wrong=scalar.text, among=known, room=ROOM)
