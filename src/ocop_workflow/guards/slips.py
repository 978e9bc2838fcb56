"""Slips of the pen that people bring from YAML, Python, SQL and spreadsheets, each with its own advice."""

import re

from .faults import GuardSyntaxError

# A word that is no name here → the code of the sentence that says what to write instead.
WORDS = {
    "not": "use_not",
    "and": "use_and",
    "or": "use_or",
    "if": "use_conditional",
    "then": "use_conditional",
    "else": "use_conditional",
    "is": "use_equals",
    "null": "use_has",
    "none": "use_has",
    "None": "use_has",
    "True": "use_true",
    "False": "use_true",
    "TRUE": "use_true",
    "FALSE": "use_true",
    "AND": "use_and",
    "OR": "use_or",
    "NOT": "use_not",
}
# `c.size()`, `c.mean()`: a method written without its variable.
FORMS = {"size": "size_form", "has": "size_form"}
# What stands where the parser stopped (with one character before it) → the code.
SIGNS = (
    (r"≠", "use_unequal"),
    (r"=>|=<|≥|≤", "use_order"),
    (r"=", "use_equals"),
    (r"&", "use_and"),
    (r"\|", "use_or"),
    (r"\*\*|\^", "no_powers"),
    (r"%", "no_remainder"),
    (r"[“”‘’«»`]", "use_quotes"),
    (r"['\"]", "open_string"),
    (r"[×·]", "use_times"),
    (r"[÷:]", "use_over"),
    (r"[–—−]", "use_minus"),
    (r"_", "no_underscore"),
    (r";", "one_expression"),
)
_SIGNED = {"===": "use_equals", "!==": "use_unequal", "<>": "use_unequal"}
COMPARISON = re.compile(r"==|!=|<=|>=|<|>|in\b")


def slip(text: str, offset: int) -> GuardSyntaxError:
    """The error for a text that stops being an expression at `offset`."""
    found = _known(text, offset)
    if found:
        code, place, word = found
        return GuardSyntaxError(code, place, {"word": word})
    if not text.strip():
        return GuardSyntaxError("empty", 0)
    if offset >= len(text):
        return GuardSyntaxError("unfinished", len(text))
    if text[offset].isalpha() and not text[offset].isascii():
        return GuardSyntaxError("plain_letters", offset, {"word": _word(text, offset)})
    return GuardSyntaxError("unexpected", offset, {"word": _word(text, offset)})


def _known(text: str, offset: int) -> tuple[str, int, str] | None:
    here, before = text[offset:], text[:offset].rstrip()
    word = _word(text, offset)
    if word in WORDS:
        return WORDS[word], offset, word
    last = re.search(r"[A-Za-z]+\Z", before)
    if last and last[0] in WORDS and not re.match(r"[.\[(]", here):
        return WORDS[last[0]], last.start(), last[0]
    if re.search(r"[0-9]\Z", before) and re.match(r"\s*,\s*[0-9]", here):
        return "decimal_comma", offset, word
    if re.search(r"[0-9]\Z", text[:offset]) and re.match(r"[eE_][0-9+-]?", here):
        return "plain_number", offset, word
    if re.search(r"[0-9]\.\Z", before):
        return "plain_number", len(before) - 1, "."
    if re.match(r"\.(?:\s|\Z|[^A-Za-z_])", here):
        return "plain_number", offset, "."
    if COMPARISON.match(here) and not re.search(r"[=<>!&|?:(,]\Z", before) and before:
        return "chained", offset, word
    signs = re.search(r"[=!<>]+\Z", before)
    if signs and re.match(r"[=>]", here):
        code = _SIGNED.get(signs[0] + here[0], "use_order")
        return code, signs.start(), signs[0] + here[0]
    if re.match(r"\*", here) and before.endswith("*"):
        return "no_powers", offset - 1, "**"
    for sign, code in SIGNS:
        match = re.match(sign, here)
        if match:
            return code, offset, match[0]
    return None


def _word(text: str, offset: int) -> str:
    """The word or the sign at `offset`."""
    match = re.compile(r"\w+|.", re.DOTALL).match(text, offset)
    return match[0][:40] if match else ""
