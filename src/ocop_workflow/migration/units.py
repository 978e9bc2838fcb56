"""The unit of a case that goes on: what it became, where that is one unit."""

from ..access import Succession
from ..engine import local_date
from ..engine.reasons import listed
from ..messages import say
from ..model.definition import Definition
from ..model.text import Text
from ..store.moving import Standing


class Divided(Exception):
    """A unit that has become several, or of which it is not known what it became."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.say("en"))
        self.text = text


def followed(standing: Standing, new: Definition) -> dict[str, object]:
    """The data field of the unit with what it has become, where that is another; raises Divided."""
    name, units = new.unit, standing.facts.units
    unit = standing.case.data.get(name or "")
    if name is None or unit is None or units is None:
        return {}
    day = local_date(standing.at, new.timezone)
    known = units.known(str(unit), day)
    became: tuple[str, ...] = (str(unit),) if known else ()
    if not known and isinstance(units, Succession):
        became = units.successors(str(unit), day)
    if len(became) != 1:
        among = listed(_named(units.title(each, day), each) for each in became) if became else "–"
        raise Divided(say("migration.unit_divided", unit=units.title(str(unit)), became=among))
    return {} if became == (unit,) else {name: became[0]}


def _named(title: Text, unit: str) -> Text:
    return Text(vi=f"{title.say('vi')} ({unit})", en=f"{title.say('en')} ({unit})")
