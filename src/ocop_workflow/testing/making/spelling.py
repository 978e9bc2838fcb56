"""A definition as the YAML that an integrator would have written: the way back from the model to the file."""

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from ...guards.unparse import unparse
from ...model.definition import (
    Branch,
    Definition,
    Duration,
    Event,
    Guard,
    Move,
    Role,
    Start,
    State,
    Taken,
)
from ...model.types import (
    BooleanType,
    CollectionType,
    DateType,
    DocumentType,
    DurationType,
    EnumType,
    Field,
    IntegerType,
    LevelType,
    ListType,
    NumberType,
    PartyType,
    RecordType,
    RoleType,
    StringType,
    Type,
    UnitType,
)

DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # by the C library, where it is there

SIMPLE: dict[type, str] = {
    BooleanType: "boolean",
    DateType: "date",
    PartyType: "party",
    DocumentType: "document",
    LevelType: "level",
    RoleType: "role",
}


def document(definition: Definition) -> str:
    """The YAML file of a definition; the parameters' values are no part of it."""
    whole: dict[str, object] = {"workflow": definition.workflow, "version": definition.version}
    if definition.timezone:
        whole["timezone"] = definition.timezone
    records = dict(definition.types)
    parts: dict[str, object] = {
        "parameters": fields(definition.parameters.values(), records),
        "types": {name: fields(record.fields.values(), records) for name, record in records.items()},
        "data": fields(definition.data.values(), records),
        "unit": definition.unit,
        "let": {name: {"is": unparse(let.expression.tree)} for name, let in definition.let.items()},
        "roles": {name: role(each) for name, each in definition.roles.items()},
        "start": {name: start(definition, one) for name, one in definition.start.items()},
        "states": dict(state(one) for one in definition.states),
        "events": {name: event(definition, one) for name, one in definition.events.items()},
    }
    whole |= {name: part for name, part in parts.items() if part}
    return yaml.dump(
        whole,
        Dumper=DUMPER,
        sort_keys=False,
        allow_unicode=True,
        width=100,
        default_flow_style=None,
    )


def fields(declared: Iterable[Field], records: Mapping[str, RecordType]) -> dict[str, object]:
    """What stands under `data`, `parameters` or a type."""
    return {one.name: one_field(one, records) for one in declared}


def one_field(declared: Field, records: Mapping[str, RecordType]) -> dict[str, object]:
    """A field with its type."""
    form: dict[str, object] = type_form(declared.type, records)
    if declared.optional:
        form["optional"] = True
    if declared.personal:
        form["personal"] = True
    if declared.within:
        form["within"] = declared.within
    return form


def type_form(type_: Type, records: Mapping[str, RecordType]) -> dict[str, Any]:
    """A type as it is declared."""
    match type_:
        case NumberType(scale=scale, minimum=least, maximum=most):
            return {"type": "number", "scale": scale, "minimum": int(least), "maximum": int(most)}
        case IntegerType(minimum=least, maximum=most):
            return {"type": "integer", "minimum": least, "maximum": most}
        case StringType():
            return {"type": "string"}
        case EnumType(values=words):
            return {"enum": list(words)}
        case UnitType(level=level):
            return {"type": "unit"} | ({"level": level} if level else {})
        case ListType(items=items, maximum=most):
            return {"type": "list", "items": type_form(items, records), "max": most}
        case RecordType():
            return {"type": next(name for name, record in records.items() if record == type_)}
        case CollectionType(record=record, per=per, maximum=most):
            name = next(name for name, other in records.items() if other == record)
            return {"collect": name, "per": per, "max": most}
        case DurationType(unit=unit):
            return {"type": unit}
    return {"type": SIMPLE[type(type_)]}


def state(one: State) -> tuple[str, dict[str, object]]:
    """The name of a state, and what stands under it."""
    form: dict[str, object] = {}
    if one.at:
        form["at"] = one.at
    if one.tags:
        form["tag"] = one.tags[0] if len(one.tags) == 1 else list(one.tags)
    if one.final:
        form["final"] = one.final
    if one.initial:
        form["initial"] = one.initial
    if one.states:
        form["states"] = dict(state(child) for child in one.states)
    return one.name, form


def takes(definition: Definition, taken: Mapping[str, Taken], collects: str | None) -> object:
    """What is handed in: fields of the case by name, others as they are declared."""
    if collects:
        record = definition.data[collects].type
        assert isinstance(record, CollectionType)
        return next(name for name, other in definition.types.items() if other == record.record)
    items: list[object] = []
    for name, one in taken.items():
        items.append(name if one.stored else {name: one_field(one.field, definition.types)})
    return items


def guard(one: Guard) -> object:
    """A condition, by its name where it has one."""
    return one.name or unparse(one.test.tree)


def start(definition: Definition, one: Start) -> dict[str, object]:
    """One way to begin."""
    form: dict[str, object] = {"by": list(one.by), "to": one.to}
    form |= common(definition, one, None)
    if one.attests:
        form["attests"] = list(one.attests)
    return form


def common(definition: Definition, one: Start | Event, collects: str | None) -> dict[str, object]:
    """What starts and events have in common."""
    form: dict[str, object] = {}
    if one.takes:
        form["takes"] = takes(definition, one.takes, collects)
    if one.when:
        form["when"] = [guard(each) for each in one.when]
    if one.sets:
        form["sets"] = {name: unparse(each.tree) for name, each in one.sets.items()}
    return form


def role(one: Role) -> dict[str, str]:
    """Who somebody is."""
    return {key: said for key, said in (("is", one.party), ("at", one.at)) if said}


def event(definition: Definition, one: Event) -> dict[str, object]:
    """One event."""
    form: dict[str, object] = {"by": one.by[0] if len(one.by) == 1 else list(one.by)}
    for name in ("not_by", "only_by", "requires", "clears", "not_counting"):
        if getattr(one, name):
            form[name] = list(getattr(one, name))
    if one.within:
        form["within"] = one.within
    form |= common(definition, one, one.collects)
    if one.collects:
        form["collects"] = one.collects
    if one.at:
        form["at"] = unparse(one.at.tree)
    if one.after:
        form["after"] = duration(one.after)
    form["moves"] = dict(move(each) for each in one.moves)
    return form


def duration(one: Duration) -> str:
    """How long, or the parameter that says it."""
    return one.parameter or f"{one.amount} {one.unit.replace('_', ' ')}"


def move(one: Move) -> tuple[str, object]:
    """A state, and where the event leads from it."""
    if len(one.branches) == 1 and one.branches[0].when is None and not one.branches[0].sets:
        return one.source, one.branches[0].to or "stay"
    return one.source, [branch(each) for each in one.branches]


def branch(one: Branch) -> dict[str, object]:
    """One branch."""
    form: dict[str, object]
    form = {"when": guard(one.when), "to": one.to or "stay"} if one.when else {"else": one.to or "stay"}
    if one.sets:
        form["sets"] = {name: unparse(each.tree) for name, each in one.sets.items()}
    return form
