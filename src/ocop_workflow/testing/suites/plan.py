"""Names and titles of what a suite covers, from the definition alone, so that they stay the same."""

import re
from collections.abc import Iterator
from functools import cached_property

from ...drawing.speech import Speech
from ...engine.reasons import event_title, state_title
from ...engine.table import CompiledBranch, Table, compile_table
from ...guards import Scope, scope_of, unparse
from ...messages import say
from ...model.definition import Definition, Event, Guard, Start
from ...model.expression import Node
from ...model.text import Text
from ...model.tree import StateTree

SIGNS = {
    ">=": " ge ",
    "<=": " le ",
    "==": " eq ",
    "!=": " ne ",
    ">": " gt ",
    "<": " lt ",
    "&&": " and ",
    "||": " or ",
    "!": " not ",
}
LONGEST = 60  # characters of a name that is made of an expression


class Plan:
    """A definition as criteria read it."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self._scopes: dict[str, Scope] = {}

    @cached_property
    def table(self) -> Table:
        return compile_table(self.definition)

    @property
    def tree(self) -> StateTree:
        return self.table.tree

    @property
    def acts(self) -> Iterator[Start | Event]:
        yield from self.definition.start.values()
        yield from self.definition.events.values()

    def leaves(self, act: str) -> tuple[str, ...]:
        """Where the act has a move; none for a start."""
        event = self.table.events.get(act)
        return tuple(event.branches) if event else ()

    def moves(self, act: str) -> Iterator[tuple[tuple[str, ...], tuple[CompiledBranch, ...]]]:
        """Leaves that share a move, with its branches."""
        event = self.table.events.get(act)
        grouped: dict[int, list[str]] = {}
        for leaf, branches in event.branches.items() if event else ():
            grouped.setdefault(id(branches), []).append(leaf)
        for leaves in grouped.values():
            assert event is not None  # it has leaves
            yield tuple(leaves), event.branches[leaves[0]]

    def transitions(self) -> Iterator[tuple[str, str, int]]:
        """Act, leaf (empty for a start) and number of the branch; of optional clocks that are off as well."""
        for name in self.table.starts:
            yield name, "", 0
        for name, event in self.table.events.items():
            for leaf, branches in event.branches.items():
                for number in range(len(branches)):
                    yield name, leaf, number

    def target(self, act: str, leaf: str, number: int) -> str | None:
        event = self.table.events.get(act) or self.table.starts[act]
        return event.branches[leaf][number].to

    def transition_name(self, act: str, leaf: str, number: int) -> str:
        """`approve/review-production`; branches to the same place are told apart by their conditions."""
        event = self.table.events.get(act) or self.table.starts[act]
        target = event.branches[leaf][number].to
        name = f"{act}/{leaf}-{target or 'stay'}" if leaf else f"{act}/{target}"
        alike = [n for n, branch in enumerate(event.branches[leaf]) if branch.to == target]
        if len(alike) > 1:
            when = event.branches[leaf][number].when
            name += "-" + (guard_name(when.guard) if when else "else")
        return name

    def transition_title(self, act: str, leaf: str, number: int) -> Text:
        target, event = self.target(act, leaf, number), event_title(self.definition, act)
        if not leaf:
            return say("testing.suite_start", event=event, state=state_title(self.tree, target or ""))
        source = state_title(self.tree, leaf)
        if target is None:
            return say("testing.suite_stay", event=event, state=source)
        return say("testing.suite_move", event=event, source=source, target=state_title(self.tree, target))

    def scope(self, act: Start | Event) -> Scope:
        """What the conditions of the act may read."""
        if act.name not in self._scopes:
            self._scopes[act.name] = scope_of(self.definition, act.takes)
        return self._scopes[act.name]

    def spoken(self, tree: Node, act: str) -> Text:
        """A condition of an act in words, with titles in place of names."""
        declared = self.definition.start.get(act) or self.definition.events[act]
        fields = {name: taken.field for name, taken in declared.takes.items()}
        vi, en = (Speech(self.definition, language).whole(tree, fields) for language in ("vi", "en"))
        return Text(vi=vi, en=en)


def guard_name(guard: Guard) -> str:
    """Its name, or its condition in letters that a file's name may have."""
    return guard.name or slug(guard.test.tree)


def slug(tree: Node) -> str:
    """An expression as part of a file's name."""
    text = unparse(tree)
    for sign, word in SIGNS.items():
        text = text.replace(sign, word)
    words = re.sub(r"[^0-9A-Za-z_.]+", "-", text).strip("-.")
    return words[:LONGEST].rstrip("-.") or "condition"
