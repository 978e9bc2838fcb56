"""What a claim says of the data right after a step, told of what the step finds: days are let go later.

`at: {event: recognise, holds: valid_until == months(decided_on, 36)}` is what `never` says of the same event where
`months(taken.decided_on, 36) == months(taken.decided_on, 36)` does not hold. Only so can the two days be compared. So
is `changes` of `never`: what is cleared is not set, and what is not written is what it was. And the day of a clock that
waits for a day is the day that it waits for.
"""

from collections.abc import Iterator

from attrs import evolve

from ..guards.tree import children, free_names, nodes
from ..guards.unparse import unparse
from ..model.definition import Definition, Letter, Property
from ..model.expression import Binary, Call, Expression, Name, Node, Unary
from ..model.types import CollectionType, DateType, ListType
from ..properties import data_name, whole_change
from ..properties.letters import AFTER, BEFORE
from .outcome import outcome
from .standing import Stand, told, told_alike
from .terms import given, inlined, written_out

_TODAY = "today"
_DAYS = ("days", "months")  # of working days a calendar may say something else than when the clock was armed


def foreseen(definition: Definition, claim: Property) -> Property:
    """The claim itself, or where it compares days or lists that its events write, what it comes to before they do."""
    if claim.template == "at":
        return _at(definition, claim)
    if claim.template == "never" and claim.letters[0].events:
        letter = _on_its_day(definition, claim.letters[0])
        return evolve(claim, letters=(_before(definition, letter),))
    return claim


def _at(definition: Definition, claim: Property) -> Property:
    spoken = claim.letters[0]
    done = any(letter != Letter(None) for letter in claim.letters[1:])
    if claim.holds is None or done or not spoken.events or spoken.changes is not None:
        return claim
    held = written_out(definition, claim.holds)
    stands = [_after(definition, name, spoken, "") for name in spoken.events]
    valued = {name for name in _valued(held) if name in definition.data}
    if not _asks_for_days(definition, held) or not all(valued <= each.computed for each in stands):
        return claim  # where something may be unset `at` is broken, but no `where` would hold
    wrong = told_alike(Unary("!", held), stands)
    if wrong is None:
        return claim
    return evolve(claim, template="never", letters=(_with(spoken, wrong),), holds=None)


def _before(definition: Definition, letter: Letter) -> Letter:
    """The letter with a `where` for its `changes`, or as it is."""
    if letter.changes is None:
        return letter
    said = inlined(whole_change(letter.changes.tree), given(definition))
    if not _asks_for_days(definition, said):
        return letter
    before = told_alike(said, [_after(definition, name, letter, f"{AFTER}.") for name in letter.events])
    return letter if before is None else evolve(_with(letter, before), changes=None)


def _on_its_day(definition: Definition, letter: Letter) -> Letter:
    """Of a clock event that waits for a day, `today` in the letter's `where` is that day."""
    event = definition.events.get(letter.events[0])
    if letter.where is None or len(letter.events) > 1 or event is None or event.at is None:
        return letter
    day = written_out(definition, event.at)
    if any(node.function not in _DAYS for node in nodes(day) if isinstance(node, Call)):
        return letter
    stand = Stand({_TODAY: day}, computed=frozenset((_TODAY,)))
    return evolve(letter, where=_expression(told(written_out(definition, letter.where), stand)))


def _after(definition: Definition, name: str, letter: Letter, prefix: str) -> Stand:
    """What names with the prefix stand for after such a step of the act; `before.x` is what it finds."""
    found = outcome(definition, name, letter)
    lists = {name for name in found.cleared if isinstance(definition.data[name].type, CollectionType)}
    earlier = {f"{BEFORE}.{name}": Name(name) for name in definition.data} if prefix else {}
    left = {**{name: Name(name) for name in found.kept}, **found.written}
    return Stand(
        {**{f"{prefix}{name}": tree for name, tree in left.items()}, **earlier},
        frozenset((*(f"{prefix}{name}" for name in definition.data), *earlier)),
        frozenset(f"{prefix}{name}" for name in found.written),
        frozenset(f"{prefix}{name}" for name in found.cleared - lists),
        frozenset(f"{prefix}{name}" for name in lists),
    )


def _asks_for_days(definition: Definition, said: Node) -> bool:
    """Whether days or lists are read: what follows a step says nothing of them."""
    read = {data_name(name.name) for name in free_names(said)}
    types = (definition.data[name].type for name in read if name in definition.data)
    return any(isinstance(each, DateType | CollectionType | ListType) for each in types)


def _valued(said: Node) -> Iterator[str]:
    """Names of which more is asked than whether they are set."""
    match said:
        case Name(name=name):
            yield name
        case Call(function="has"):
            return
        case _:
            for below in children(said):
                yield from _valued(below)


def _with(letter: Letter, also: Node) -> Letter:
    where = also if letter.where is None else Binary("&&", letter.where.tree, also)
    return evolve(letter, where=_expression(where))


def _expression(tree: Node) -> Expression:
    return Expression(tree, unparse(tree))
