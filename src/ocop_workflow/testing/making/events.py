"""What people do: starts and events, with payloads, guards and duties."""

from collections.abc import Mapping

from attrs import evolve

from ...model.definition import Event, Start, Taken
from ...model.types import CollectionType
from .draft import Draft
from .fields import SHEET
from .ways import draw_moves, draw_ways, everywhere


def draw_by(draft: Draft) -> tuple[str, ...]:
    """One or two roles, among them what a parameter says."""
    names = [*draft.roles, *["judge"] * ("judge" in draft.parameters)]
    return tuple(draft.dice.some(names, 2, least=1))


def draw_start(draft: Draft, name: str, events: Mapping[str, Event]) -> Start:
    """One of the ways to begin, in a leaf where people can go on."""
    dice = draft.dice
    people = [event for event in events.values() if not event.is_clock]
    sources = [move.source for event in people for move in event.moves]
    to = dice.one([leaf for source in sources for leaf in draft.shape.members(source)])
    others = [n for n in draft.writable(frozenset({to})) if n not in draft.sure]
    takes = draft.payload([*draft.sure, *dice.some(others, 1)])
    see = draft.readable(started=False).with_payload(takes)
    free = [n for n in others if n not in takes]
    when = (draft.condition(see),) if dice.chance(7) else ()
    attests = dice.some([event.name for event in people], 2) if dice.chance(2) else []
    return Start(name, draw_by(draft), to, takes, draft.sets(free, see, 2), when, tuple(attests))


def draw_event(draft: Draft, name: str, names: list[str]) -> Event:
    """An event of people: it collects, or hands in, or neither."""
    dice = draft.dice
    ways = draw_ways(draft, clock=False)
    from_, to = everywhere(ways)
    boxes = [n for n, f in draft.data.items() if isinstance(f.type, CollectionType) and draft.kept(n, to)]
    collects = dice.one(boxes) if boxes and dice.chance(2) else None
    stored = [
        n for n, f in draft.data.items() if not isinstance(f.type, CollectionType) and draft.kept(n, to)
    ]
    takes: dict[str, Taken] = {}
    if collects is not None:
        takes = {n: Taken(f) for n, f in SHEET.fields.items()}
    elif dice.chance(2):
        takes = draft.payload(dice.some(stored, 2))
    see = draft.readable(leaves=from_).with_payload(takes)
    clearable = [n for n in draft.data if n not in draft.sure and n not in takes and n != collects]
    clears = dice.some(clearable, 2) if dice.chance(3) else []
    kept = {n for n, t in takes.items() if t.stored} | set(clears)
    sets = draft.sets([n for n in draft.writable(to) if n not in kept], see, 2)
    when = tuple(draft.condition(see) for _ in range(dice.number(1, 2))) if dice.chance(3) else ()
    moves = draw_moves(draft, ways, see, kept | set(sets))
    event = Event(
        name,
        draw_by(draft),
        moves,
        takes=takes,
        sets=sets,
        clears=tuple(clears),
        collects=collects,
        when=when,
    )
    if dice.chance(4):
        event = evolve(event, not_by=tuple(dice.some(names, 2, least=1)))
    if dice.chance(5):
        event = evolve(event, requires=tuple(dice.some(names, 2, least=1)))
    if dice.chance(5):
        bound = [name for name in dice.some(names, 2, least=1) if name not in event.not_by]
        event = evolve(event, only_by=tuple(bound))
    scopes = draft.shape.around(set(from_))
    if (event.not_by or event.only_by or event.requires) and scopes and not dice.chance(2):
        event = evolve(event, within=dice.one(scopes))
    return event
