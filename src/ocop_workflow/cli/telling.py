"""Differences between two definitions as lines: what they are of, the old wording and the new one."""

from attrs import frozen

from ..comparing import Change
from ..model.text import LANGUAGES, Text
from .labels import LEVELLED, label, taken_of
from .novelties import Parts, novelty
from .phrases import Phrases
from .raw import raw


@frozen
class Line:
    """One difference in words; `old` and `new` stand side by side, `parts` below: a label and its text each.

    `said` is the whole in one sentence; `basis` is as the definition has it.
    """

    label: str
    old: str | None = None
    new: str | None = None
    said: str = ""
    parts: Parts = ()
    basis: tuple[str, ...] = ()


class Telling:
    """Tells the changes between two definitions, each by its own names."""

    def __init__(self, old: Phrases, new: Phrases) -> None:
        self.old = old
        self.new = new

    def line(self, change: Change) -> Line:
        """The change in words."""
        side = self.old if change.kind == "removed" else self.new
        named = len(change.path) == len(("section", "name"))
        if change.kind == "added" and named:
            called, said, parts = novelty(change, side)
            return Line(called, said=f"{called}: {said}", parts=parts, basis=change.basis)
        what = label(change, side)
        told = side.told
        match change.kind:
            case "removed" if named:
                return Line(what, said=told("removed_alone", label=what))
            case "renamed":
                said = told("renamed", label=what, old=change.old, new=change.new)
                return Line(what, said=said, basis=change.basis)
            case "added" | "removed":
                value = self._value(change.new if change.kind == "added" else change.old, change, side)
                said = told(change.kind, label=what, value=value)
                return Line(what, said=said, basis=change.basis if change.kind == "added" else ())
        return self._beside(change, what)

    def _beside(self, change: Change, what: str) -> Line:
        """Old and new side by side; where words do not tell them apart, the other language or the file does."""
        told = self.new.told
        old, new = (self._value(v, change, p) for v, p in ((change.old, self.old), (change.new, self.new)))
        if old == new and isinstance(change.old, Text) and isinstance(change.new, Text):
            other = next(each for each in LANGUAGES if each != self.new.language)
            what = f"{what} ({other})"
            old, new = (f"“{text.say(other)}”" for text in (change.old, change.new))
        if old == new:
            old = told("in_file", said=old, text=raw(change.old))
            new = told("in_file", said=new, text=raw(change.new))
        return Line(what, old, new, told("change", label=what, old=old, new=new), basis=change.basis)

    def _value(self, value: object, change: Change, side: Phrases) -> str:
        section, last = change.path[0], change.path[-1]
        if change.kind == "reordered":
            return self._order(value, change, side)
        if section in LEVELLED and last == "at":
            last = "level"
        elif section == "links":
            last = ""  # names of another workflow
        if section in {"events", "start"} and change.path[-2] == "sets":
            return side.recorded(last, value, taken_of(change, side))
        return side.value(value, last, taken_of(change, side))

    def _order(self, value: object, change: Change, side: Phrases) -> str:
        assert isinstance(value, tuple)
        section = change.path[0]
        if section in {"states", "clocks"}:
            return side.value(value, section, {})
        if section == "properties":
            claims = side.definition.properties
            return "; ".join(
                side.title(claims[int(n) - 1].title, n) if int(n) <= len(claims) else n for n in value
            )
        return "; ".join(side.place(name) if change.path[2] == "moves" else name for name in value)
