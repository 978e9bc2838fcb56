"""Where the keys of a file stand, so that an editor can be asked about each of them."""

from pathlib import Path
from types import ModuleType
from typing import Any

import yaml
from attrs import frozen
from schemas import ROOT

from ocop_workflow.cli.schema import KINDS


@frozen(order=True)
class Place:
    """A key in a file; `line` and `column` count from 0."""

    file: str
    line: int
    column: int


class _Mapping(dict[str, Any]):
    """A mapping that knows where its keys stand."""

    places: dict[str, tuple[int, int]]


def places_of(reference: ModuleType, kind: str) -> dict[tuple[str, str, str], Place]:
    """For every part, key and description of a kind of file, where one of the reference's files uses it first."""
    found: dict[tuple[str, str, str], Place] = {}
    root = KINDS[kind]()
    for file in reference.FILES[kind]:
        document = _located(reference, ROOT / file)
        for place, key, description, inside in reference.parts(root, root, "top", document):
            if reference.called(place) in reference.OF_WORKFLOWS.get(kind, ()):
                continue
            line, column = inside.places[key]
            found.setdefault((reference.called(place), key, description), Place(file, line, column))
    return found


def _located(reference: ModuleType, path: Path) -> Any:
    class Loader(reference._Core):  # type: ignore[name-defined, misc]  # noqa: SLF001 - reads as the reference does
        pass

    def mapping(loader: Any, node: yaml.MappingNode) -> _Mapping:
        loader.flatten_mapping(node)
        made = _Mapping(loader.construct_mapping(node, deep=True))
        marks = [(key.value, key.start_mark) for key, _ in node.value]
        made.places = {name: (mark.line, mark.column) for name, mark in marks}
        return made

    Loader.add_constructor("tag:yaml.org,2002:map", mapping)
    return yaml.load(path.read_text("utf-8"), Loader)  # noqa: S506 - a safe loader
