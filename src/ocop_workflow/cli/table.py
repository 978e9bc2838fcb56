"""`table`: every rule of a workflow with its refusals and its basis, on the screen or in a file."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from attrs import frozen

from ..drawing.annex import Annex, annex_of, document, html, markdown
from ..messages import say
from ..model.text import LANGUAGES
from .inputs import workflow_with
from .parser import BOTH, UsageError
from .screen import Screen


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
    written = FORMATS[_format(asked)]
    workflow = workflow_with(asked.what, Path(asked.parameters) if asked.parameters else None)
    languages = LANGUAGES if asked.language == BOTH else (out.language,)
    text = written(annex_of(workflow.definition), languages)
    if asked.output is None:
        out.stream.write(text)
        return 0
    try:
        Path(asked.output).write_text(text, "utf-8")
    except OSError as error:
        raise UsageError(say("cli.cannot_write", file=asked.output, reason=error.strerror)) from None
    out.paragraph(say("cli.tabled", file=asked.output).say(out.language))
    return 0


def _format(asked: Tabled) -> str:
    """What was said, else what the file's name ends in, else text."""
    if asked.format is None:
        return SUFFIXES.get(Path(asked.output).suffix.lower(), "markdown") if asked.output else "markdown"
    if asked.format not in FORMATS:
        raise UsageError(say("cli.unknown_format", format=asked.format, known=", ".join(FORMATS)))
    return asked.format
