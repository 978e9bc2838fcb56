"""How wide a text is drawn, in points: layout must know it before any font is asked.

The widths are Arial's (and so Liberation Sans's and Helvetica's), with some room for fonts that stand in for it;
Graphviz itself knows no letter beyond Latin-1 and would cut Vietnamese ones.
"""

from unicodedata import combining, normalize

FONTS = "Arial, 'Liberation Sans', Helvetica, 'Noto Sans', 'DejaVu Sans', sans-serif"
UNBROKEN = "\u00a0"
ROOM = 1.06
BOLD = 1.08
# Thousandths of the font's size, for groups of letters of one width.
_GROUPS = {
    222: "ijl'‘’",
    278: f" {UNBROKEN}!,./:;I[]\\ft·",
    333: "()-r`“”",
    389: "*",
    500: "JcksvxyzJ",
    556: "0123456789abdeghnopqu_?#$Lđ–",
    611: "FTZ",
    667: "ABEKPSVXY&",
    722: "CDHNRUwĐ",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
}
_WIDTHS = {letter: width for width, letters in _GROUPS.items() for letter in letters}
_HORNED = {"ơ": 620, "ư": 620, "Ơ": 860, "Ư": 860}
_UNKNOWN = 1000  # signs, and letters of scripts that are as wide as they are high
_PLAIN = 600


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Points from the first letter's left to the last one's right."""
    units = sum(_letter(letter) for letter in normalize("NFC", text))
    return units * size / 1000 * ROOM * (BOLD if bold else 1)


def _letter(letter: str) -> int:
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    base = letter
    while (
        len(parts := normalize("NFD", base)) > 1
    ):  # ợ is o, a horn and a dot: the horn counts, the dot does not
        if "\u031b" in parts:
            return _HORNED.get(normalize("NFC", parts[0] + "\u031b"), _PLAIN)
        base = parts[0]
    if base in _WIDTHS:
        return _WIDTHS[base]
    if combining(base):
        return 0
    return _PLAIN if base.isascii() else _UNKNOWN


def wrapped(text: str, widest: float, size: float, *, bold: bool = False) -> list[str]:
    """As few lines of at most `widest` points as there can be, about equally long.

    A word is broken only where it alone is wider than a line.
    """
    words = [part for word in text.split(" ") for part in _parts(word, widest, size, bold=bold)]
    lines = _filled(words, widest, size, bold=bold)
    count, whole = len(lines), width(text, size, bold=bold)
    aim = whole / count
    while aim < widest and count > 1:
        tighter = _filled(words, aim, size, bold=bold)
        if len(tighter) == count:
            return tighter
        aim += size
    return lines


def _parts(word: str, widest: float, size: float, *, bold: bool) -> list[str]:
    """The word, or as much of it as a line holds, one after the other."""
    parts = [""]
    for letter in word if width(word, size, bold=bold) > widest else ():
        if parts[-1] and width(parts[-1] + letter, size, bold=bold) > widest and not combining(letter):
            parts.append("")
        parts[-1] += letter
    return parts if parts[-1] else [word]


def _filled(words: list[str], widest: float, size: float, *, bold: bool) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, bold=bold) <= widest:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines or [""]
