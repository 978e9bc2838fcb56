"""What an expression is evaluated on: one snapshot of the facts."""

from collections.abc import Mapping
from datetime import date

from attrs import define, field

from ..calendar import Calendar

_NOTHING: Mapping[str, object] = {}


@define(eq=False)
class Environment:
    """Data before the event, the payload, the parameters, the local day and the table of working days.

    A snapshot: `lets` keeps what was computed on it, so the mappings must not change afterwards.
    """

    data: Mapping[str, object] = _NOTHING
    taken: Mapping[str, object] = _NOTHING
    parameters: Mapping[str, object] = _NOTHING
    today: date | None = None
    calendar: Calendar | None = None
    lets: dict[str, object] = field(factory=dict, init=False, repr=False)
