"""Differences between two definitions as lines: what they are of, the old wording and the new one."""

from typing import Any

from attrs import frozen

from ..comparing import Change, holders
from ..messages import sentences
from ..model.definition import Event, Let, Start, State
from ..model.text import LANGUAGES, Text
from ..model.types import RecordType
from .phrases import Fields, Phrases, raw

PASSED_OVER = {"type", "record", "items", "fields", "branches"}  # they only lead further in
SILENT = {"optional", "test", "expression", "claim", "branches"}  # what is said of them says what they are
LEVELLED = {"states", "roles"}  # whose `at` is a level, not a day
LEADS_ON = {"takes", "moves", "when", "sets", "fields", "values", "titles"}  # the next is a name or a number


@frozen
class Line:
    """One difference in words; `old` and `new` stand side by side, `parts` below: a label and its text each.

    `said` is the whole in one sentence; `basis` is as the definition has it.
    """

    label: str
    old: str | None = None
    new: str | None = None
    said: str = ""
    parts: tuple[tuple[str, str], ...] = ()
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
            return self._new(change)
        label = self._label(change, side)
        told = side.told
        match change.kind:
            case "removed" if named:
                return Line(label, said=told("removed_alone", label=label))
            case "renamed":
                said = told("renamed", label=label, old=change.old, new=change.new)
                return Line(label, said=said, basis=change.basis)
            case "added" | "removed":
                value = self._value(change.new if change.kind == "added" else change.old, change, side)
                said = told(change.kind, label=label, value=value)
                return Line(label, said=said, basis=change.basis if change.kind == "added" else ())
        old, new = (self._value(v, change, p) for v, p in ((change.old, self.old), (change.new, self.new)))
        if old == new and isinstance(change.old, Text) and isinstance(change.new, Text):
            other = next(each for each in LANGUAGES if each != side.language)
            label = f"{label} ({other})"
            old, new = (f"“{text.say(other)}”" for text in (change.old, change.new))
        if old == new:
            old = told("in_file", said=old, text=raw(change.old))
            new = told("in_file", said=new, text=raw(change.new))
        return Line(label, old, new, told("change", label=label, old=old, new=new), basis=change.basis)

    def _value(self, value: object, change: Change, side: Phrases) -> str:
        section, last = change.path[0], change.path[-1]
        if change.kind == "reordered":
            return self._order(value, change, side)
        if section in LEVELLED and last == "at":
            last = "level"
        if section in {"events", "start"} and change.path[-2] == "sets":
            return side.recorded(last, value, _taken(change, side))
        return side.value(value, last, _taken(change, side))

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

    # What a change is of

    def _label(self, change: Change, side: Phrases) -> str:
        """The part, what is in it, and the attribute: “Submit – Form – optional”."""
        section, *rest = change.path
        told = side.told
        if not rest:
            return told(f"facet_{section}") if section != "title" else _capital(told("facet_title"))
        pieces = self._pieces(change, side)
        if rest[1:] == ["title"] or (section in {"levels", "sources"} and change.kind == "changed"):
            return told(f"title_{section}", name=rest[0])
        if rest[-1] == "title":  # of a field: its title is what is told, not what it is of
            return " – ".join([*pieces[:-2], told(f"title_{'takes' if 'takes' in rest else 'types'}")])
        return " – ".join(pieces)

    def _pieces(self, change: Change, side: Phrases) -> list[str]:
        section, name, *inner = change.path
        pieces = [] if section == "types" and inner else [subject(section, name, side)]
        while inner:
            attribute, *inner = inner
            if attribute in LEADS_ON and inner:
                key, *inner = inner
                pieces.append(self._inside(attribute, key, change, side))
                if attribute == "moves" and inner[:1] == ["branches"] and len(inner) > 1:
                    _, number, *inner = inner
                    pieces += self._branch(key, int(number), change, side)
            elif attribute not in (PASSED_OVER if inner else SILENT):
                key = "level" if attribute == "at" and section in LEVELLED else attribute
                known = f"facet_{key}" in sentences("comparing")
                pieces.append(side.told(f"facet_{key}") if known else key)
        return pieces

    def _inside(self, attribute: str, key: str, change: Change, side: Phrases) -> str:
        if key == "order":
            return side.told("facet_order")
        match attribute:
            case "moves":
                return side.told("from", state=side.place(key.partition("#")[0]))
            case "when" | "values":
                return side.told(f"facet_{attribute}")
            case "titles":
                return side.told("facet_titles", word=key)
            case "sets":
                return f"{side.told('facet_sets')} {side.field(key)}"
            case "takes":
                declared = _taken(change, side).get(key)
                return side.title(declared.title, key) if declared else key
        record = side.definition.types.get(change.path[1]) if change.path[0] == "types" else None
        declared = record.fields.get(key) if record else None
        said = side.title(declared.title, key) if declared else key
        return said if said == key else f"{said} ({key})"

    def _branch(self, source: str, number: int, change: Change, side: Phrases) -> list[str]:
        """The condition of a branch; where there is only one, nothing has to be said."""
        event = side.definition.events[change.path[1]]
        move = next(each for each in event.moves if each.source == source.partition("#")[0])
        alone = len(move.branches) == 1 and move.branches[0].when is None
        return [] if alone else [side.condition(move.branches[number - 1], _taken(change, side))]

    # What is new

    def _new(self, change: Change) -> Line:
        section, name = change.path
        side, part = self.new, change.new
        kind = f"new_{section}"
        if isinstance(part, State):
            kind = "new_stage" if part.states else "new_state"
        said = (
            side.state(part, side.tree.level.get(name))
            if isinstance(part, State)
            else subject(section, name, side)
        )
        if isinstance(part, Let):
            condition = bool(part.otherwise) and not part.title
            kind = "new_condition" if condition else kind
            said = f"“{side.title(part.otherwise if condition else part.title, name)}”"
        if section == "levels":
            said = side.level(name)
        label = side.told(kind)
        parts: list[tuple[str, str]] = []
        if isinstance(part, Event | Start):
            parts = self._act(part, side)
        elif section in {"parameters", "data", "types", "let", "properties", "values"}:
            shown = getattr(part, "expression", part)
            parts = [(side.told("facet_claim"), side.value(shown, section, {}))]
        if isinstance(part, RecordType):
            parts = [(side.title(each.title, key), side.declared(each)) for key, each in part.fields.items()]
        return Line(label, said=f"{label}: {said}", parts=tuple(parts), basis=change.basis)

    def _act(self, act: Event | Start, side: Phrases) -> list[tuple[str, str]]:
        taken = {name: each.field for name, each in act.takes.items()}
        said: list[tuple[str, Any]] = [
            ("by", holders(act, side.tree, side.definition)),
            ("takes", "; ".join(side.title(each.title, name) for name, each in taken.items())),
            ("when", "; ".join(side.called(guard, taken) for guard in act.when)),
            (
                "sets",
                "; ".join(side.written(n, e, taken) for n, e in act.sets.items()),
            ),
        ]
        if isinstance(act, Start):
            said += [("to", act.to), ("attests", act.attests)]
        else:
            said += [
                (each, getattr(act, each)) for each in ("not_by", "requires", "within", "clears", "collects")
            ]
            said += [(each, getattr(act, each)) for each in ("at", "after", "not_counting")]
            moves = [
                f"{side.told('from', state=side.place(move.source))} {side.branches(move.branches, taken)}"
                for move in act.moves
            ]
            said.append(("moves", "; ".join(moves)))
        return [
            (
                side.told(f"facet_{name}"),
                value if name in {"takes", "when", "sets", "moves"} else side.value(value, name, taken),
            )
            for name, value in said
            if value
        ]


def subject(section: str, name: str, side: Phrases) -> str:
    """What a named part is called."""
    definition = side.definition
    match section:
        case "states":
            return side.place(name) if name else side.told("group_states")
        case "events" | "start":
            return side.words.event(name)
        case "roles":
            return side.role(name)
        case "levels":
            return side.told("a_level", level=side.level(name))
        case "sources":
            return side.words.source(name)
        case "data":
            return side.field(name)
        case "parameters" | "values":
            return side.title(
                definition.parameters[name].title if name in definition.parameters else Text(), name
            )
        case "let":
            let = definition.let[name]
            if let.otherwise and not let.title:
                return side.told("condition_of", said=let.otherwise)
            return side.title(let.title, "") or side.told("untitled", name=name)
        case "properties":
            if not name.isdigit() or int(name) > len(definition.properties):
                return side.told("group_properties")
            claim = definition.properties[int(name) - 1]
            return side.title(claim.title, "") or side.claim(claim)
    return name


def _taken(change: Change, side: Phrases) -> Fields:
    """The payload of the event or the start that the change is in."""
    section, *rest = change.path
    if section not in {"events", "start"} or not rest:
        return {}
    act = side.definition.events.get(rest[0]) or side.definition.start.get(rest[0])
    return {name: taken.field for name, taken in act.takes.items()} if act else {}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
