"""`narrow`: more is asked of an event or a start of the base, before its branches are chosen.

Guards, `requires`, `not_by` and `only_by` are added to the base's, `by` keeps some of its roles, `from` says in which
of the states inside a state it still happens. The branches are the base's.
"""

from attrs import evolve

from ...model.definition import Definition, Event, Start
from ...model.tree import StateTree
from .. import scalars
from ..checks.moves import applying
from ..fields import Fields, as_mapping, entries
from ..nodes import MappingNode, Node, ScalarNode
from ..problems import Problems
from .base import told
from .trees import entry, joined, put, value

MORE = ("when", "requires", "not_by", "only_by")
FOR_EVENTS = (*MORE, "within", "by", "from")
FOR_STARTS = ("when", "by")
DUTIES = ("requires", "not_by", "only_by")


def narrowed(
    acts: Node | None, narrow: Node | None, base: Definition, tree: StateTree | None, problems: Problems
) -> Node | None:
    """The base's `events:` or `start:` with what is narrowed of it; `tree` is that of the split states."""
    for key, node in entries(narrow, problems):
        declared = base.events.get(key.text) or base.start.get(key.text)
        found = entry(acts, key.text)
        if declared is None or found is None or not isinstance(acts, MappingNode):
            if declared is None:
                known = (*base.events, *base.start)
                problems.add("unknown_event", key, {"name": key.text[:80]}, wrong=key.text, among=known)
            continue
        if isinstance(declared, Event) and (declared.must or declared.is_clock):
            problems.add("narrow_must", key, {"event": key.text, "base": told(found[0])})
        if as_mapping(node, problems) is not None and isinstance(found[1], MappingNode):
            acts = put(
                acts, found[0], _Narrowing(declared, found, Fields(node, problems), problems).act(tree)
            )
    return acts


class _Narrowing:
    """One event or start of the base, as it is declared and as it is written."""

    def __init__(
        self, declared: Event | Start, found: tuple[ScalarNode, Node], fields: Fields, problems: Problems
    ) -> None:
        self.declared, self.fields, self.problems = declared, fields, problems
        assert isinstance(found[1], MappingNode)  # asked before
        self.key, self.node = found[0], found[1]

    def act(self, tree: StateTree | None) -> MappingNode:
        """The event or start with all that is asked of it."""
        node = self.node
        for word in self.fields.names():
            if word not in (FOR_EVENTS if isinstance(self.declared, Event) else FOR_STARTS):
                values = {"key": word[:80], "event": self.declared.name, "base": told(self.key)}
                self.problems.add("narrow_word", self.fields.key(word), values)
        for word in MORE:
            if word in self.fields and (added := self.fields.take(word)) is not None:
                node = put(node, self.fields.key(word), joined(value(node, word), added))
        if (scope := self.fields.take("within")) is not None:
            if any(word in self._words() for word in (*DUTIES, "within")):
                values = {"event": self.declared.name, "base": told(self.key)}
                self.problems.add("narrow_within", self.fields.key("within"), values)
            node = put(node, self.fields.key("within"), scope)
        if (by := self.fields.take("by")) is not None:
            self._check_roles(by)
            node = put(node, self.fields.key("by"), by)
        if (places := self.fields.take("from")) is not None and isinstance(self.declared, Event) and tree:
            node = put(node, self._moves()[0], self._leaving(places, self.declared, tree))
        return node

    def _words(self) -> set[str]:
        return {key.text for key, _ in self.node.entries}

    def _moves(self) -> tuple[ScalarNode, Node]:
        found = entry(self.node, "moves")
        assert found is not None  # the base has been read
        return found

    def _check_roles(self, by: Node) -> None:
        """Only roles that the base has it done by."""
        for role in scalars.names(by, self.problems):
            if role.text not in self.declared.by:
                values = {"role": role.text, "event": self.declared.name, "base": told(self.key)}
                self.problems.add("narrow_by", role, values, wrong=role.text, among=self.declared.by)

    def _leaving(self, places: Node, event: Event, tree: StateTree) -> Node:
        """The moves without those from the states that `from` leaves out, whichever move stood for them."""
        _, moves = self._moves()
        assert isinstance(moves, MappingNode)  # the base has been read
        left_out: set[str] = set()
        for key, kept in entries(places, self.problems):
            inside = self._inside(key, kept, event, tree)
            left_out |= set(tree.members.get(key.text, ())) - inside
        chosen = {leaf: move.source for leaf, move in applying(event, tree)}
        found: list[tuple[ScalarNode, Node]] = []
        for source, branches in moves.entries:
            if not left_out & set(tree.members[source.text]):
                found.append((source, branches))
                continue
            stay = [n for n in tree.members[source.text] if chosen[n] == source.text and n not in left_out]
            found += [(evolve(source, text=leaf), branches) for leaf in stay]
        return evolve(moves, entries=tuple(found))

    def _inside(self, key: ScalarNode, kept: Node, event: Event, tree: StateTree) -> set[str]:
        """The leaves that are kept of one state's."""
        members = set(tree.members.get(key.text, ()))
        happens = {leaf for leaf, _ in applying(event, tree)}
        values = {"event": event.name, "state": key.text[:80], "base": told(self.key)}
        if key.text not in tree.members:
            known = tuple(tree.members)
            self.problems.add("unknown_state", key, {"name": key.text[:80]}, wrong=key.text, among=known)
            return set()
        if not members & happens:
            self.problems.add("narrow_from", key, values)
        inside: set[str] = set()
        for name in scalars.names(kept, self.problems):
            leaves = set(tree.members.get(name.text, ()))
            if not leaves or not leaves <= members:
                values = {"state": key.text[:80], "initial": name.text[:80]}
                self.problems.add("initial_not_inside", name, values, wrong=name.text, among=sorted(members))
            inside |= leaves
        return inside
