"""A definition as the YAML that an integrator would have written: the way back from the model to the file."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from ocop_workflow.model.definition import (
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
from ocop_workflow.model.expression import (
    Binary,
    Call,
    Conditional,
    Items,
    Literal,
    Macro,
    Member,
    Name,
    Node,
    Unary,
)
from ocop_workflow.model.types import (
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

SIMPLE: dict[type, str] = {
    BooleanType: "boolean",
    DateType: "date",
    PartyType: "party",
    DocumentType: "document",
    LevelType: "level",
    RoleType: "role",
}


def spelled(node: Node) -> str:
    """The text of an expression, every operation in parentheses."""
    match node:
        case Literal(value=value):
            return constant(value)
        case Name(name=name):
            return name
        case Member(of=of, name=name):
            return f"{spelled(of)}.{name}"
        case Unary(operator=operator, operand=operand):
            return f"{operator}({spelled(operand)})"
        case Binary(operator=operator, left=left, right=right):
            return f"({spelled(left)} {operator} {spelled(right)})"
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            return f"({spelled(condition)} ? {spelled(then)} : {spelled(otherwise)})"
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(map(spelled, arguments))})"
        case Macro(of=of, function=function, variable=variable, body=body):
            return f"{spelled(of)}.{function}({variable}, {spelled(body)})"
        case Items(items=items):
            return f"[{', '.join(map(spelled, items))}]"


def constant(value: bool | int | Decimal | str | date) -> str:  # noqa: FBT001 - any constant
    match value:
        case bool():
            return str(value).lower()
        case Decimal():
            return format(value, "f")
        case date():
            return f"date('{value.isoformat()}')"
        case str():
            return f"'{value}'"
    return str(value)


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
        "let": {name: {"is": spelled(let.expression.tree)} for name, let in definition.let.items()},
        "roles": {name: role(each) for name, each in definition.roles.items()},
        "start": {name: start(definition, one) for name, one in definition.start.items()},
        "states": dict(state(one) for one in definition.states),
        "events": {name: event(definition, one) for name, one in definition.events.items()},
    }
    whole |= {name: part for name, part in parts.items() if part}
    return yaml.safe_dump(whole, sort_keys=False, allow_unicode=True, width=100, default_flow_style=None)


def fields(declared: Iterable[Field], records: Mapping[str, RecordType]) -> dict[str, object]:
    return {one.name: one_field(one, records) for one in declared}


def one_field(declared: Field, records: Mapping[str, RecordType]) -> dict[str, object]:
    form: dict[str, object] = type_form(declared.type, records)
    if declared.optional:
        form["optional"] = True
    if declared.personal:
        form["personal"] = True
    if declared.within:
        form["within"] = declared.within
    return form


def type_form(type_: Type, records: Mapping[str, RecordType]) -> dict[str, Any]:
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
    if collects:
        record = definition.data[collects].type
        assert isinstance(record, CollectionType)
        return next(name for name, other in definition.types.items() if other == record.record)
    items: list[object] = []
    for name, one in taken.items():
        items.append(name if one.stored else {name: one_field(one.field, definition.types)})
    return items


def guard(one: Guard) -> object:
    return one.name or spelled(one.test.tree)


def start(definition: Definition, one: Start) -> dict[str, object]:
    form: dict[str, object] = {"by": list(one.by), "to": one.to}
    form |= common(definition, one, None)
    if one.attests:
        form["attests"] = list(one.attests)
    return form


def common(definition: Definition, one: Start | Event, collects: str | None) -> dict[str, object]:
    form: dict[str, object] = {}
    if one.takes:
        form["takes"] = takes(definition, one.takes, collects)
    if one.when:
        form["when"] = [guard(each) for each in one.when]
    if one.sets:
        form["sets"] = {name: spelled(each.tree) for name, each in one.sets.items()}
    return form


def role(one: Role) -> dict[str, str]:
    return {key: said for key, said in (("is", one.party), ("at", one.at)) if said}


def event(definition: Definition, one: Event) -> dict[str, object]:
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
        form["at"] = spelled(one.at.tree)
    if one.after:
        form["after"] = duration(one.after)
    form["moves"] = dict(move(each) for each in one.moves)
    return form


def duration(one: Duration) -> str:
    return one.parameter or f"{one.amount} {one.unit.replace('_', ' ')}"


def move(one: Move) -> tuple[str, object]:
    if len(one.branches) == 1 and one.branches[0].when is None and not one.branches[0].sets:
        return one.source, one.branches[0].to or "stay"
    return one.source, [branch(each) for each in one.branches]


def branch(one: Branch) -> dict[str, object]:
    form: dict[str, object]
    form = {"when": guard(one.when), "to": one.to or "stay"} if one.when else {"else": one.to or "stay"}
    if one.sets:
        form["sets"] = {name: spelled(each.tree) for name, each in one.sets.items()}
    return form
