"""One random run of an extension, its base beside it: who asks for what and when, by the dice."""

from datetime import datetime, timedelta

from extending.pair import Pair, people
from strategies.dice import Dice
from verification.oracle import BEGINNING, payloads

from ocop_workflow.model.definition import Definition

PAUSES = tuple(timedelta(hours=hours) for hours in (0, 0, 0, 1, 5, 24, 24, 50))
TRIES = 6  # events that are tried before time passes without one


def walk(dice: Dice, pair: Pair, extension: Definition, steps: int) -> Pair:
    """The pair after so many steps, most of them events that are allowed; raises Parted where the two part."""
    now = BEGINNING
    begun = None
    for _ in range(TRIES):
        begun = begun or _asked(dice, pair, extension, dice.one(list(extension.start)), now)
    if begun is None:
        return pair
    pair = begun
    names = [name for name, event in extension.events.items() if not event.is_clock]
    for _ in range(steps):
        now += dice.one(PAUSES)
        pair = pair.settled(now)
        for name in dice.shuffled(names)[:TRIES]:
            after = _asked(dice, pair, extension, name, now)
            if after is not None:
                pair = after
                break
    return pair


def _asked(dice: Dice, pair: Pair, extension: Definition, name: str, now: datetime) -> Pair | None:
    act = extension.start.get(name) or extension.events[name]
    handed = dice.one(list(payloads(act, now.date())))
    return pair.fired(name, handed, dice.one(list(people(extension))), now)
