"""A directory as dated data: who held what, for whom they signed, and what was delegated, from day to day.

All days are included. A delegation gives its role while the delegator holds it; a signature for somebody else is an
assignment of its own and needs nobody else's.
"""

from collections.abc import Mapping
from datetime import date

from attrs import field, frozen

from ..model.text import Text
from . import Actor

DEPUTY, COLLECTIVE, ORDER = (
    "KT",
    "TM",
    "TL",
)  # ký thay: for the head; thay mặt: for a body; thừa lệnh: by order


@frozen
class Assignment:
    """A person holds a role in a unit (None: without one), or acts for a party.

    `signs` says how they sign for somebody else, if they do, and `whose` for whom.
    """

    person: str
    role: str | None
    unit: str | None = None
    party: str | None = None
    signs: str | None = None
    whose: str | None = None
    start: date = date.min
    end: date = date.max

    @property
    def may_delegate(self) -> bool:
        """Whoever signs for the head, or by order, may not pass it on; the head of a body may."""
        return self.role is not None and self.signs in {None, COLLECTIVE}

    def holds(self, on: date) -> bool:
        return self.start <= on <= self.end


@frozen
class Delegation:
    """A person is given a role that somebody else holds in a unit, by the decision of that number (ủy quyền)."""

    person: str
    whose: str
    role: str
    unit: str | None
    start: date
    end: date
    decision: str

    def holds(self, on: date) -> bool:
        return self.start <= on <= self.end


@frozen
class DatedDirectory:
    """The people of one file; it answers as `Directory` does. `people` and `bodies` by id, with their titles."""

    id: str
    people: Mapping[str, Text]
    bodies: Mapping[str, Text] = field(factory=dict)
    assignments: tuple[Assignment, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    called: Text = field(default=Text())

    def actor(self, actor_id: str, on: date) -> Actor:
        """What the person holds on that day; an unknown person holds nothing."""
        here = [each for each in self.assignments if each.person == actor_id and each.holds(on)]
        roles = [(each.role, each.unit) for each in here if each.role and not each.whose]
        placed = [(each.role, each.unit, each.whose) for each in here if each.role and each.whose]
        placed += [
            (each.role, each.unit, each.whose)
            for each in self.delegations
            if each.person == actor_id and each.holds(on) and self.delegable(each, on)
        ]
        parties = [each.party for each in here if each.party]
        return Actor(actor_id, roles, parties, delegated=tuple(dict.fromkeys(placed)))

    def delegable(self, given: Delegation, on: date) -> bool:
        """Whether the delegator holds the role on that day, other than in somebody else's place."""
        return any(each.may_delegate and each.holds(on) for each in self.held(given))

    def held(self, given: Delegation) -> tuple[Assignment, ...]:
        """The delegator's assignments to the role in the unit, on whatever days."""
        wanted = (given.whose, given.role, given.unit)
        return tuple(each for each in self.assignments if (each.person, each.role, each.unit) == wanted)
