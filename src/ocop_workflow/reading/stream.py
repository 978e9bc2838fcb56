"""YAML events into located nodes, bounded while the events come and before anything is built of them.

The C parser is fed lazily: the first event past a bound ends the reading, so that nothing deep or endless is
ever composed. Aliases, anchors, tags, second documents, repeated keys and the traps of YAML 1.1 are refused.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from unicodedata import normalize

import yaml
from attrs import evolve

from ..model.position import Position
from .nodes import ListNode, MappingNode, Node, ScalarNode
from .problems import Problems
from .source import FORBIDDEN, Source, read_source
from .syntax import syntax_problem, word_at

if TYPE_CHECKING:
    from collections.abc import Iterator

DEPTH = 32  # the deepest nesting
NODES = 50_000  # the most scalars, lists and mappings in a file
BOOLEAN_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "~"})
LOADER: Any = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)  # the pure parser is slower and has no other fault


class _Halt(Exception):
    """The rest of the file is not read."""


def read_nodes(path: Path | str, text: str | bytes | None = None, problems: Problems | None = None) -> Node:
    """The nodes of the file at `path`, or of `text`; raises DefinitionError with what YAML itself forbids.

    With `problems`, what does not end the reading is added there, for the caller to go on.
    """
    found = problems if problems is not None else Problems()
    source = read_source(path, text)
    composer = _Composer(source, found)
    node = composer.document()
    if problems is None or node is None:
        found.check()
    assert node is not None
    return node


class _Composer:
    """Takes events one by one; `depth` and `nodes` count what has been opened."""

    def __init__(self, source: Source, problems: Problems) -> None:
        self.source, self.problems = source, problems
        self.depth = self.nodes = 0
        self.events: Iterator[Any] = iter(LOADER(source.text).get_event, None)

    def document(self) -> Node | None:
        try:
            node: Node | None = None
            for event in self.events:
                match event:
                    case yaml.DocumentStartEvent():
                        if node is not None:
                            self._halt("second_document", event)
                        node = self._node(next(self.events))
                    case _:
                        continue
            if node is None:
                self.problems.add("empty_file", Position(self.source.file, 1, 1))
        except _Halt:
            return None
        except yaml.YAMLError as error:
            code, position, values = syntax_problem(error, self.source)
            if "maximum nesting depth" in str(error):  # libyaml's own bound, met before its first event
                code, values = "too_deep", {"limit": DEPTH}
            self.problems.add(code, position, values)
            return None
        return node

    def _node(self, event: Any) -> Node:
        self.nodes += 1
        if self.nodes > NODES:
            self._halt("too_many_nodes", event, limit=NODES)
        if event.anchor is not None:
            self._refuse_anchor(event)
        if event.tag is not None:
            self.problems.add("tag", self._place(event), {"tag": self._written_tag(event)})
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        self.depth += 1
        if self.depth > DEPTH:
            self._halt("too_deep", event, limit=DEPTH)
        node = self._mapping(event) if isinstance(event, yaml.MappingStartEvent) else self._list(event)
        self.depth -= 1
        return node

    def _refuse_anchor(self, event: Any) -> None:
        """An alias, which ends the reading, or what aliases would repeat."""
        if isinstance(event, yaml.AliasEvent):
            self._halt("alias", event)
        self.problems.add("anchor", self._place(event), {"name": event.anchor[:80]})

    def _written_tag(self, event: Any) -> str:
        """The tag as the file has it, before YAML spells it out."""
        return word_at(self.source, self._place(event))

    def _scalar(self, event: Any) -> ScalarNode:
        mark = event.start_mark
        style = event.style or ""
        if style == "'" and not self.source.text.startswith(
            "'", mark.index
        ):  # pragma: no cover - a safeguard
            style = ""
        text = event.value
        if event.tag is not None and not style:
            text = (
                f"{self._written_tag(event)} {text}".strip()
            )  # most likely a negation that should be quoted
        node = ScalarNode(text, style, mark.line + 1, mark.column + 1, mark.index, self.source)
        if style == '"' and (
            found := FORBIDDEN.search(text)
        ):  # written as an escape, or the source had been refused
            values = {"code": f"U+{ord(found[0]):04X}"}
            self.problems.add(found.lastgroup or "", node.at(found.start()), values)
        return node

    def _list(self, start: Any) -> ListNode:
        items: list[Node] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            item = self._node(event)
            if start.flow_style and items and (joined := self._joined(items[-1], item, item)):
                items[-1] = joined
                continue
            items.append(item)
        mark = start.start_mark
        return ListNode(tuple(items), mark.line + 1, mark.column + 1, self.source)

    def _mapping(self, start: Any) -> MappingNode:
        entries: list[tuple[ScalarNode, Node]] = []
        seen: dict[str, ScalarNode] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._node(event)
            value = self._node(next(self.events))
            if not isinstance(key, ScalarNode):
                self.problems.add("key_not_text", key)
                continue
            if start.flow_style and entries and (joined := self._joined(entries[-1][1], key, value)):
                entries[-1] = (entries[-1][0], joined)
                continue
            if self._check_key(key, seen):
                entries.append((key, value))
        mark = start.start_mark
        return MappingNode(tuple(entries), mark.line + 1, mark.column + 1, self.source)

    def _check_key(self, key: ScalarNode, seen: dict[str, ScalarNode]) -> bool:
        """Whether the key is the first of its name; only that one is read."""
        name = normalize("NFC", key.text)
        if name in seen:
            self.problems.add("duplicate_key", key, {"key": key.text[:80], "line": seen[name].line})
            return False
        seen[name] = key
        if key.plain and key.text.lower() in BOOLEAN_WORDS:
            self.problems.add("boolean_word", key, {"word": key.text})
        return True

    def _joined(self, before: Node, after: Node, value: Node) -> ScalarNode | None:
        """An expression that a comma has cut in two, put together again so that one problem is told, not three."""
        if not (
            isinstance(before, ScalarNode) and isinstance(after, ScalarNode) and isinstance(value, ScalarNode)
        ):
            return None
        if "(" not in before.text:
            return None
        if not (before.plain and after.plain and (value is after or value.empty) and opened(before.text) > 0):
            return None
        self.problems.add("unquoted_comma", before.at(len(before.text)), {"text": before.text[:80]})
        return evolve(before, text=f"{before.text}, {after.text}")

    def _place(self, event: Any) -> Position:
        mark = event.start_mark
        return Position(self.source.file, mark.line + 1, mark.column + 1)

    def _halt(self, code: str, event: Any, **values: object) -> NoReturn:
        self.problems.add(code, self._place(event), values)
        raise _Halt


def opened(text: str) -> int:
    """How many round brackets are open at the end of a text."""
    return text.count("(") - text.count(")")
