"""Text in XML 1.0, which has no place for most control characters: they are written `_x0007_`, as office files do."""

import re

# What XML cannot hold; and an underscore that would be taken for the beginning of such a spelling.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4})")
_SPELT = re.compile("_x([0-9A-Fa-f]{4})_")
# In an attribute a line break or a tabulator that is not spelt out would be read as a blank.
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)


def attribute_text(text: str) -> str:
    """The text as it stands between the quotation marks of an attribute."""
    return _UNFIT.sub(lambda found: f"_x{ord(found[0]):04X}_", text).translate(_ESCAPES)


def text_of(spelt: str) -> str:
    """The text of an attribute that `attribute_text` wrote, as a reader of XML gives it."""
    return _SPELT.sub(lambda found: chr(int(found[1], 16)), spelt)
