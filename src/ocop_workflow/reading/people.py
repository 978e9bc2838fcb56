"""The actors of a run file or a scenario."""

from typing import TYPE_CHECKING

from ..access import Actor
from ..model.definition import Definition
from . import scalars
from .fields import Fields, entries, items
from .mentions import named, tell, word
from .nodes import ListNode, MappingNode, Node, ScalarNode
from .problems import Problems

if TYPE_CHECKING:
    from ..model.text import Text


class People:
    """The actors of a file by their ids, and what they and the parties they act for are called."""

    def __init__(self, node: Node | None, problems: Problems) -> None:
        self.actors: dict[str, Actor] = {}
        self.names: dict[str, Text] = {}
        self._held: list[ScalarNode] = []
        for key, each in entries(node, problems):
            fields = Fields(each, problems)
            called = scalars.bilingual(fields.take("title"), problems)
            posts = [self._post(item, problems) for item in items(fields.take("roles"), problems)]
            roles = [(role, unit) for role, unit, whose in posts if whose is None]
            lent = [(role, unit, whose) for role, unit, whose in posts if whose is not None]
            parties = frozenset(word(item, problems) for item in items(fields.take("parties"), problems))
            instead = word(fields.take("on_behalf"), problems) or None
            fields.done()
            self.actors[key.text] = Actor(key.text, roles, parties, instead, lent)
            self.names |= dict.fromkeys((key.text, *parties), called) if called else {}

    def check(self, definition: Definition, problems: Problems) -> None:
        """Roles are the workflow's."""
        for node in self._held:
            named(node, definition.roles, "unknown_role", problems)

    def _post(self, node: Node, problems: Problems) -> tuple[str, str | None, str | None]:
        """`officer`, `[officer, a/unit]`, or in somebody's place `{role: officer, unit: a/unit, on_behalf: an}`."""
        if isinstance(node, MappingNode) and "role" in (fields := Fields(node, problems)):
            role, unit, whose = fields.need("role"), fields.take("unit"), fields.need("on_behalf")
            fields.done()
            if isinstance(role, ScalarNode) and not role.empty:
                self._held.append(role)
            return word(role, problems), word(unit, problems) or None, word(whose, problems) or None
        parts = node.items if isinstance(node, ListNode) else (node,)
        words = [part for part in parts if isinstance(part, ScalarNode) and not part.empty]
        if len(words) != len(parts) or len(words) != (2 if isinstance(node, ListNode) else 1):
            tell(problems, "role_unit_wanted", node)
            return "", None, None
        self._held.append(words[0])
        return words[0].text, words[1].text if isinstance(node, ListNode) else None, None
