"""Why an expression may have no value on some case: what evaluating a checked definition can still raise."""

from collections.abc import Iterable, Iterator

from ...guards import EvaluationError, Scope, unparse
from ...guards.tree import children
from ...model.definition import Definition, Guard
from ...model.expression import Binary, Call, Conditional, Literal, Macro, Name, Node
from ...model.types import IntegerType, NumberType, Type

OPEN = "…"  # stands for what depends on the case
NO_CALENDAR = EvaluationError("no_calendar")
OUTSIDE_CALENDAR = EvaluationError("outside_calendar", {"date": OPEN})
TOO_FAR = EvaluationError("date_out_of_range", {"date": OPEN, "count": OPEN})
NO_DUE_DATE = EvaluationError("date_overflow", {"date": OPEN})


def faults(node: Node, scope: Scope, filled: frozenset[str]) -> list[EvaluationError]:
    """Each error that may come of it once, where the collections and lists `filled` are known not to be empty."""
    found: dict[str, EvaluationError] = {}
    for error in _faults(node, scope, filled):
        found.setdefault(error.text.say("en"), error)
    return list(found.values())


def filled_by(definition: Definition, guards: Iterable[Guard]) -> frozenset[str]:
    """The lists that are surely not empty where all these guards hold."""
    return frozenset(
        name for guard in guards for name in _filled(guard.test.tree, _least(definition), _lets(definition))
    )


def _faults(node: Node, scope: Scope, filled: frozenset[str]) -> Iterator[EvaluationError]:
    match node:
        case Name(name=name) if name in scope.lets:
            yield from _faults(scope.lets[name].tree, scope, filled)
        case Name(name=name) if name in scope.names and scope.names[name].kind == "link":
            yield from _unknown(name, scope.names[name].type)
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            yield from _faults(condition, scope, filled)
            yield from _faults(then, scope, filled | _filled(condition, {}, {}))
            yield from _faults(otherwise, scope, filled)
        case Macro(of=of, function=function, body=body):
            yield from _faults(of, scope, filled)
            yield from _faults(body, scope, filled)
            if function in ("min", "max", "mean") and not (isinstance(of, Name) and of.name in filled):
                yield EvaluationError("empty_walk", {"text": unparse(node)})
        case Call(function=function, arguments=arguments):
            for argument in arguments:
                yield from _faults(argument, scope, filled)
            if function in ("working_days", "add_working_days"):
                yield from (NO_CALENDAR, OUTSIDE_CALENDAR)
            if function in ("months", "days", "add_working_days"):
                yield TOO_FAR
        case _:
            for child in children(node):
                yield from _faults(child, scope, filled)


def _unknown(name: str, kind: Type | None) -> Iterator[EvaluationError]:
    """Linked cases were not looked up, do not fit, or are more than was declared."""
    yield EvaluationError("no_fact", {"name": name})
    yield EvaluationError("fact_unknown", {"name": name, "problem": OPEN})
    if isinstance(kind, IntegerType):
        yield EvaluationError("fact_too_large", {"name": name, "value": OPEN, "maximum": kind.maximum})


def _filled(node: Node, least: dict[str, int], lets: dict[str, Node]) -> frozenset[str]:
    """Lists of which the expression, when it holds, says that they have at least one item."""
    match node:
        case Name(name=name) if name in lets:
            return _filled(lets[name], least, lets)
        case Binary(operator="&&", left=left, right=right):
            return _filled(left, least, lets) | _filled(right, least, lets)
        case Binary(
            operator=">" | ">=" as sign, left=Call(function="size", arguments=(Name(name=name),)), right=right
        ):
            match right:
                case Literal(value=int() as bound):
                    pass
                case Name(name=parameter) if parameter in least:
                    bound = least[parameter]
                case _:
                    return frozenset()
            return frozenset({name}) if bound + (sign == ">") > 0 else frozenset()
    return frozenset()


def _least(definition: Definition) -> dict[str, int]:
    """The least that each parameter in numbers can be."""
    return {
        name: int(declared.type.minimum)
        for name, declared in definition.parameters.items()
        if isinstance(declared.type, IntegerType | NumberType)
    }


def _lets(definition: Definition) -> dict[str, Node]:
    return {name: let.expression.tree for name, let in definition.let.items()}
