"""What a workflow declares before its events: parameters, data, named conditions, roles."""

from ...model.definition import Let, Role
from ...model.types import CollectionType, Field
from .draft import Draft, expression
from .expressions import boolean, day, number
from .fields import DATA, PARAMETERS


def draw_parameters(draft: Draft, *, with_units: bool) -> None:
    """A few parameters; whatever is required has its value."""
    dice = draft.dice
    for name in dice.some(
        [n for n in PARAMETERS if with_units or n != "handler"], dice.rich + 1 if dice.rich else 0
    ):
        type_, value = PARAMETERS[name]
        optional = name not in {"judge", "handler"} and dice.chance(2)
        draft.parameters[name] = Field(name, type_, optional=optional)
        if not optional or dice.chance(2):
            draft.values[name] = value


def draw_data(draft: Draft, *, with_units: bool) -> None:
    """Some fields are surely set: every start takes them, nothing clears them, they belong to the whole case."""
    dice = draft.dice
    chosen = dice.some([name for name in DATA if name != "place"], 2 + 2 * dice.rich, least=min(2, dice.rich))
    plain = [n for n in chosen if not isinstance(DATA[n], CollectionType)]
    sure = dice.some(plain, 3, least=1)
    if with_units:
        chosen, sure = [*chosen, "place"], [*sure, "place"]
    draft.sure = tuple(sure)
    for name in chosen:
        scoped = name not in sure and draft.shape.scopes and dice.chance(2)
        within = dice.one([*draft.shape.scopes * 4, *draft.shape.leaves]) if scoped else None
        draft.data[name] = Field(
            name, DATA[name], within=within, personal=name == "remark" and dice.chance(2)
        )


def draw_lets(draft: Draft) -> None:
    """Up to three computed fields and named conditions."""
    dice = draft.dice
    for n in range(dice.number(0, dice.rich)):
        kind = dice.one(["boolean", "boolean", "number", "date"])
        see = draft.readable()
        match kind:
            case "number":
                node = number(dice, see, 2)
            case "date":
                node = day(dice, see, 1)
            case _:
                node = boolean(dice, see, 2)
        name = f"rule_{n + 1}"
        draft.lets[name] = Let(name, expression(node))
        draft.let_kinds[name] = kind


def draw_roles(draft: Draft, held_at: list[str]) -> None:
    """One role at least; the second may be held at a level, the third belongs to a party of the case."""
    dice = draft.dice
    draft.roles = {"clerk": Role("clerk")}
    if dice.rich:
        draft.roles["chief"] = Role("chief", at=dice.one(held_at) if held_at and dice.chance(2) else None)
    if "owner" in draft.data:
        draft.roles["holder"] = Role("holder", party="owner")
