"""Text as every form can hold it, and as two texts are compared: the same letters, however a program saved them."""

import re

from ...model.text import nfc
from ...reading.source import CONTROL, HIDDEN

_UNWRITABLE = re.compile(f"[{CONTROL}]")
_HIDDEN = re.compile(f"[{HIDDEN}]")


def written(text: str) -> str:
    """One line without the characters that XML does not have."""
    return _UNWRITABLE.sub("", " ".join(text.split()))


def compared(text: str) -> str:
    """Composed letters, one space wherever there is any, nothing that nobody sees."""
    return " ".join(_HIDDEN.sub("", _UNWRITABLE.sub("", nfc(" ".join(text.split())))).split())
