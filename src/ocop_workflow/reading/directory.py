"""A directory as YAML: who holds which role in which unit, from which day to which, and in whose place.

`directory: id` · `people: {id: {title}}` · `bodies: {id: {title}}` · `assignments: [{person, role, unit, from, to}]`,
with `KT: head` (ký thay), `TM: body` (thay mặt) or `TL: head` (thừa lệnh) for signatures in somebody's place, and with
`party` instead of `role` for acting for a party · `delegations: [{person, for, role, unit, from, to, decision}]` (ủy
quyền). The days `from` and `to` are included.
"""

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

from ..access.directory import COLLECTIVE, DEPUTY, ORDER, Assignment, DatedDirectory, Delegation
from ..messages.spelling import nearest
from ..model.text import Text
from . import scalars
from .directory_checks import Placed, check_directory, tell
from .fields import Fields, entries, items
from .nodes import Node, ScalarNode
from .problems import Problems
from .stream import read_nodes

MANNERS = (DEPUTY, COLLECTIVE, ORDER)


def read_directory(
    path: Path | str,
    text: str | bytes | None = None,
    *,
    roles: Collection[str] = (),
    units: Collection[str] = (),
) -> DatedDirectory:
    """The directory in a file; raises DefinitionError with every problem.

    `units`, where given, are those that may be named. `roles` are those of one workflow: a role that looks like a
    misspelt one of them is a problem, another is taken to be of another workflow.
    """
    problems = Problems()
    fields = Fields(read_nodes(path, text, problems), problems)
    name = fields.need("directory")
    title = scalars.bilingual(fields.take("title"), problems)
    for said in ("source", "assumed"):
        scalars.bilingual(fields.take(said), problems)
    people = _titles(fields.take("people"), problems)
    bodies = _titles(fields.take("bodies"), problems, people)
    reader = _Reader(people, bodies, roles, units, problems)
    assigned, delegated = fields.take("assignments"), fields.take("delegations")
    fields.done()
    assignments = [(item, reader.assignment(item)) for item in items(assigned, problems)]
    delegations = [(item, reader.delegation(item)) for item in items(delegated, problems)]
    problems.check()  # of days and names that could not be read, nothing true can be told
    held = [Placed(node, each) for node, each in assignments if each is not None]
    given = [Placed(node, each) for node, each in delegations if each is not None]
    found = DatedDirectory(
        (scalars.text(name, problems) if name else None) or "",
        people,
        bodies,
        tuple(each.what for each in held),
        tuple(each.what for each in given),
        title,
    )
    check_directory(found, held, given, problems)
    problems.check()
    return found


def _titles(node: Node | None, problems: Problems, others: Collection[str] = ()) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for key, value in entries(node, problems):
        if key.text in others:
            tell(problems, "person_and_body", key, {"name": key.text})
        fields = Fields(value, problems)
        found[key.text] = scalars.bilingual(fields.take("title"), problems)
        fields.done()
    return found


class _Reader:
    """Lines of a file whose people and bodies are known."""

    def __init__(
        self,
        people: Mapping[str, Text],
        bodies: Mapping[str, Text],
        roles: Collection[str],
        units: Collection[str],
        problems: Problems,
    ) -> None:
        self.people, self.bodies, self.roles, self.units = people, bodies, roles, units
        self.problems = problems

    def assignment(self, node: Node) -> Assignment | None:
        fields = Fields(node, self.problems)
        person = self._known(fields.need("person"), self.people, "unknown_person")
        role, unit, party = (fields.take(key) for key in ("role", "unit", "party"))
        said = {manner: place for manner in MANNERS if (place := fields.take(manner)) is not None}
        start, end = self._days(fields)
        fields.done()
        if (role is None) == (party is None):
            tell(self.problems, "role_or_party", node)
        if len(said) > 1:
            tell(self.problems, "two_manners", node, {"found": ", ".join(said)})
        for key in (*said, *(["unit"] if unit is not None else [])) if party is not None else ():
            tell(self.problems, "party_signs", fields.key(key), {"key": key})
        signs, place = next(iter(said.items()), (None, None))
        among, code = (
            (self.bodies, "unknown_body") if signs == COLLECTIVE else (self.people, "unknown_person")
        )
        whose = self._known(place, among, code)
        self._not_oneself(person, whose, place)
        named, where = self._role(role), self._unit(unit)
        who = None if party is None else scalars.text(party, self.problems)
        if person is None:
            return None
        return Assignment(person, named, where, who, signs, whose, start or date.min, end or date.max)

    def delegation(self, node: Node) -> Delegation | None:
        fields = Fields(node, self.problems)
        person = self._known(fields.need("person"), self.people, "unknown_person")
        delegator = fields.need("for")
        whose = self._known(delegator, self.people, "unknown_person")
        role, unit, decision = fields.need("role"), fields.take("unit"), fields.need("decision")
        start, end = self._days(fields, needed=True)
        fields.done()
        self._not_oneself(person, whose, delegator)
        named, where = self._role(role), self._unit(unit)
        number = None if decision is None else scalars.quoted(decision, self.problems)
        if person is None or whose is None or named is None or start is None or end is None or number is None:
            return None
        return Delegation(person, whose, named, where, start, end, number)

    def _known(self, node: Node | None, among: Collection[str], code: str) -> str | None:
        name = None if node is None else scalars.text(node, self.problems)
        if name is None or node is None:
            return None
        if name not in among:
            tell(self.problems, code, node, {"name": name[:80]}, among=among, wrong=name)
            return None
        return name

    def _role(self, node: Node | None) -> str | None:
        name = None if node is None else scalars.name(node, self.problems)
        if name is not None and node is not None and name not in self.roles and nearest(name, [*self.roles]):
            tell(self.problems, "unknown_role", node, {"name": name}, among=self.roles, wrong=name)
        return name

    def _unit(self, node: Node | None) -> str | None:
        name = None if node is None else scalars.text(node, self.problems)
        if name is not None and node is not None and self.units and name not in self.units:
            tell(self.problems, "unknown_unit", node, {"name": name[:80]}, among=self.units, wrong=name)
        return name

    def _not_oneself(self, person: str | None, whose: str | None, node: Node | None) -> None:
        if person is not None and person == whose and isinstance(node, ScalarNode):
            tell(self.problems, "own_place", node, {"name": person})

    def _days(self, fields: Fields, *, needed: bool = False) -> tuple[date | None, date | None]:
        """The first day and the last; a delegation is limited in time."""
        ask = fields.need if needed else fields.take
        first, last = ask("from"), ask("to")
        start = scalars.day(first, self.problems) if first is not None else None
        end = scalars.day(last, self.problems) if last is not None else None
        if start is not None and end is not None and start > end and last is not None:
            self.problems.add("days_crossed", last, {"start": start, "end": end})
        return start, end
