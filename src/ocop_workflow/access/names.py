"""Units by the names that people write: with or without the word for their kind, tone marks in either place."""

from datetime import date
from unicodedata import normalize

from ..errors import UnitNameError
from ..messages import say
from ..model.text import Text
from .tree import UnitTree

TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook above, dot below: they may stand on either vowel


def unit_named(units: UnitTree, written: str, on: date) -> str:
    """The id of the unit of that name on that day; the units above may follow, each behind a comma.

    "Nam Sơn, An Dương" is the Nam Sơn that lies in An Dương. Raises UnitNameError, with the candidates, where no
    unit or more than one fits, and where the list says nothing of that day.
    """
    if (why := units.silent(on)) is not None:
        raise UnitNameError(say("access.silent", name=written, day=on, why=why))
    found = units_named(units, written, on)
    if not found:
        raise UnitNameError(say("access.no_such_name", name=written, day=on))
    if len(found) > 1:
        candidates = _joined("; ", [address(units, unit, on) for unit in found])
        raise UnitNameError(
            say("access.several_names", name=written, day=on, candidates=candidates), candidates=found
        )
    return found[0]


def units_named(units: UnitTree, written: str, on: date) -> tuple[str, ...]:
    """All units of that name on that day, in the order of the list."""
    name, *above = (spelling(part) for part in written.split(","))
    kinds = tuple(spelling(word) for word in units.words)
    found: list[str] = []
    for unit in units.units:
        if not _called(units, unit, name, kinds, on):
            continue
        higher = iter(units.upward(unit, on)[1:])
        if all(any(_called(units, each, part, kinds, on) for each in higher) for part in above):
            found.append(unit)
    return tuple(found)


def address(units: UnitTree, unit: str, on: date) -> Text:
    """The unit's name and those of the units above it, from below."""
    return _joined(", ", [units.title(each, on) for each in units.upward(unit, on)[:-1] or (unit,)])


def _joined(sign: str, names: list[Text]) -> Text:
    return Text(vi=sign.join(n.say("vi") for n in names), en=sign.join(n.say("en") for n in names))


def spelling(name: str) -> str:
    """What two ways to write a name have in common: "THUỴ  Hương" and "Thụy Hương" have one spelling."""
    return " ".join(_syllable(part) for part in normalize("NFD", name.casefold()).split())


def _syllable(written: str) -> str:
    """The letters, then the tones: where in a syllable its tone mark stands tells nothing apart."""
    letters = "".join(sign for sign in written if sign not in TONES)
    return letters + "".join(sign for sign in written if sign in TONES)


def _called(units: UnitTree, unit: str, name: str, kinds: tuple[str, ...], on: date) -> bool:
    stay = units.stay(unit, on)
    if stay is None:
        return False
    title = spelling(stay.title.say("vi"))
    return name == title or any(title == f"{kind} {name}" for kind in kinds)
