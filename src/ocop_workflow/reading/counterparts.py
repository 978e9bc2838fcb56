"""The other side of links: the workflows that a definition names, as far as they are found.

They are looked for in the folder of its file and in the folder beside it that has the workflow's name; if there is
none, among installed packages. What is not found cannot be checked: `check` says so, and a store refuses what does not
fit.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from attrs import frozen

from ..errors import DefinitionError
from ..model.definition import Definition, Link
from ..model.position import Position
from ..model.tree import state_tree
from ..model.types import CaseType
from .definition import read_definition
from .problems import Problems
from .source import is_file

_MOST_FILES = 200  # the most files of a folder that are looked at
_MOST_BYTES = 1_000_000
# Gives workflow → version → file; asked only where nothing lies beside the file.
Catalogue = Callable[[], Mapping[str, Mapping[str, Path]]]


@frozen
class Unchecked:
    """A workflow that links name and that was not found, and where it is named."""

    workflow: str
    position: Position | None


def check_counterparts(definition: Definition, catalogue: Catalogue) -> None:
    """Raises DefinitionError for states and data fields that a workflow which was found does not have."""
    problems = Problems()
    found: dict[str, list[Definition]] = {}
    for link in definition.links.values():
        workflow = _other(definition, link)
        if workflow not in found:
            found[workflow] = list(versions(definition, workflow, catalogue))
        for other in found[workflow]:
            _check(link, definition, other, problems)
    problems.check()


def unchecked(definition: Definition, catalogue: Catalogue) -> tuple[Unchecked, ...]:
    """The workflows that are named and not found, each where it is named first."""
    named: dict[str, Position | None] = {}
    for declared in definition.data.values():
        if isinstance(declared.type, CaseType):
            named.setdefault(declared.type.workflow, declared.position)
    for link in definition.links.values():
        named.setdefault(_other(definition, link), link.position)
    return tuple(
        Unchecked(workflow, position)
        for workflow, position in named.items()
        if next(versions(definition, workflow, catalogue), None) is None
    )


def versions(definition: Definition, workflow: str, catalogue: Catalogue) -> Iterator[Definition]:
    """Every version of a workflow that is found and can be read; one with problems is told when it is loaded."""
    if workflow == definition.workflow:
        yield definition
    yield from versions_near(Path(definition.file) if definition.file else None, workflow, catalogue)


def versions_near(file: Path | None, workflow: str, catalogue: Catalogue) -> Iterator[Definition]:
    """The same, as a file that names it finds them, but for what that file itself says."""
    own = file.resolve() if file else None
    beside = dict.fromkeys(_beside(own, workflow)) if own else ()
    for each in beside or (found.resolve() for found in catalogue().get(workflow, {}).values()):
        if each != own:
            try:
                other = read_definition(each)
            except DefinitionError:
                continue
            if other.workflow == workflow:
                yield other


def _beside(own: Path, workflow: str) -> Iterator[Path]:
    name = re.escape(workflow).encode()
    says = re.compile(rb"^workflow:[ \t]*[\"']?" + name + rb"[\"']?[ \t\r]*(#.*)?$", re.MULTILINE)
    for folder in (own.parent, own.parent.parent / workflow):
        for file in _files(folder):
            if is_file(file) and file.stat().st_size <= _MOST_BYTES and says.search(file.read_bytes()):
                yield file.resolve()


def _files(folder: Path) -> list[Path]:
    """The first files of a folder; none where there is no such folder, as where its name is too long."""
    try:
        return sorted(folder.glob("*.yaml"))[:_MOST_FILES]
    except OSError:
        return []


def _other(definition: Definition, link: Link) -> str:
    if link.count is not None:
        return link.count
    declared = definition.data[link.of or ""].type
    assert isinstance(declared, CaseType)  # checked before
    return declared.workflow


def _check(link: Link, definition: Definition, other: Definition, problems: Problems) -> None:
    whole = f"{other.workflow}@{other.version}"
    members = state_tree(other).members
    for state in link.states:
        if state not in members:
            values = {"name": state, "workflow": whole}
            problems.add("link_state", link.places[state], values, wrong=state, among=list(members))
    if link.by is None:
        return
    declared = other.data.get(link.by)
    if declared is None:
        values = {"name": link.by, "workflow": whole}
        cases = [name for name, each in other.data.items() if isinstance(each.type, CaseType)]
        problems.add("link_field", link.places[link.by], values, wrong=link.by, among=cases)
    elif declared.type != CaseType(definition.workflow):
        values = {"name": link.by, "workflow": whole, "own": definition.workflow}
        problems.add("link_elsewhere", link.places[link.by], values)
