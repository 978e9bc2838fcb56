"""One product's life, what it may do next, and what chance has to say: words that the other files share."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from attrs import define, field, frozen

from ocop_workflow import Actor, Case, Workflow

Option = Mapping[str, Any]  # of conduct.yaml


@define(eq=False)
class Life:
    """One product, as it stands, and what was decided of it already."""

    id: str
    owner: Actor
    case: Case
    workflow: Workflow
    chosen: dict[tuple[object, ...], bool] = field(factory=dict)
    meeting: date = date.min
    counts: dict[tuple[object, ...], int] = field(factory=dict)
    sittings: int = 0
    turn: int = 0  # what was planned in an earlier one is not done


@frozen
class Act:
    """What somebody will do to a product, unless something comes between."""

    life: Life
    turn: int
    event: str
    actor: Actor
    payload: Mapping[str, object]
    option: Option


class Draws(Protocol):
    """What chance decides, of each product by itself: so that one draw disturbs no other."""

    def happens(self, life: Life, what: str, chance: str) -> bool:
        """Whether it does, with the probability of that name."""

    def days(self, life: Life, what: str, least: int, most: int) -> int:
        """How many days it takes."""

    def mandatory(self, life: Life) -> bool:
        """Whether the minimum requirements are met."""

    def totals(self, life: Life, leaf: str) -> Sequence[tuple[int, Decimal]]:
        """Which members come to this sitting of the council, by number, and the points that each gives."""


class Days(Protocol):
    """The calendar of rounds."""

    def next(self, kind: str, after: date) -> date:
        """The first day of that kind after a day."""

    def round_on(self, day: date) -> str | None:
        """The round that takes dossiers on that day."""
