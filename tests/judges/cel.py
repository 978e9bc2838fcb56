"""The judge of guards: the CEL project's own engine in C++. It is given the same text, and data translated as follows.

integer, duration → int · number → double · boolean → bool · string, enum, party, unit → string · date → timestamp,
midnight in UTC · list → list · record, payload → map(string, dyn) · collection → map of records by key, or the list
of its records where macros are to walk over them. What is unset is absent; a collection is never unset.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from math import isfinite

from attrs import field, frozen
from cel_expr_python import cel

from ocop_workflow.guards import (
    Environment,
    EvaluationError,
    GuardSyntaxError,
    Scope,
    compile_expression,
    infer,
    parse,
    unset_reads,
)
from ocop_workflow.model.types import (
    BooleanType,
    CollectionType,
    DateType,
    DocumentType,
    DurationType,
    IntegerType,
    ListType,
    NumberType,
    RecordType,
    Type,
)

_TYPES = {
    BooleanType: cel.Type.BOOL,
    IntegerType: cel.Type.INT,
    DurationType: cel.Type.INT,
    NumberType: cel.Type.DOUBLE,
    DateType: cel.Type.TIMESTAMP,
}
_RECORD = cel.Type.Map(cel.Type.STRING, cel.Type.DYN)
Facts = Mapping[str, object]


@frozen
class Outcome:
    """What one engine makes of one text: `kind` is the sort of value, or error, or refused (before it runs)."""

    kind: str
    value: object = None
    detail: str = field(default="", eq=False)

    def __str__(self) -> str:
        """As the page of differences prints it."""
        match self.kind, self.value:
            case (("error" | "refused"), _):
                return f"{self.kind}: {self.detail}" if self.detail else self.kind
            case "boolean", _:
                return str(self.value).lower()
            case "text", _:
                return f"'{self.value}'"
            case "number", Fraction() as number:
                return f"{number.numerator / number.denominator}"
        return str(self.value)


def value(raw: object) -> Outcome:
    """A value of either engine; numbers exactly, whole numbers apart from others."""
    match raw:
        case bool():
            return Outcome("boolean", raw)
        case int():
            return Outcome("whole", raw)
        case float() if not isfinite(raw):
            return Outcome("number", str(raw))
        case float() | Decimal() | Fraction():
            return Outcome("number", Fraction(raw))
        case str():
            return Outcome("text", raw)
        case datetime():
            return Outcome("timestamp", raw.isoformat())
        case date():
            return Outcome("date", raw.isoformat())
        case timedelta():
            return Outcome("duration", f"{raw.total_seconds():.0f}s")
        case list() | tuple():
            return Outcome("list", "[" + ", ".join(str(value(item)) for item in raw) + "]")
        case Mapping():
            return Outcome("map", "{" + ", ".join(f"{value(k)}: {value(v)}" for k, v in raw.items()) + "}")
        case None:
            return Outcome("null", "null")
    raise TypeError(type(raw))


def ours(text: str, scope: Scope, defined: frozenset[str] | None = None) -> Callable[[Environment], Outcome]:
    """Our guards on it; with `defined`, reads of anything else are refused as they are at load."""
    try:
        tree = parse(text)
    except GuardSyntaxError as error:
        refused = Outcome("refused", detail=error.code)
        return lambda _: refused
    type_, faults = infer(tree, scope)
    if not faults and defined is not None:
        faults = unset_reads(tree, scope, defined)
    if type_ is None or faults:
        refused = Outcome("refused", detail=faults[0].code)
        return lambda _: refused
    guard = compile_expression(tree, scope)

    def outcome(env: Environment) -> Outcome:
        try:
            return value(guard(env))
        except EvaluationError as error:
            return Outcome("error", detail=error.code)

    return outcome


class Cel:
    """CEL over the names of a scope; the collections in `listed` are handed over as lists of their records."""

    def __init__(self, scope: Scope, listed: frozenset[str] = frozenset()) -> None:
        self.listed = listed
        self.types = {
            name: known.type
            for name, known in scope.names.items()
            if known.type is not None and known.kind in ("data", "parameter", "today")
        }
        variables = {name: self.type(type_, name) for name, type_ in self.types.items()}
        self.engine = cel.NewEnv(variables={**variables, "taken": _RECORD})

    def type(self, type_: Type, name: str = "") -> cel.Type:
        match type_:
            case CollectionType():
                return (
                    cel.Type.List(_RECORD) if name in self.listed else cel.Type.Map(cel.Type.STRING, _RECORD)
                )
            case ListType(items=items):
                return cel.Type.List(self.type(items))
            case RecordType() | DocumentType():
                return _RECORD
            case _:
                return _TYPES.get(type(type_), cel.Type.STRING)

    def facts(self, env: Environment) -> Facts:
        """The data of an environment, as CEL has them."""
        facts: dict[str, object] = {"taken": _given(env.taken)}
        given = {**env.data, **env.parameters, **({"today": env.today} if env.today else {})}
        for name, type_ in self.types.items():
            if isinstance(type_, CollectionType):
                records = given.get(name, {})
                assert isinstance(records, Mapping)
                facts[name] = _given(list(records.values()) if name in self.listed else records)
            elif given.get(name) is not None:
                facts[name] = _given(given[name])
        return facts

    def on(self, text: str) -> Callable[[Facts], Outcome]:
        """CEL on that text."""
        try:
            program = self.engine.compile(text)
        except RuntimeError as error:  # it does not parse, or has no type
            refused = Outcome("refused", detail=str(error))
            return lambda _: refused

        def outcome(facts: Facts) -> Outcome:
            found = program.eval(data=facts)
            if found.type() == cel.Type.ERROR:
                return Outcome("error", detail=str(found.value()))
            return value(found.plain_value())

        return outcome


def _given(raw: object) -> object:
    match raw:
        case Decimal():
            return float(raw)
        case date():
            return datetime.combine(raw, time(), UTC)
        case list() | tuple():
            return [_given(item) for item in raw]
        case Mapping():
            return {key: _given(item) for key, item in raw.items() if item is not None}
        case _:
            return raw
