"""What workflows that are made up may have: fields, what is handed in besides, and parameters with their values."""

from collections.abc import Mapping
from decimal import Decimal

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

LEVELS = ("top", "middle", "low")
ZONES = ("Asia/Ho_Chi_Minh", "Asia/Ho_Chi_Minh", "America/New_York", "America/Sao_Paulo")
SHEET = RecordType(
    {
        "A": Field("A", NumberType(2, Decimal(0), Decimal(35))),
        "B": Field("B", IntegerType(0, 9)),
        "agreed": Field("agreed", BooleanType()),
        "side": Field("side", EnumType(("left", "right", "middle"))),
    }
)
DATA: Mapping[str, Type] = {
    "price": NumberType(2, Decimal(0), Decimal(100)),
    "change": NumberType(1, Decimal(-20), Decimal(20)),
    "tries": IntegerType(0, 4),
    "rank": IntegerType(-3, 12),
    "flag": BooleanType(),
    "urgent": BooleanType(),
    "kind": EnumType(("one", "two", "three")),
    "handled_at": EnumType(LEVELS),
    "opened": DateType(),
    "closing": DateType(),
    "owner": PartyType(),
    "place": UnitType(),
    "remark": StringType(),
    "paper": DocumentType(),
    "picks": ListType(IntegerType(0, 9), 3),
    "votes": CollectionType(SHEET, "person", 2),
    "sides": CollectionType(SHEET, "side", 2),
}
EXTRA: Mapping[str, Field] = {
    "reason": Field("reason", StringType()),
    "amount": Field("amount", NumberType(2, Decimal(0), Decimal(60))),
    "more": Field("more", IntegerType(0, 5), optional=True),
    "agree": Field("agree", BooleanType()),
    "on_day": Field("on_day", DateType(), optional=True),
    "word": Field("word", EnumType(("one", "two"))),
    "whose": Field("whose", PartyType(), optional=True),
}
PARAMETERS: Mapping[str, tuple[Type, object]] = {
    "quorum": (IntegerType(1, 3), 2),
    "limit": (NumberType(1, Decimal(0), Decimal(90)), Decimal("49.5")),
    "strict": (BooleanType(), True),
    "wait": (DurationType("days"), 5),
    "term": (DurationType("months"), 1),
    "answer": (DurationType("working_days"), 3),
    "judge": (RoleType(), "chief"),
    "handler": (LevelType(), "middle"),
}
