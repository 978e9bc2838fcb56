"""The words of a workflow file by what they are, and each of them misspelt: for tests of what is told of a slip.

It looks at the shape of the file alone and asks nothing of reading but its nodes, so that it can judge it.
"""

import re
from collections.abc import Iterator

from attrs import frozen

from ocop_workflow.reading.nodes import ListNode, MappingNode, Node, ScalarNode

NAMED = {"parameters", "types", "data", "let", "roles", "start", "states", "events", "levels", "sources"}
FIELDS = {"parameters", "data"}  # whose names are what expressions read
KIND_OF_NAME = {
    "parameters": "value",
    "types": "type",
    "data": "value",
    "let": "value",
    "roles": "role",
    "start": "event",
    "states": "state",
    "events": "event",
    "levels": "level",
    "sources": "source",
}
REFERENCES = {
    "by": "role",
    "to": "state",
    "else": "state",
    "basis": "source",
    "requires": "event",
    "not_by": "event",
    "only_by": "event",
    "attests": "event",
    "takes": "value",
    "clears": "value",
    "collects": "value",
    "unit": "value",
    "initial": "state",
    "within": "state",
    "collect": "type",
    "per": "member",
    "type": "type",
    "level": "level",
    "not_counting": "state",
    "after": "duration",
    "time": "duration",
    "timezone": "timezone",
    "final": "word",
    "starts": "event",
    "until": "event",
    "event": "event",
    "state": "state",
    "goal": "word",
    "optional": "word",
    "personal": "word",
}
EXPRESSIONS = {"when", "is", "where", "changes", "holds", "invariant", "at"}
TOKEN = re.compile(r"'[^']*'|[.]?[A-Za-z_][A-Za-z0-9_]*\(?")
WORDS = {"today", "taken", "before", "after", "true", "false", "in", "person", "stay", "clock"}
MARKS = {"A", "B", "C", "X"}


@frozen
class Word:
    """A word where it stands (`start` in the text); `kind` is its name space; `defines` it, or uses it."""

    kind: str
    text: str
    start: int
    line: int
    defines: bool = False


def words(root: Node) -> Iterator[Word]:
    """Every keyword, every name that is declared, and every mention of one."""
    assert isinstance(root, MappingNode)
    for key, value in root.entries:
        yield _word("keyword", key)
        if key.text in NAMED and isinstance(value, MappingNode):
            yield from _named(key.text, value)
        elif key.text == "links" and isinstance(value, MappingNode):
            yield from _links(value)
        elif key.text == "properties" and isinstance(value, ListNode):
            for item in value.items:
                yield from _property(item)
        else:
            yield from _value(key.text, value, "")


def _named(section: str, node: MappingNode) -> Iterator[Word]:
    for key, value in node.entries:
        yield _word(KIND_OF_NAME[section], key, defines=True)
        if section == "types":
            yield from _fields(value)
        elif isinstance(value, MappingNode):
            yield from _mapping(value, section)


def _links(node: MappingNode) -> Iterator[Word]:
    """What is asked of other workflows; the names that they declare are theirs."""
    for name, asked in node.entries:
        yield _word("value", name, defines=True)
        assert isinstance(asked, MappingNode)
        for key, value in asked.entries:
            yield _word("keyword", key)
            if key.text == "of":
                yield _word("value", value)
            elif key.text in ("title", "basis"):
                yield from _value(key.text, value, "")


def _fields(node: Node) -> Iterator[Word]:
    """Fields of a record or of a payload."""
    assert isinstance(node, MappingNode)
    for key, value in node.entries:
        yield _word("member", key, defines=True)
        assert isinstance(value, MappingNode)
        yield from _mapping(value, "fields")


def _mapping(node: MappingNode, section: str) -> Iterator[Word]:
    for key, value in node.entries:
        yield _word("keyword", key)
        yield from _value(key.text, value, section)


def _value(key: str, value: Node, section: str) -> Iterator[Word]:
    match key:
        case "states" if isinstance(value, MappingNode):
            yield from _named("states", value)
        case "enum":
            yield from _enum(value)
        case "takes":
            yield from _takes(value)
        case "moves" if isinstance(value, MappingNode):
            yield from _moves(value)
        case "sets" if isinstance(value, MappingNode):
            for name, expression in value.entries:
                yield _word("value", name)
                yield from _expression(expression)
        case "tag":
            yield from (_word("state", item, defines=True) for item in _items(value))
        case "at" if section in ("states", "roles"):
            yield from (_word("level", item) for item in _items(value))
        case "is" if section == "roles":
            yield from (_word("value", item) for item in _items(value))
        case "items" if isinstance(value, ScalarNode):
            yield _word("type", value)
        case _ if isinstance(value, MappingNode):
            yield from _mapping(value, "guard" if key in EXPRESSIONS else "")
        case _ if key in EXPRESSIONS:
            yield from _expression(value)
        case _ if key in REFERENCES:
            yield from _references(REFERENCES[key], value)


def _references(kind: str, value: Node) -> Iterator[Word]:
    for item in _items(value):
        if kind == "source" and item.text in MARKS:
            yield _word("mark", item)
        elif kind in ("duration", "timezone") or item.text in WORDS:
            yield _word("word", item)
        else:
            yield _word(kind, item)


def _enum(value: Node) -> Iterator[Word]:
    if isinstance(value, MappingNode):
        for key, title in value.entries:
            yield _word("enum value", key, defines=True)
            assert isinstance(title, MappingNode)
            yield from _mapping(title, "")
    else:
        yield from (_word("enum value", item, defines=True) for item in _items(value))


def _takes(value: Node) -> Iterator[Word]:
    if isinstance(value, ScalarNode):
        yield _word("type", value)
    elif isinstance(value, MappingNode):
        yield from _fields(value)
    else:
        for item in value.items:
            yield from _fields(item) if isinstance(item, MappingNode) else iter((_word("value", item),))


def _moves(node: MappingNode) -> Iterator[Word]:
    for source, branches in node.entries:
        yield _word("state", source)
        if isinstance(branches, ScalarNode):
            yield from _references("state", branches)
        elif isinstance(branches, ListNode):
            for branch in branches.items:
                assert isinstance(branch, MappingNode)
                yield from _mapping(branch, "branch")


def _property(node: Node) -> Iterator[Word]:
    assert isinstance(node, MappingNode)
    for key, value in node.entries:
        yield _word("keyword", key)
        if key.text in ("title", "at", "complete", "unique", "per_round", "between"):
            assert isinstance(value, MappingNode)
            for inner, inside in value.entries:
                yield _word("keyword", inner)
                kind = "event" if inner.text == "after" else REFERENCES.get(inner.text, "")
                if inner.text in EXPRESSIONS:
                    yield from _expression(inside)
                elif key.text != "title":
                    yield from _references("event" if inner.text == "events" else kind, inside)
        elif key.text in ("basis", "time", "times") or (
            key.text == "within" and isinstance(value, ScalarNode)
        ):
            yield from _references(REFERENCES[key.text], value) if key.text != "times" else ()
        elif key.text == "invariant":
            yield from _expression(value)
        else:
            for letter in value.items if isinstance(value, ListNode) else (value,):
                if isinstance(letter, MappingNode):
                    yield from _mapping(letter, "letter")
                else:
                    yield from _references("event", letter)


def _expression(node: Node) -> Iterator[Word]:
    if isinstance(node, ListNode):
        for item in node.items:
            yield from _mapping(item, "guard") if isinstance(item, MappingNode) else _expression(item)
        return
    assert isinstance(node, ScalarNode)
    bound = set(re.findall(r"\((\w+),", node.text)) | set(re.findall(r"[.]\w+\((\w+),", node.text))
    bound &= set(re.findall(r"[.]\w+\((\w+),", node.text))
    for found in TOKEN.finditer(node.text):
        text = found[0]
        if text.startswith("'"):
            kind, word = ("enum value", text[1:-1]) if not re.match(r"'\d", text) else ("", "")
        elif text.endswith("("):
            kind, word = "function", text.strip(".(")
        elif text.startswith("."):
            kind, word = "member", text[1:]
        else:
            kind, word = "word" if text in WORDS else "" if text in bound else "value", text
        if kind:
            place = node.at(found.start() + text.index(word))
            yield Word(kind, word, _index(node, place.line, place.column), place.line)


def _items(value: Node) -> tuple[ScalarNode, ...]:
    items = value.items if isinstance(value, ListNode) else (value,)
    return tuple(item for item in items if isinstance(item, ScalarNode))


def _word(kind: str, node: Node, *, defines: bool = False) -> Word:
    assert isinstance(node, ScalarNode)
    place = node.at(0)
    return Word(kind, node.text, _index(node, place.line, place.column), place.line, defines)


def _index(node: ScalarNode, line: int, column: int) -> int:
    return sum(len(above) + 1 for above in node.source.lines[: line - 1]) + column - 1


def slips(word: str, seed: int) -> Iterator[str]:
    """A letter dropped, doubled and replaced, and two neighbours swapped; the place depends on `seed` alone."""
    place = seed % len(word)
    letter = "q" if word[place] != "q" else "x"
    after = word[place + 1 : place + 2]
    for slip in (
        word[:place] + word[place + 1 :],
        word[:place] + word[place] * 2 + word[place + 1 :],
        word[:place] + letter + word[place + 1 :],
        word[:place] + after + word[place] + word[place + 2 :],
    ):
        if slip.strip() and slip != word:
            yield slip
