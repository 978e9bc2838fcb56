"""Located nodes as YAML again, with comments that say where the parts came from."""

from collections.abc import Iterator

from .nodes import ListNode, MappingNode, Node, ScalarNode, walk
from .source import Source

STEP = "  "
EVERY = 2  # levels at which each key is told: the sections, and what is declared in them
STATES = "states"  # a state is declared at any level


def written(node: Node) -> str:
    """YAML that reads as the same nodes. Each section and each declaration ends in `# file:line`.

    What lies inside says so where it came from another file than what it lies in.
    """
    return "\n".join(_Writing(node).lines(node, node.source, 0)) + "\n"


class _Writing:
    def __init__(self, node: Node) -> None:
        files = dict.fromkeys(inner.source.file for inner in _all(node))
        short = [_last(file) for file in files]
        self.files = {file: _last(file) if short.count(_last(file)) == 1 else file for file in files}

    def lines(self, node: Node, around: Source, depth: int, *, states: bool = False) -> Iterator[str]:
        """The lines of a mapping or list, which lies in something of the file `around`."""
        if isinstance(node, MappingNode):
            for key, value in node.entries:
                place = value if _on_one_line(value) else key
                told = depth < EVERY or states or place.source is not around
                yield _scalar(key) + ":" + self._rest(value, place if told else None)
                if not _on_one_line(value):
                    below = self.lines(value, place.source, depth + 1, states=key.text == STATES)
                    yield from (STEP + line for line in below)
        elif isinstance(node, ListNode):
            for item in node.items:
                yield from self._item(item, around, depth)

    def _item(self, item: Node, around: Source, depth: int) -> Iterator[str]:
        if _on_one_line(item):
            yield "-" + self._rest(item, item if item.source is not around else None)
            return
        yield "-" + (self._comment(item) if item.source is not around else "")
        yield from (STEP + line for line in self.lines(item, item.source, depth + 1))

    def _rest(self, value: Node, place: Node | None) -> str:
        text = _inline(value) if _on_one_line(value) else ""
        return (f" {text}" if text else "") + (self._comment(place) if place else "")

    def _comment(self, place: Node) -> str:
        return f"  # {self.files[place.source.file]}:{place.line}"


def _all(node: Node) -> Iterator[Node]:
    for inner in walk(node):
        yield inner
        if isinstance(inner, MappingNode):
            yield from (key for key, _ in inner.entries)


def _last(file: str) -> str:
    return file.replace("\\", "/").rpartition("/")[2]


def _on_one_line(node: Node) -> bool:
    return isinstance(node, ScalarNode) or not (node.entries if isinstance(node, MappingNode) else node.items)


def _inline(node: Node) -> str:
    if isinstance(node, ScalarNode):
        return _scalar(node)
    return "{}" if isinstance(node, MappingNode) else "[]"


def _scalar(node: ScalarNode) -> str:
    """Plain where it was, else in double quotes: what was quoted is a text and no number."""
    if node.plain and "\n" not in node.text:
        return node.text
    return '"' + "".join(map(_character, node.text)) + '"'


def _character(one: str) -> str:
    if one in '"\\':
        return "\\" + one
    return one if one.isprintable() else f"\\U{ord(one):08x}"
