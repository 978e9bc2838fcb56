"""Which cases are asked for, as conditions on their rows: workflow, state, unit and below, due dates, data fields.

A selection becomes terms, one for each leaf of each definition that is meant: the cases of one term lie beside each
other in an index, in the order of their ids, so that a page costs the same however many cases there are.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from attrs import define, field, frozen

from ..access import Units
from ..engine import local_date
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
    link: Link, definitions: Definitions, asked: Selection, units: Units | None, now: datetime
) -> list[Term]:
    """Disjoint terms; none where no case can be meant. Raises StoreError for what no definition or unit has."""
    common: list[Term] = [] if asked.due is None else [("due <= ?", (asked.due,))]
    if asked.state is None and asked.unit is None and not asked.where:
        own = [[("workflow = ?", (asked.workflow,))] if asked.workflow is not None else list[Term]()]
    else:
        own = list(_of_definitions(link, definitions, asked, _Inside(link, asked.unit, units, now)))
    return [_joined([*each, *common]) for each in own]


def _of_definitions(
    link: Link, definitions: Definitions, asked: Selection, inside: "_Inside"
) -> Iterator[list[Term]]:
    """Conditions for each leaf of each definition that has the state and the fields."""
    if asked.workflow is None:
        known = link.rows(statements.DEFINITIONS)
    else:
        known = link.rows(statements.DEFINITIONS_OF_WORKFLOW, asked.workflow)
    machines = {name: definitions.workflow(link, name).machine for (name,) in known}
    if machines and asked.state is not None:
        machines = {n: m for n, m in machines.items() if asked.state in m.table.tree.members}
        if not machines:
            raise StoreError(say("store.unknown_state", state=asked.state), "unknown_state")
    data: dict[str, list[Term]] = {name: [] for name in machines}
    for name, value in asked.where.items() if machines else ():
        found = _fields(link, {each: machines[each].definition for each in data}, name, value)
        data = {each: [*data[each], term] for each, term in found.items()}
    for digest, conditions in data.items():
        definition, tree = machines[digest].definition, machines[digest].table.tree
        rest = [*conditions, *inside.on(definition)]
        if asked.state is None:
            yield [("workflow = ?", (definition.workflow,)), ("definition = ?", (digest,)), *rest]
        else:
            for leaf in tree.members[asked.state]:
                yield [("definition = ?", (digest,)), ("state = ?", (leaf,)), *rest]


@define
class _Inside:
    """The units of cases for which one acts, or would if it handled them: it and those below it on the local day."""

    link: Link
    unit: str | None
    units: Units | None
    now: datetime
    found: dict[date, list[Term]] = field(factory=dict)

    def on(self, definition: Definition) -> list[Term]:
        """The condition, none where no unit is asked for; what day it is depends on the workflow's time zone."""
        if self.unit is None:
            return []
        today = local_date(self.now, definition.timezone)
        if today not in self.found:
            inside = self._below(self.unit, today)
            self.found[today] = [(f"unit IN ({_marks(inside)})" if inside else "1 = 0", tuple(inside))]
        return self.found[today]

    def _below(self, unit: str, today: date) -> list[str]:
        if self.units is None:
            return [unit]
        level = self.units.level(unit, today)
        if level is None:
            raise StoreError(say("store.unknown_unit", unit=unit, day=today), "unknown_unit")
        has = [str(each) for (each,) in self.link.rows(statements.UNITS)]
        return [each for each in has if self.units.at_level(each, level, today) == unit]


def _fields(link: Link, definitions: Mapping[str, Definition], name: str, value: object) -> dict[str, Term]:
    """The condition for each definition that has the field, and in which it can have the value."""
    having = {each: definition for each, definition in definitions.items() if name in definition.data}
    if not having:
        known = dict.fromkeys(field for definition in definitions.values() for field in definition.data)
        told = say("store.unknown_field", field=name, fields=", ".join(known))
        raise StoreError(told, "unknown_field")
    found: dict[str, Term] = {}
    unfit: StoreError | None = None
    for each, definition in having.items():
        try:
            found[each] = _field(link, definition, name, value)
        except StoreError as error:
            if error.code != "field_unfit":
                raise
            unfit = error  # another version may have it
    if unfit is not None and not found:
        raise unfit
    return found


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
