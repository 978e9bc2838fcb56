"""Scalars typed by what their key wants, never by YAML's own guesses: names, numbers, dates, yes and no, texts."""

import re
from datetime import date
from decimal import Decimal
from unicodedata import normalize

from ..model.text import LANGUAGES, Text
from ..model.types import DIGITS
from .fields import Fields, as_list, as_scalar, items
from .nodes import ListNode, Node, ScalarNode
from .problems import Problems
from .stream import BOOLEAN_WORDS

NO_TEXT = Text()
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
IDENTIFIER = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")
INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(
    DAY.pattern + r"[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2}(:[0-9]{2})?)"
)
NOT_TEXT = re.compile(r"[-+]?\.?[0-9][0-9_.,:eE+-]*|0[xo][0-9a-fA-F]+|\.nan|[-+]?\.inf", re.IGNORECASE)


def name(node: Node, problems: Problems) -> str | None:
    """A name as expressions write it: a letter, then letters, digits and underscores."""
    scalar = as_scalar(node, problems)
    if scalar is None:
        return None
    if scalar.plain and scalar.text.lower() in BOOLEAN_WORDS:
        problems.add("boolean_word", scalar, {"word": scalar.text})
        return None
    if not NAME.fullmatch(scalar.text):
        problems.add("bad_name", scalar, {"name": scalar.text[:80]})
        return None
    return scalar.text


def names(node: Node | None, problems: Problems) -> tuple[ScalarNode, ...]:
    """A name or a list of names, without repetition."""
    if node is None:
        return ()
    found: dict[str, ScalarNode] = {}
    if isinstance(node, ListNode) and not node.items:
        problems.add("empty_list", node)
    for item in items(node, problems):
        if (word := name(item, problems)) is None:
            continue
        assert isinstance(item, ScalarNode)
        if word in found:
            problems.add("repeated", item, {"name": word})
        found.setdefault(word, item)
    return tuple(found.values())


def text(node: Node, problems: Problems) -> str | None:
    """Any text, in NFC."""
    scalar = as_scalar(node, problems)
    return None if scalar is None else normalize("NFC", scalar.text.strip())


def texts(node: Node | None, problems: Problems) -> dict[str, Node]:
    """A text or a list of texts, without repetition, and where each stands."""
    found: dict[str, Node] = {}
    if isinstance(node, ListNode) and not node.items:
        problems.add("empty_list", node)
    for item in items(node, problems):
        if (said := text(item, problems)) is None:
            continue
        if said in found:
            problems.add("repeated", item, {"name": said[:80]})
        found.setdefault(said, item)
    return found


def quoted(node: Node, problems: Problems) -> str | None:
    """A text that must not look like a number or a truth value unless it is quoted: 1.0 and 1.00 are one number."""
    scalar = as_scalar(node, problems)
    if scalar and scalar.plain and (NOT_TEXT.fullmatch(scalar.text) or scalar.text.lower() in BOOLEAN_WORDS):
        problems.add("unquoted_text", scalar, {"text": scalar.text[:80]})
        return None
    return text(node, problems)


def boolean(node: Node | None, problems: Problems) -> bool:
    """`true` or `false`; nothing else that YAML 1.1 knows."""
    if node is None or (scalar := as_scalar(node, problems)) is None:
        return False
    if not scalar.plain or scalar.text not in ("true", "false"):
        values = {"given": scalar.text[:80]}
        wrong = scalar.text if scalar.plain else None
        problems.add("boolean_wanted", scalar, values, among=("true", "false"), wrong=wrong)
    return scalar.plain and scalar.text == "true"


def integer(node: Node, problems: Problems) -> int | None:
    """A whole number as people write it: no leading zero, no underscore, no colon, no exponent."""
    scalar = as_scalar(node, problems)
    if scalar is None:
        return None
    if not scalar.plain or not INTEGER.fullmatch(scalar.text):
        problems.add("integer_wanted", scalar, {"given": scalar.text[:80]})
        return None
    return None if _too_long(scalar, problems) else int(scalar.text)


def decimal(node: Node, problems: Problems) -> Decimal | None:
    """An exact decimal, plain or quoted."""
    scalar = as_scalar(node, problems)
    if scalar is None:
        return None
    if not DECIMAL.fullmatch(scalar.text):
        problems.add("number_wanted", scalar, {"given": scalar.text[:80]})
        return None
    return None if _too_long(scalar, problems) else Decimal(scalar.text)


def _too_long(scalar: ScalarNode, problems: Problems) -> bool:
    digits = sum(character.isdigit() for character in scalar.text)
    if digits > DIGITS:
        problems.add("too_many_digits", scalar, {"digits": digits, "limit": DIGITS})
    return digits > DIGITS


def day(node: Node, problems: Problems) -> date | None:
    """A date written as 2019-08-21."""
    scalar = as_scalar(node, problems)
    if scalar is None:
        return None
    try:
        if DAY.fullmatch(scalar.text):
            return date.fromisoformat(scalar.text)
    except ValueError:
        pass
    problems.add("date_wanted", scalar, {"given": scalar.text[:80]})
    return None


def bilingual(node: Node | None, problems: Problems) -> Text:
    """`{vi: …, en: …}`, at least one of them."""
    if node is None:
        return NO_TEXT
    if isinstance(node, ScalarNode) and not node.empty:
        problems.add("bilingual_wanted", node)
        return Text()
    fields = Fields(node, problems)
    spoken = {language: fields.take(language) for language in LANGUAGES}
    fields.done()
    texts = {language: text(node, problems) for language, node in spoken.items() if node is not None}
    if not texts and isinstance(node, ListNode) is False:
        problems.add("bilingual_wanted", node)
    return Text(**texts)


def plain_list(node: Node, problems: Problems) -> tuple[Node, ...]:
    """The items of a list that must be one."""
    found = as_list(node, problems)
    return found.items if found else ()
