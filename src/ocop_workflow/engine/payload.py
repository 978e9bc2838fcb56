"""Taking a payload: closed, typed, every fault told; and the form in which an entry keeps it."""

from collections.abc import Mapping
from datetime import date

from attrs import evolve

from ..case import Reason
from ..messages import say
from ..model.canonical import plain
from ..model.definition import Taken
from ..model.text import Text
from ..model.types import CaseType, EnumType, Field, ListType, Type, UnitType
from ..model.values import Misfit, take
from .facts import Facts
from .reasons import listed, titled
from .seal import commitment

_LOOKED_UP = frozenset({UnitType, CaseType})
UNSAID = "…"  # in place of a personal value in a refusal, which hosts show, log and send on


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
    if payload.__class__ is not dict and not isinstance(payload, Mapping):
        wrong = Misfit("mapping_wanted", {"given": UNSAID})  # whatever it is, it may be personal
        return {}, [misfit_reason("payload", say("engine.payload"), wrong)]
    taken: dict[str, object] = {}
    reasons: list[Reason] = []
    if not payload.keys() <= takes.keys():
        reasons += [unknown_field(str(name), takes) for name in payload if name not in takes]
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
            said = _unsaid(misfit) if declared.personal else misfit
            reasons.append(misfit_reason(name, declared.title, said, declared.basis, declared.type))
            continue
        if declared.type.__class__ in _LOOKED_UP:
            unfit = _unit_reasons(declared, value, facts, today, levels) or _case_reasons(
                declared, value, facts
            )
            reasons += unfit
            if unfit:
                continue
        taken[name] = value
    return taken, reasons


def _unsaid(misfit: Misfit) -> Misfit:
    return evolve(misfit, values={**misfit.values, "given": UNSAID}) if "given" in misfit.values else misfit


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
        text = say("engine.unit_unknown", unit=unit, date=today)
        return [Reason("invalid_payload", text, values=values, basis=declared.basis)]
    level = facts.units.level(unit, today)
    if declared.type.level is not None and level != declared.type.level:
        found, wanted = (
            titled(levels.get(name or "", Text()), name or "–") for name in (level, declared.type.level)
        )
        text = say("engine.unit_level", unit=facts.units.title(unit, today), level=found, wanted=wanted)
        return [Reason("invalid_payload", text, values={**values, "level": level}, basis=declared.basis)]
    return []


def _case_reasons(declared: Field, value: object, facts: Facts) -> list[Reason]:
    """A case that is referred to must exist and run on the workflow that its field declares."""
    if not isinstance(declared.type, CaseType) or facts.cases is None:
        return []
    wanted, found = declared.type.workflow, facts.cases.get(str(value))
    if found == wanted:
        return []
    values = {"given": value, "workflow": wanted, **({"found": found} if found else {})}
    misfit = Misfit("other_workflow" if found else "no_such_case", values)
    return [misfit_reason(declared.name, declared.title, misfit, declared.basis)]


def unknown_field(name: str, takes: Mapping[str, Taken]) -> Reason:
    """A payload's field that the event does not take."""
    known = listed(_called(each, wanted.field.title) for each, wanted in takes.items())
    text = say("values.unknown_field", known=known or Text(vi="–", en="–"))
    text = say("engine.invalid_payload", field=name, problem=text)
    values = {"field": name, "known": ", ".join(takes) or "–"}
    return Reason("invalid_payload", text, values=values)


def misfit_reason(
    name: str, title: Text, misfit: Misfit, basis: tuple[str, ...] = (), kind: Type | None = None
) -> Reason:
    """A payload's field that is missing or unfit; words of an enum are told with what people call them."""
    spoken: dict[str, object] = {key: plain(value) for key, value in misfit.values.items()}
    kind = kind.items if isinstance(kind, ListType) else kind
    if isinstance(kind, EnumType) and "words" in spoken:
        spoken["words"] = listed(_called(word, kind.titles.get(word, Text())) for word in kind.values)
    inner = say(f"values.{misfit.key}", **spoken)
    path = ".".join((name, *misfit.path))
    shown = titled(title, path) if not misfit.path else Text(vi=path, en=path)
    text = say("engine.invalid_payload", field=shown, problem=inner)
    return Reason("invalid_payload", text, values={"field": path, **misfit.values}, basis=basis)


def _called(name: str, title: Text) -> Text:
    """What people call it, and the name that a program writes."""
    return (
        Text(vi=f"{title.say('vi')} ({name})", en=f"{title.say('en')} ({name})")
        if title
        else Text(vi=name, en=name)
    )
