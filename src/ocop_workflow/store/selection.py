"""Which cases are asked for, as conditions on their rows: workflow, state, unit and below, due dates, data fields.

A selection becomes terms, one for each leaf of each definition that is meant: the cases of one term lie beside each
other in an index, in the order of their ids, so that a page costs the same however many cases there are.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from attrs import field, frozen

from ..access import Units
from ..errors import StoreError
from ..messages import say
from ..model.canonical import plain
from ..model.definition import Definition
from ..model.types import CollectionType, DocumentType, ListType, RecordType
from ..model.values import Misfit, take
from . import statements
from .definitions import Definitions
from .link import Link

Term = tuple[str, tuple[object, ...]]  # conditions joined by AND, and their parameters


@frozen
class Selection:
    """What is asked for; `None` asks nothing. `due`: an instant's text; `where`: data field → value, None for unset."""

    workflow: str | None = None
    state: str | None = None
    unit: str | None = None
    due: str | None = None
    where: Mapping[str, object] = field(factory=dict)


def terms(
    link: Link, definitions: Definitions, asked: Selection, units: Units | None, today: date
) -> list[Term]:
    """Disjoint terms; none where no case can be meant. Raises StoreError for what no definition or unit has."""
    common: list[Term] = []
    if asked.unit is not None:
        inside = _inside(link, asked.unit, units, today)
        common.append((f"unit IN ({_marks(inside)})" if inside else "1 = 0", tuple(inside)))
    if asked.due is not None:
        common.append(("due <= ?", (asked.due,)))
    if asked.state is None and not asked.where:
        own: list[list[Term]] = [[("workflow = ?", (asked.workflow,))] if asked.workflow is not None else []]
    else:
        own = list(_of_definitions(link, definitions, asked))
    return [_joined([*each, *common]) for each in own]


def _of_definitions(link: Link, definitions: Definitions, asked: Selection) -> Iterator[list[Term]]:
    """Conditions for each leaf of each definition that has the state and the fields."""
    if asked.workflow is None:
        known = link.rows(statements.DEFINITIONS)
    else:
        known = link.rows(statements.DEFINITIONS_OF_WORKFLOW, asked.workflow)
    machines = {name: definitions.workflow(link, name).machine for (name,) in known}
    if not machines:
        return
    if asked.state is not None:
        machines = {n: m for n, m in machines.items() if asked.state in m.table.tree.members}
        if not machines:
            raise StoreError(say("store.unknown_state", state=asked.state), "unknown_state")
    for name in asked.where:
        fields = [each for machine in machines.values() for each in machine.definition.data]
        machines = {n: m for n, m in machines.items() if name in m.definition.data}
        if not machines:
            told = say("store.unknown_field", field=name, fields=", ".join(dict.fromkeys(fields)))
            raise StoreError(told, "unknown_field")
    for digest, machine in machines.items():
        data = [_field(link, machine.definition, name, value) for name, value in asked.where.items()]
        if asked.state is None:
            yield [("workflow = ?", (machine.definition.workflow,)), ("definition = ?", (digest,)), *data]
        else:
            for leaf in machine.table.tree.members[asked.state]:
                yield [("definition = ?", (digest,)), ("state = ?", (leaf,)), *data]


def _inside(link: Link, unit: str, units: Units | None, today: date) -> list[str]:
    """The units of cases for which this one acts, or would if it handled them: it and those below it today."""
    if units is None:
        return [unit]
    level = units.level(unit, today)
    if level is None:
        raise StoreError(say("store.unknown_unit", unit=unit, day=today), "unknown_unit")
    found = [str(each) for (each,) in link.rows(statements.UNITS)]
    return [each for each in found if units.at_level(each, level, today) == unit]


def _field(link: Link, definition: Definition, name: str, value: object) -> Term:
    declared = definition.data[name]
    if declared.personal:
        raise StoreError(say("store.field_personal", field=name), "field_personal")
    if isinstance(declared.type, (CollectionType, ListType, RecordType, DocumentType)):
        raise StoreError(say("store.field_of_parts", field=name), "field_of_parts")
    column = link.dialect.field.format(name)  # a name of the language: letters, digits and underscores
    if value is None:
        return f"{column} IS NULL", ()
    try:
        stored = plain(take(declared.type, value))
    except Misfit as misfit:
        why = say(f"values.{misfit.key}", **misfit.values)
        raise StoreError(say("store.field_unfit", field=name, why=why), "field_unfit") from None
    return f"{column} = ?", (link.dialect.scalar(stored),)


def _joined(conditions: list[Term]) -> Term:
    text = " AND ".join(condition for condition, _ in conditions)
    return text, tuple(value for _, values in conditions for value in values)


def _marks(values: list[str]) -> str:
    return ", ".join("?" * len(values))
