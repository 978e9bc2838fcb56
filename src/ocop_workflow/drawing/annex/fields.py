"""What may be handed in, in words: a field's title, its kind and its range."""

from decimal import Decimal

from ...engine.reasons import listed, titled
from ...messages import say
from ...model.canonical import decimal_text
from ...model.definition import Definition
from ...model.text import Text
from ...model.types import (
    BooleanType,
    CaseType,
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


def field_text(definition: Definition, declared: Field) -> Text:
    """“Samples: whole number from 0 to 1000, optional”."""
    kind = kind_text(definition, declared.type)
    text = say("annex.field", field=titled(declared.title, declared.name), kind=kind)
    if declared.optional:
        text = say("annex.optional", field=text)
    return say("annex.personal", field=text) if declared.personal else text


def number_text(number: Decimal | int) -> Text:
    """A number as each language writes it."""
    text = decimal_text(number) if isinstance(number, Decimal) else str(number)
    return Text(vi=text.replace(".", ","), en=text)


def kind_text(definition: Definition, kind: Type) -> Text:
    """The kind of a value and its range."""
    match kind:
        case IntegerType(minimum=low, maximum=high):
            return say("annex.kind_integer", minimum=low, maximum=high)
        case NumberType(scale=scale, minimum=least, maximum=most):
            low_text, high_text = number_text(least), number_text(most)
            return say("annex.kind_number", minimum=low_text, maximum=high_text, scale=scale)
        case StringType(max_length=limit):
            return say("annex.kind_string", limit=limit)
        case EnumType(values=words):
            return say("annex.kind_enum", words=listed(kind.title(word) for word in words))
        case RoleType(among=among) if among:
            roles = definition.roles
            return say("annex.kind_enum", words=listed(titled(roles[name].title, name) for name in among))
        case UnitType(level=str() as level):
            return say("annex.kind_unit_level", level=titled(definition.levels.get(level, Text()), level))
        case RecordType(fields=fields) | CollectionType(record=RecordType(fields=fields)):
            return say("annex.kind_record", fields=listed(field_text(definition, f) for f in fields.values()))
        case ListType(items=items, maximum=maximum):
            return say("annex.kind_list", maximum=maximum, items=kind_text(definition, items))
        case DurationType(unit=unit):
            return say(f"annex.kind_{unit}")
        case BooleanType() | DateType() | LevelType() | RoleType():
            return say(f"annex.kind_{type(kind).__name__.removesuffix('Type').lower()}")
        case UnitType() | PartyType() | CaseType() | DocumentType():
            return say(f"annex.kind_{type(kind).__name__.removesuffix('Type').lower()}")
