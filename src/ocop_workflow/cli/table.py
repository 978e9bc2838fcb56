"""`table`: every rule of a workflow with its refusals and its basis, on the screen or in a file."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from attrs import frozen

from ..drawing.annex import Annex, annex_of, document, html, markdown
from ..model.text import LANGUAGES
from .inputs import workflow_with
from .parser import BOTH
from .screen import Screen
from .writing import chosen_format, write_out


def as_json(annex: Annex, languages: Sequence[str]) -> str:  # noqa: ARG001 - it has both
    """For programs, whatever language is asked for."""
    return json.dumps(document(annex), ensure_ascii=False, indent=2) + "\n"


FORMATS: Mapping[str, Callable[[Annex, Sequence[str]], str]] = {
    "markdown": markdown,
    "html": html,
    "json": as_json,
}
SUFFIXES = {".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".json": "json"}


@frozen
class Tabled:
    """Of which workflow, with which parameters, as what, where to, and in which language."""

    what: str
    parameters: str | None = None
    format: str | None = None
    output: str | None = None
    language: str | None = None


def table(out: Screen, asked: Tabled) -> int:
    """Prints the table or writes it."""
    written = FORMATS[chosen_format(asked.format, asked.output, FORMATS, SUFFIXES, "markdown")]
    workflow = workflow_with(asked.what, Path(asked.parameters) if asked.parameters else None)
    languages = LANGUAGES if asked.language == BOTH else (out.language,)
    text = written(annex_of(workflow.definition), languages)
    write_out(out, text, asked.output, "cli.tabled")
    return 0
