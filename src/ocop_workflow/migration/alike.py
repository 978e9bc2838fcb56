"""Whether what a data field of the old version holds may stand in the new version's as it is."""

from ..model.types import EnumType, IntegerType, ListType, NumberType, StringType, Type
from .plan import Plan


def alike(plan: Plan, name: str) -> bool:
    """Whether what a field holds may stand in the new version's field as it is."""
    old, new = plan.old.data[name], plan.new.data[name]
    within = plan.scopes.get(old.within, old.within) if old.within else None
    return _holds(new.type, old.type) and (old.personal, within) == (new.personal, new.within)


def _holds(wanted: Type, given: Type) -> bool:
    """Whether every value of the given type is one of the wanted type, written as it is."""
    match wanted, given:
        case IntegerType(), IntegerType():
            return wanted.minimum <= given.minimum and given.maximum <= wanted.maximum
        case NumberType(), NumberType() if wanted.scale == given.scale:
            return wanted.minimum <= given.minimum and given.maximum <= wanted.maximum
        case StringType(), StringType():
            return given.max_length <= wanted.max_length
        case EnumType(), EnumType():
            return set(given.values) <= set(wanted.values)
        case ListType(), ListType():
            return given.maximum <= wanted.maximum and _holds(wanted.items, given.items)
    return wanted == given
