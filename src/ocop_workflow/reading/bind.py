"""Values for parameters: what the law left open is said by whoever runs the workflow, typed and bounded."""

from collections.abc import Mapping

from attrs import evolve

from ..messages import say
from ..model.definition import Definition
from ..model.position import Position
from ..model.types import BooleanType, DurationType, Field, IntegerType, RoleType, Type
from ..model.values import Misfit, take
from . import scalars
from .fields import as_mapping
from .nodes import ListNode, MappingNode, Node, ScalarNode
from .problems import Problems


def bind(
    definition: Definition, values: Mapping[str, object], places: Mapping[str, Position] | None = None
) -> Definition:
    """The definition with these values beside those it has; raises DefinitionError with every unfit one.

    `places` say where the values stand if they come from a file; otherwise problems point at the declaration.
    """
    problems, places = Problems(), places or {}
    taken: dict[str, object] = {}
    for name, value in values.items():
        where = places.get(name) or _declared(definition, name)
        if name not in definition.parameters:
            known = {"name": str(name)[:80]}
            problems.add("unknown_parameter", where, known, wrong=str(name), among=definition.parameters)
            continue
        parameter = definition.parameters[name]
        if value is None and parameter.optional:
            continue
        try:
            taken[name] = _fit(take(parameter.type, value), parameter, definition)
            if definition.values.get(name, taken[name]) != taken[name]:
                settled = {"name": name, "value": definition.values[name], "base": _told(parameter.position)}
                problems.add("parameter_settled", where, settled)
        except Misfit as misfit:
            reason = say(f"values.{misfit.key}", **misfit.values)
            path = "".join(f".{part}" for part in misfit.path)
            problems.add("parameter_unfit", where, {"name": name + path, "reason": reason})
    problems.check()
    return evolve(definition, values={**definition.values, **taken})


def read_parameters(node: Node, definition: Definition, problems: Problems) -> dict[str, object]:
    """Values from a file: each scalar typed by its parameter; `bind` judges them afterwards."""
    mapping = as_mapping(node, problems)
    found: dict[str, object] = {}
    for key, value in mapping.entries if mapping else ():
        declared = definition.parameters.get(key.text)
        found[key.text] = None if declared is None else typed(value, declared.type)
    return found


def typed(node: Node, type_: Type | None) -> object:
    """The value of a node as a payload has it: whole numbers and truth values by the type, all else as text."""
    if isinstance(node, ListNode):
        items = getattr(type_, "items", None)
        return [typed(item, items) for item in node.items]
    if isinstance(node, MappingNode):
        fields: Mapping[str, Field] = getattr(type_, "fields", {})
        return {
            key.text: typed(value, fields[key.text].type if key.text in fields else None)
            for key, value in node.entries
        }
    return _scalar(node, type_)


def _scalar(node: ScalarNode, type_: Type | None) -> object:
    if node.plain and isinstance(type_, IntegerType | DurationType) and scalars.INTEGER.fullmatch(node.text):
        return int(node.text)
    if node.plain and isinstance(type_, BooleanType) and node.text in ("true", "false"):
        return node.text == "true"
    return None if node.empty else node.text


def _fit(value: object, parameter: Field, definition: Definition) -> object:
    """A role must be one of the workflow's, and of those that the parameter may name."""
    if isinstance(parameter.type, RoleType):
        choices = parameter.type.choices(definition.roles)
        if value not in choices:
            raise Misfit("one_of", {"given": value, "words": ", ".join(choices)})
    return value


def _told(position: Position | None) -> str:
    return f"{position.file}:{position.line}" if position else "–"


def _declared(definition: Definition, name: str) -> Position:
    position = definition.parameters[name].position if name in definition.parameters else None
    return position or Position(definition.file or definition.workflow, 1, 1)
