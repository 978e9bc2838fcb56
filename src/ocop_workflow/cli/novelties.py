"""What is new in a definition, with what a reader asks first: who, what is handed in, when, where it leads."""

from typing import Any

from ..comparing import Change, holders
from ..model.definition import Event, Let, Start, State
from ..model.types import RecordType
from .labels import subject
from .phrases import Phrases

Parts = tuple[tuple[str, str], ...]


def novelty(change: Change, side: Phrases) -> tuple[str, str, Parts]:
    """What it is, what it is called, and what it says: “New event”, its title, by whom, with what, where to."""
    section, name = change.path
    part = change.new
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
        parts = _act(part, side)
    elif section in {"parameters", "data", "types", "links", "let", "properties", "values"}:
        shown = getattr(part, "expression", part)
        value = side.value(shown, section, {})
        parts = [(side.told("facet_claim"), value)] if value != said.strip("“”") else []
    if isinstance(part, RecordType):
        parts = [(side.title(each.title, key), side.declared(each)) for key, each in part.fields.items()]
    return label, said, tuple(parts)


def _act(act: Event | Start, side: Phrases) -> list[tuple[str, str]]:
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
            (each, getattr(act, each))
            for each in ("not_by", "only_by", "requires", "within", "clears", "collects")
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
