"""What run files and scenarios mention: words that must be known where they stand, and files beside them."""

from collections.abc import Collection, Mapping
from pathlib import Path

from ..errors import DefinitionError
from ..messages import sentences
from . import scalars
from .catalogue import find
from .nodes import Node
from .offered import is_path
from .problems import Problems
from .source import is_file

ROOM = "script"


def named(node: Node | None, among: Collection[str], code: str, problems: Problems) -> str:
    """One word that must be among those that are known; `code` tells of one that is not."""
    found = word(node, problems)
    if node is not None and found and found not in among:
        tell(problems, code, node, {"name": found[:80]}, among=among, wrong=found)
    return found


def known(node: Node | None, among: Collection[str], code: str, problems: Problems) -> tuple[str, ...]:
    """One such word or a list of them, each once."""
    found = scalars.texts(node, problems)
    for item in found.values():
        named(item, among, code, problems)
    return tuple(found)


def beside(path: Path, node: Node | None, problems: Problems) -> Path | None:
    """The path of a file that is named from the folder of the file at `path`."""
    if node is None:
        return None
    name = word(node, problems)
    if name and not is_file(path.parent / name):
        tell(problems, "no_file_beside", node, {"path": name[:80]})
    return path.parent / name


def workflow_named(path: Path, node: Node | None, problems: Problems) -> str:
    """The workflow that a file names: in the catalogue, or by a path from the file's folder."""
    name = word(node, problems)
    if is_path(name):
        return str(beside(path, node, problems))
    if node is not None and name:
        try:
            find(name, where=node.position)
        except DefinitionError as error:
            problems.also(error)
    return name


def word(node: Node | None, problems: Problems) -> str:
    """The text that is written there; none is the empty one."""
    return (scalars.text(node, problems) or "") if node is not None else ""


def tell(
    problems: Problems,
    code: str,
    where: Node,
    values: Mapping[str, object] | None = None,
    *,
    among: Collection[str] = (),
    wrong: str | None = None,
) -> None:
    """A problem of the sentences in messages/script.yaml, or of those that all files share."""
    room = ROOM if code in sentences(ROOM) else "reading"
    problems.add(code, where, values, among=among, wrong=wrong, room=room)
