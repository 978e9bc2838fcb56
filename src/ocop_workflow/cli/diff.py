"""`diff`: what an amendment changed, in words, the old wording beside the new one."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from attrs import evolve

from ..comparing import GROUPS, Change, compare, renamed
from ..model.definition import Definition
from ..model.document import digest
from ..reading import load_definition
from .layout import cells
from .phrases import Phrases
from .screen import Screen
from .sources import Sources
from .telling import Line, Telling

NAMED = 3  # places that are named where the same changed in many
SHORT = 12  # digits of a digest that are shown


def diff(out: Screen, old_name: str, new_name: str, *, as_json: bool) -> int:
    """Prints every difference; returns 1 where there is one, else 0; raises DefinitionError for what cannot be read."""
    old, new = load_definition(old_name), load_definition(new_name)
    changes = compare(old, new)
    if as_json:
        out.json(_document(old, new, changes))
    else:
        _Synopsis(out, old, new).show(changes)
    return 1 if changes else 0


def tellings(old: Definition, new: Definition, language: str) -> Telling:
    """What tells the changes between two definitions, which name the old one's parts as the new one does."""
    return Telling(Phrases(renamed(old, new)[0], language), Phrases(new, language))


class _Synopsis:
    def __init__(self, out: Screen, old: Definition, new: Definition) -> None:
        self._out = out
        self._old = old
        self._new = new
        self._telling = tellings(old, new, out.language)
        self._sources = Sources()

    def show(self, changes: tuple[Change, ...]) -> None:
        """Groups of behaviour, then what is only worded otherwise, then whether the digests agree."""
        out, told = self._out, self._telling.new.told
        old, new = Phrases(self._old, out.language).words.whole(), self._telling.new.words.whole()
        out.paragraph(told("title", old=old, new=new), style="bold")
        behaviour = [change for change in changes if not _only_read(change) and not self._implied(change)]
        wording = [change for change in changes if _only_read(change) and not _beside(change, behaviour)]
        behaviour.sort(key=lambda change: GROUPS.index(change.group))
        if not changes:
            out.paragraph(told("nothing"))
        else:
            out.paragraph(told("counts", behaviour=len(behaviour), wording=len(wording)))
        for group, found in groupby(behaviour, key=lambda change: change.group):
            out.heading(told(f"group_{group}"))
            for change in found:
                self._line(self._telling.line(change))
        if wording:
            out.heading(told("wording"))
            for line in self._gathered(wording):
                self._line(evolve(line, basis=()))
        self._sources.show(out, told("basis"))
        out.line()
        first, second = digest(self._old)[:SHORT], digest(self._new)[:SHORT]
        key = "same_digest" if first == second else "other_digest"
        out.paragraph(told(key, digest=first, old=first, new=second), style="bold")

    def _implied(self, change: Change) -> bool:
        """A way out of a state that is gone goes without saying: the state's own line has said it."""
        if change.kind != "removed" or change.path[0] != "events" or change.path[2:3] != ("moves",):
            return False
        return change.path[3].partition("#")[0] not in self._telling.new.tree.members

    def _gathered(self, wording: Iterable[Change]) -> Iterator[Line]:
        """A basis that changed alike in several places is told once: an amendment is one source of many rules."""
        places: dict[tuple[str, str], list[str]] = {}
        for change in wording:
            line = self._telling.line(change)
            if change.path[-1] != "basis":
                yield line
                continue
            sides = (change.old, self._telling.old.words), (change.new, self._telling.new.words)
            old, new = (
                self._sources.marks(basis, words) for basis, words in sides if isinstance(basis, tuple)
            )
            none = self._telling.new.told("none")
            places.setdefault((old or none, new or none), []).append(line.label.rpartition(" – ")[0])
        told = self._telling.new.told
        for (old, new), where in places.items():
            named = list(dict.fromkeys(where))
            key = "at" if len(named) <= NAMED else "at_many"
            label = told(key, label=told("facet_basis"), count=len(where), places="; ".join(named[:NAMED]))
            label = label[0].upper() + label[1:]
            yield Line(label, old, new, told("change", label=label, old=old, new=new))

    def _line(self, line: Line) -> None:
        out, told = self._out, self._telling.new.told
        marks = self._sources.marks(line.basis, self._telling.new.words)
        marks = f" {marks}" if marks else ""
        room = out.width - 4
        if line.old is None or line.new is None or cells(line.said + marks) <= room:
            out.paragraph(line.said + marks, indent=2, first="• ")
        else:
            out.paragraph(line.label + marks, indent=2, first="• ")
            pairs = [(told("old"), line.old), (told("new"), line.new)]
            out.pairs([(label, text) for label, text in pairs], indent=4)
        if line.parts:
            out.pairs(line.parts, indent=4)


def _only_read(change: Change) -> bool:
    """Titles, sentences, sources. A first day, a level and a claim are no part of the digest, but of the amendment."""
    claim = change.path[0] == "properties" and change.path[-1] not in ("title", "basis")
    dated = change.path == ("from_",) or (change.path[0] == "levels" and change.kind != "changed")
    return not change.behaviour and not dated and not claim


def _beside(change: Change, behaviour: Iterable[Change]) -> bool:
    """Whether the line of a rule that changed shows this new basis already."""
    return change.path[-1] == "basis" and any(
        each.basis == change.new and each.path[: len(change.path) - 1] == change.path[:-1]
        for each in behaviour
    )


def _document(old: Definition, new: Definition, changes: tuple[Change, ...]) -> dict[str, object]:
    """Every change with its sentences in both languages."""
    both = {language: tellings(old, new, language) for language in ("vi", "en")}
    digests = {"old": digest(old), "new": digest(new)}
    return {
        "holds": not changes,
        "old": {"workflow": old.workflow, "version": old.version, "definition": digests["old"]},
        "new": {"workflow": new.workflow, "version": new.version, "definition": digests["new"]},
        "same_behaviour": digests["old"] == digests["new"],
        "changes": [_change(change, both) for change in changes],
    }


def _change(change: Change, both: Mapping[str, Telling]) -> dict[str, object]:
    lines = {language: telling.line(change) for language, telling in both.items()}
    return {
        "kind": change.kind,
        "group": change.group,
        "path": list(change.path),
        "behaviour": change.behaviour,
        "message": {language: line.said for language, line in lines.items()},
        "parts": {language: dict(line.parts) for language, line in lines.items()},
        "old": {language: line.old for language, line in lines.items()},
        "new": {language: line.new for language, line in lines.items()},
        "basis": list(change.basis),
    }
