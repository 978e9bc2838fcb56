"""Who could do an event: roles, the units in which they must be held, the people of a directory."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol

from ..access import Actor, Directory
from ..case import Case
from ..engine import Facts, local_date
from ..engine.ask import ask
from ..engine.duties import fitting
from ..engine.machine import WorkflowMachine
from ..engine.permission import ActingUnit, permission
from ..engine.table import CompiledEvent, role_names
from ..model.definition import Event
from ..model.text import Text
from .answer import Able, Barred, Post, Who


class Listing(Directory, Protocol):
    """A directory that also says whom it knows: ids with titles."""

    @property
    def people(self) -> Mapping[str, Text]:
        """Everybody, on whatever days they hold something."""


def who(
    machine: WorkflowMachine,
    case: Case,
    event: CompiledEvent,
    directory: Listing | None,
    at: datetime,
    facts: Facts,
) -> Who:
    """Who could do an event on a settled case, in a state where it has a move."""
    today = local_date(at, machine.definition.timezone)
    posts = _posts(machine, case, event, facts, today)
    if directory is None:
        return Who(event.name, case.state, posts)
    able: list[Able] = []
    barred: list[Barred] = []
    for person in directory.people:
        actor = directory.actor(person, today)
        against = [
            r for r in ask(machine, case, event, None, actor, at, facts).reasons if r.code == "not_permitted"
        ]
        if not against:
            able += _as(machine, case, event, actor, at, facts)
        elif all(reason.guard is not None for reason in against):  # a duty, not the want of a role
            barred.append(Barred(person, tuple(against)))
    return Who(event.name, case.state, posts, tuple(able), tuple(barred))


def _posts(
    machine: WorkflowMachine, case: Case, event: CompiledEvent, facts: Facts, today: date
) -> tuple[Post, ...]:
    definition = machine.definition
    found: list[Post] = []
    for name in role_names(definition, event.declared):
        role = definition.roles[name]
        if role.party is not None:
            party = case.data.get(role.party)
            found.append(Post(name, party=None if party is None else str(party)))
        else:
            acting = ActingUnit.of(machine, case.state, role, case.data, facts, today)
            found.append(Post(name, acting.unit, problem=acting.problem))
    return tuple(found)


def _as(
    machine: WorkflowMachine, case: Case, event: CompiledEvent, actor: Actor, at: datetime, facts: Facts
) -> list[Able]:
    """The capacity in which the engine would let the person act."""
    declared = event.declared
    today = local_date(at, machine.definition.timezone)
    held = permission(machine, event, case.state, case.data, actor, facts, today).capacities
    assert isinstance(declared, Event)  # starts are not asked about
    capacity, _ = fitting(machine, declared, case, actor, held)
    return [Able(actor.id, capacity.role, capacity.unit, capacity.on_behalf)]
