"""A small procedure with score sheets, for tests that name their data."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from ocop_workflow.calendar import Calendar
from ocop_workflow.guards import (
    Environment,
    EvaluationError,
    Scope,
    compile_expression,
    evaluate,
    parse,
    scope_of,
)
from ocop_workflow.model.definition import Definition, Let, Taken
from ocop_workflow.model.expression import Expression
from ocop_workflow.model.types import (
    BooleanType,
    CollectionType,
    DateType,
    DocumentType,
    DurationType,
    EnumType,
    Field,
    IntegerType,
    ListType,
    NumberType,
    PartyType,
    RecordType,
    StringType,
    Type,
    UnitType,
)

POINTS = NumberType(2, Decimal(0), Decimal(100))
SHEET = RecordType(
    {
        "A": Field("A", POINTS),
        "ok": Field("ok", BooleanType()),
        "remark": Field("remark", StringType(), optional=True),
        "by": Field("by", StringType(), personal=True),
    }
)
DATA: dict[str, Type] = {
    "score": POINTS,
    "stars": IntegerType(1, 5),
    "valid_until": DateType(),
    "group": EnumType(("food", "drink")),
    "colour": EnumType(("red", "blue")),
    "title": StringType(),
    "owner": PartyType(),
    "place": UnitType(),
    "file": DocumentType(),
    "asked": ListType(StringType(), 8),
    "many": ListType(POINTS, 200),
    "sheet": SHEET,
    "marks": CollectionType(SHEET, "person", 9),
}
PARAMETERS: dict[str, Type] = {"quorum": IntegerType(1, 9), "spread": POINTS, "term": DurationType("months")}
LETS = {
    "points": "marks.mean(m, m.A)",
    "passed": "points >= 50 && marks.all(m, m.ok)",
    "certified": "has(stars) && today < valid_until",
    "known": "has(stars)",
}
CALENDAR = Calendar("made-up", date(2019, 1, 1), date(2021, 12, 31), holidays={date(2020, 1, 1): "new year"})


def definition(lets: Mapping[str, str] = LETS) -> Definition:
    return Definition(
        workflow="w",
        version="1",
        start={},
        states=(),
        events={},
        data={name: Field(name, type_) for name, type_ in DATA.items()}
        | {"name": Field("name", StringType(), personal=True)},
        parameters={
            name: Field(name, type_, optional=name == "spread") for name, type_ in PARAMETERS.items()
        },
        let={name: Let(name, Expression(parse(text), text)) for name, text in lets.items()},
    )


TAKES = {
    "reason": Taken(Field("reason", StringType(), optional=True)),
    "decided_on": Taken(Field("decided_on", DateType())),
    "address": Taken(Field("address", StringType(), personal=True)),
}
SCOPE: Scope = scope_of(definition(), TAKES)


def sheets(*points: str) -> dict[str, object]:
    """Score sheets by the scorer's id."""
    return {f"h{n}": {"A": Decimal(point), "ok": True} for n, point in enumerate(points, 1)}


def environment(**data: object) -> Environment:
    return Environment(
        data=data, parameters={"quorum": 5, "term": 36}, today=date(2020, 2, 4), calendar=CALENDAR
    )


def value(text: str, scope: Scope = SCOPE, /, env: Environment | None = None, **data: object) -> object:
    """What both the compiled callable and the walk say, which must be the same; an error is raised."""
    env = env or environment(**data)
    tree = parse(text)
    compiled = compile_expression(tree, scope)
    walked, error = _outcome(lambda: evaluate(tree, scope, env))
    found, other = _outcome(lambda: compiled(env))
    assert (type(found), found) == (type(walked), walked)
    assert (error and (error.code, error.values)) == (other and (other.code, other.values))
    if error:
        raise error
    return found


def _outcome(ask: Callable[[], object]) -> tuple[object, EvaluationError | None]:
    try:
        return ask(), None
    except EvaluationError as error:
        return None, error
