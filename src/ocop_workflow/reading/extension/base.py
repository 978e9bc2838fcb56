"""Which file an extension extends: a version of the catalogue, or a path from the extension's folder."""

from pathlib import Path

from .. import scalars
from ..nodes import MappingNode, Node, ScalarNode
from ..offered import SUFFIXES, catalogued, is_path
from ..problems import Problems
from ..source import is_file

MOST = 8  # files in a chain


def base_of(node: Node, chain: tuple[Path, ...], problems: Problems) -> Path | None:
    """The file that `extends` names, None where there is no such key; raises DefinitionError where it is unfit.

    `chain` are the files that are being read, the one of `node` last: none of them may be named again.
    """
    entries = node.entries if isinstance(node, MappingNode) else ()
    named = next((value for key, value in entries if key.text == "extends"), None)
    if named is None:
        return None
    name = scalars.text(named, problems)
    problems.check()
    assert name is not None  # a text, or a problem
    file = chain[-1].parent / name if is_path(name) else _catalogued(name, named, problems)
    if not name.endswith(SUFFIXES) and is_path(name):
        problems.add("base_unpinned", named, {"name": name[:80]})
    elif not is_file(file):
        problems.add("base_missing", named, {"name": name[:80]})
    problems.check()
    _check_chain(file, chain, named, problems)
    return file


def _catalogued(name: str, named: Node, problems: Problems) -> Path:
    """A base is named with its version: what it says must not change under the extension."""
    workflow, _, version = name.partition("@")
    known = catalogued()
    if not version:
        problems.add("base_unpinned", named, {"name": name[:80]})
    elif workflow not in known:
        problems.add("unknown_workflow", named, {"name": workflow[:80]}, wrong=workflow, among=sorted(known))
    elif version not in known[workflow]:
        values = {"name": workflow, "version": version[:80]}
        problems.add("unknown_version", named, values, wrong=version, among=sorted(known[workflow]))
    problems.check()
    return known[workflow][version]


def _check_chain(file: Path, chain: tuple[Path, ...], named: Node, problems: Problems) -> None:
    real = [each.resolve() for each in chain]
    if file.resolve() in real:
        circle = [*chain[real.index(file.resolve()) :], file]
        problems.add("extension_circle", named, {"circle": " → ".join(each.name for each in circle)})
    elif len(chain) > MOST:
        problems.add("extension_chain", named, {"limit": MOST})
    problems.check()


def told(node: Node | ScalarNode) -> str:
    """A place of the base, for a sentence: file and line."""
    return f"{node.source.file}:{node.line}"
