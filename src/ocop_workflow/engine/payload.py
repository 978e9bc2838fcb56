"""Taking a payload: closed, typed, every fault told; and the form in which an entry keeps it."""

from collections.abc import Mapping
from datetime import date

from ..case import Reason
from ..messages import say
from ..model.canonical import plain
from ..model.definition import Taken
from ..model.text import Text
from ..model.types import Field, UnitType
from ..model.values import Misfit, take
from .facts import Facts
from .reasons import titled
from .seal import commitment


def take_payload(
    takes: Mapping[str, Taken],
    payload: object,
    facts: Facts,
    today: date,
    levels: Mapping[str, Text],
) -> tuple[dict[str, object], list[Reason]]:
    """The values taken, by field, and a reason for every field that is missing, unknown or unfit.

    `levels` has what levels are called, by their names.
    """
    if not isinstance(payload, Mapping):
        return {}, [misfit_reason("payload", Text(), Misfit("mapping_wanted", {"given": str(payload)}))]
    taken: dict[str, object] = {}
    reasons: list[Reason] = []
    for name in payload:
        if name not in takes:
            known = ", ".join(takes) or "–"
            reasons.append(misfit_reason(str(name), Text(), Misfit("unknown_field", {"known": known})))
    for name, wanted in takes.items():
        declared = wanted.field
        raw = payload.get(name)
        if raw is None:
            if not declared.optional:
                reasons.append(misfit_reason(name, declared.title, Misfit("field_missing"), declared.basis))
            continue
        try:
            value = take(declared.type, raw)
        except Misfit as misfit:
            reasons.append(misfit_reason(name, declared.title, misfit, declared.basis))
            continue
        unfit = _unit_reasons(declared, value, facts, today, levels)
        reasons += unfit
        if not unfit:
            taken[name] = value
    return taken, reasons


def stored_payload(takes: Mapping[str, Taken], taken: Mapping[str, object], salt: bytes) -> dict[str, object]:
    """The JSON form of a payload, with commitments in place of personal values."""
    return {
        name: commitment(salt, name, value) if takes[name].field.personal else plain(value)
        for name, value in taken.items()
    }


def personal_payload(takes: Mapping[str, Taken], taken: Mapping[str, object]) -> dict[str, object]:
    """The clear personal values, which are kept beside the history."""
    return {name: value for name, value in taken.items() if takes[name].field.personal}


def _unit_reasons(
    declared: Field, unit: object, facts: Facts, today: date, levels: Mapping[str, Text]
) -> list[Reason]:
    """A unit must exist on that day and have the level that its field declares."""
    if not isinstance(declared.type, UnitType) or not isinstance(unit, str) or facts.units is None:
        return []
    values: dict[str, object] = {declared.name: unit, "date": today}
    if (silent := facts.units.silent(today)) is not None:
        text = say("engine.units_silent", unit=unit, problem=silent)
        return [Reason("invalid_payload", text, values=values, basis=declared.basis)]
    if not facts.units.known(unit, today):
        text = say("engine.unit_unknown", unit=unit, date=today.isoformat())
        return [Reason("invalid_payload", text, values=values, basis=declared.basis)]
    level = facts.units.level(unit, today)
    if declared.type.level is not None and level != declared.type.level:
        found, wanted = (
            titled(levels.get(name or "", Text()), name or "–") for name in (level, declared.type.level)
        )
        text = say("engine.unit_level", unit=facts.units.title(unit, today), level=found, wanted=wanted)
        return [Reason("invalid_payload", text, values={**values, "level": level}, basis=declared.basis)]
    return []


def misfit_reason(name: str, title: Text, misfit: Misfit, basis: tuple[str, ...] = ()) -> Reason:
    """A payload's field that is missing, unknown or unfit."""
    inner = say(f"values.{misfit.key}", **{k: plain(v) for k, v in misfit.values.items()})
    path = ".".join((name, *misfit.path))
    shown = titled(title, path) if not misfit.path else Text(vi=path, en=path)
    text = say("engine.invalid_payload", field=shown, problem=inner)
    return Reason("invalid_payload", text, values={"field": path, **misfit.values}, basis=basis)
