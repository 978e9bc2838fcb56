"""A mapping being read: each key is asked for once, and what nobody asked for is unknown."""

from collections.abc import Iterator

from ..messages.spelling import nearest
from .nodes import ListNode, MappingNode, Node, ScalarNode
from .problems import Problems, listed

KINDS = {ScalarNode: "text", ListNode: "list", MappingNode: "mapping"}


class Fields:
    """The entries of a mapping; the keys that were asked for are the vocabulary of "did you mean"."""

    def __init__(self, node: Node, problems: Problems, what: str = "") -> None:
        self.node, self.problems, self.what = node, problems, what
        self._asked: list[str] = []
        self._missed: dict[str, str] = {}
        self._values: dict[str, tuple[ScalarNode, Node]] = {}
        mapping = as_mapping(node, problems)
        for entry in mapping.entries if mapping else ():
            self._values.setdefault(entry[0].text, entry)

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def names(self) -> tuple[str, ...]:
        """The keys that are there."""
        return tuple(self._values)

    def key(self, name: str) -> ScalarNode:
        """The node of a key that is there."""
        return self._values[name][0]

    def take(self, key: str) -> Node | None:
        """The value of a key, None if it is not there."""
        self._asked.append(key)
        return self._values[key][1] if key in self._values else None

    def offer(self, *keys: str) -> None:
        """Keys that could stand here, though nothing asks for them as things are."""
        self._asked.extend(keys)

    def need(self, key: str, *instead: str) -> Node | None:
        """The same as `take`; its absence is a problem, unless one of its likes turns out to be misspelt."""
        if key not in self._values and isinstance(self.node, MappingNode):
            self.problems.add("missing_key", self.node, {"key": key})
            self._missed |= dict.fromkeys((key, *instead), key)
        return self.take(key)

    def done(self) -> None:
        """Tell every key that was never asked for."""
        known = list(dict.fromkeys(self._asked))
        meant = [*self._missed, *(name for name in known if name not in self._values)]
        for name, (key, value) in self._values.items():
            if name not in known:
                code = "no_space" if ":" in name and as_nothing(value) else "unknown_key"
                values = {"key": name[:80], "known": listed(known)}
                self.problems.add(code, key, values, wrong=name, among=meant)
                if (missed := self._missed.get(nearest(name, meant) or "")) is not None:
                    self.problems.withdraw("missing_key", self.node, {"key": missed})


def as_mapping(node: Node, problems: Problems) -> MappingNode | None:
    """The mapping, or a problem that says what stands in its place."""
    if isinstance(node, MappingNode):
        return node
    problems.add(_wanted(node, "mapping"), node)
    return None


def as_nothing(node: Node) -> bool:
    """Whether nothing is written there."""
    return isinstance(node, ScalarNode) and node.empty


def as_list(node: Node, problems: Problems) -> ListNode | None:
    """The list, or a problem."""
    if isinstance(node, ListNode):
        return node
    problems.add(_wanted(node, "list"), node)
    return None


def as_scalar(node: Node, problems: Problems) -> ScalarNode | None:
    """The text that is written there, or a problem; nothing written is a problem too."""
    if isinstance(node, ScalarNode) and not node.empty:
        return node
    problems.add(_wanted(node, "text"), node)
    return None


def entries(node: Node | None, problems: Problems) -> Iterator[tuple[ScalarNode, Node]]:
    """The keys and values of a mapping whose keys are names; none where there is no mapping."""
    if node is not None and (mapping := as_mapping(node, problems)):
        yield from mapping.entries


def items(node: Node | None, problems: Problems) -> tuple[Node, ...]:
    """The items of a list, or the one word in its place."""
    if node is None:
        return ()
    if isinstance(node, ListNode):
        return node.items
    scalar = as_scalar(node, problems)
    return (scalar,) if scalar else ()


def _wanted(node: Node, kind: str) -> str:
    return "empty_value" if as_nothing(node) else f"{kind}_wanted"
