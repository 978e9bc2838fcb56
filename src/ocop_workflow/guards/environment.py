"""What an expression is evaluated on: one snapshot of the facts."""

from collections.abc import Mapping
from datetime import date

from attrs import define, field

from ..calendar import Calendar

_NOTHING: Mapping[str, object] = {}


@define(eq=False)
class Environment:
    """Data before the event, the payload, the parameters, the local day, the table of working days, linked cases.

    `links` has, by name, how many there are or whether one stands where it is asked for; a Text says why it is unknown.

    A snapshot: `lets` keeps what was computed on it, so the mappings must not change afterwards.
    """

    data: Mapping[str, object] = _NOTHING
    taken: Mapping[str, object] = _NOTHING
    parameters: Mapping[str, object] = _NOTHING
    today: date | None = None
    calendar: Calendar | None = None
    links: Mapping[str, object] = _NOTHING
    lets: dict[str, object] = field(factory=dict, init=False, repr=False)
