"""The people of a test: one for each role of a workflow, or those of a directory file as they stand on a day."""

from collections.abc import Mapping
from datetime import UTC
from pathlib import Path

from ..access import Actor
from ..reading.directory import read_directory
from ..workflow import Workflow
from .clock import Clock


def people(source: Workflow | Path | str, unit: str | None = None, *, clock: Clock) -> Mapping[str, Actor]:
    """Of a workflow, by role, somebody called like it who holds it; of a directory file, everybody by id.

    `unit` is where the role is held. A role that is a party's is held by acting for a party of the role's name.
    People of a directory hold what it says of the clock's day (in UTC). Raises DefinitionError with what is wrong in
    the file.
    """
    if isinstance(source, Workflow):
        roles = source.definition.roles
        return {
            name: Actor(name, parties=[name]) if role.party else Actor(name, roles=[(name, unit)])
            for name, role in roles.items()
        }
    directory, today = read_directory(source), clock.now.astimezone(UTC).date()
    return {name: directory.actor(name, today) for name in directory.people}
