"""Which name was most likely meant: one slip of the pen away, or else much alike."""

from collections.abc import Sequence
from difflib import get_close_matches

ALIKE = 0.6  # the least likeness of what is more than a slip away
COMPARED = 500  # the most names that are compared letter by letter: it is slow
LETTERS = 30  # of a name, as many as are compared


def nearest(wrong: str, names: Sequence[str]) -> str | None:
    """The name that was most likely meant; of several that are as much alike, the first."""
    slips = [name for name in names if name != wrong and one_slip(wrong, name)]
    if slips:
        return min(slips, key=lambda name: _unlike(wrong, name))
    alike = [name for name in names if abs(len(name) - len(wrong)) <= max(3, len(wrong) // 2)]
    close = get_close_matches(wrong[:LETTERS], alike[:COMPARED], n=1, cutoff=ALIKE)
    return close[0] if close else None


def one_slip(wrong: str, right: str) -> bool:
    """Whether one letter is missed, added or another one, or two neighbours have changed places."""
    if abs(len(wrong) - len(right)) > 1:
        return False
    wrong, right = wrong.casefold(), right.casefold()
    if len(wrong) == len(right) == 1:
        return False  # all of it is another letter
    begun = _alike(wrong, right)
    wrong, right = wrong[begun:], right[begun:]
    ended = _alike(wrong[::-1], right[::-1])
    wrong, right = wrong[: len(wrong) - ended], right[: len(right) - ended]
    return max(len(wrong), len(right)) <= 1 or (len(wrong) == len("ab") and wrong == right[::-1])


def _unlike(wrong: str, right: str) -> tuple[bool, bool, bool, bool]:
    """Of slips, letters that changed places are the likeliest, then one too many or too few, then another one."""
    wrong, right = wrong.casefold(), right.casefold()
    same_letters = sorted(wrong) == sorted(right)
    return wrong != right, not same_letters, len(wrong) == len(right), wrong[:1] != right[:1]


def _alike(one: str, other: str) -> int:
    """How many letters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))
