"""Characters that steer a terminal, or turn the direction of its text, shown as what they are.

What cases and consumers hold was written by others; whoever lists it must not have his screen rewritten by it.
"""

import re

_OURS = r"\x1b\[(?:[012]|3[1236])(?:;(?:[012]|3[1236]))*m"
_STEERING = "\x00-\x08\x0b-\x1f\x7f-\x9f"  # a tab and the end of a line are text
_TURNING = "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
_FOUND = re.compile(f"({_OURS})|[{_STEERING}{_TURNING}]")
_IN_JSON = re.compile(f"[\x7f-\x9f{_TURNING}]")  # json.dumps sees to the others


def visible(text: str, *, coloured: bool) -> str:
    r"""The text with such characters as `\x1b`; where colours are shown, those of this program stay."""

    def shown(found: re.Match[str]) -> str:
        if found[1] and coloured:
            return found[1]
        letter, rest = found[0][0], found[0][1:]
        return (f"\\x{ord(letter):02x}" if letter < "\u0100" else f"\\u{ord(letter):04x}") + rest

    return _FOUND.sub(shown, text)


def visible_json(text: str) -> str:
    """The same JSON document, with such characters as escapes."""
    return _IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
