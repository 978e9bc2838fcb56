"""What time does: clock events, due on a day that the data say or after a while."""

from ...model.definition import CLOCK, Duration, Event
from ...model.expression import Call, Literal, Name, Node
from ...model.types import DateType
from .draft import Draft, Timer, expression
from .ways import draw_moves, draw_ways, everywhere


def draw_timer(draft: Draft) -> Timer:
    """When a clock is due."""
    dice = draft.dice
    dates = [n for n, f in draft.data.items() if isinstance(f.type, DateType)]
    if dates and dice.number(0, 1):
        name = dice.one(dates)
        node: Node = Name(name)
        if dice.chance(2):
            node = Call(dice.one(["days", "months"]), (node, Literal(dice.number(0, 5))))
        return Timer(frozenset({name}), at=expression(node))
    unit = dice.one(["days", "working_days", "months"])
    parameter = {"days": "wait", "working_days": "answer", "months": "term"}[unit]
    if parameter in draft.parameters and dice.number(0, 1):
        return Timer(after=Duration(unit, parameter=parameter))
    return Timer(after=Duration(unit, dice.number(1, 2 if unit == "months" else 12)))


def draw_clock(draft: Draft, name: str, timer: Timer) -> Event:
    """A clock event over the timer that was drawn for it."""
    dice = draft.dice
    ways = draw_ways(draft, clock=True)
    from_, to = everywhere(ways)
    see = draft.readable(leaves=from_)
    clears = dice.some([n for n in draft.data if n not in draft.sure], 2) if dice.chance(3) else []
    kept = set(clears) | draft.anchors
    sets = draft.sets([n for n in draft.writable(to) if n not in kept], see, 1)
    counting: tuple[str, ...] = ()
    if timer.after is not None and timer.after.unit != "months" and dice.chance(2):
        counting = tuple(dice.some(draft.shape.sources, 2, least=1))
    return Event(
        name,
        (CLOCK,),
        draw_moves(draft, ways, see, kept | set(sets), ends=True),
        sets=sets,
        clears=tuple(clears),
        at=timer.at,
        after=timer.after,
        not_counting=counting,
    )
