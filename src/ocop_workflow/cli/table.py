"""`table`: every rule of a workflow, or its steps, on the screen or in a file; and a table of steps held against it."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from attrs import frozen

from ..drawing import ExtraMissing, procedure
from ..drawing.annex import Annex, annex_of, document, html, markdown
from ..messages import say
from ..model.text import LANGUAGES, Text
from .compared import compare
from .inputs import assumed_of, workflow_with
from .parser import BOTH, UsageError
from .screen import Screen
from .writing import chosen_format, write_out


def as_json(annex: Annex, languages: Sequence[str]) -> str:  # noqa: ARG001 - it has both
    """For programs, whatever language is asked for."""
    return json.dumps(document(annex), ensure_ascii=False, indent=2) + "\n"


def steps_as_json(of: procedure.Procedure, languages: Sequence[str]) -> str:  # noqa: ARG001 - the same
    """The steps for programs."""
    return json.dumps(procedure.document(of), ensure_ascii=False, indent=2) + "\n"


FORMATS: Mapping[str, Callable[[Annex, Sequence[str]], str]] = {
    "markdown": markdown,
    "html": html,
    "json": as_json,
}
STEPS: Mapping[str, Callable[[procedure.Procedure, Sequence[str]], str | bytes]] = {
    "markdown": procedure.markdown,
    "html": procedure.html,
    "docx": procedure.docx,
    "json": steps_as_json,
}
SUFFIXES = {".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".json": "json"}
STEPS_SUFFIXES = {**SUFFIXES, ".docx": "docx"}


@frozen
class Tabled:
    """Of which workflow, with which parameters, as what, where to, in which language; its steps, or a table of them."""

    what: str
    parameters: str | None = None
    format: str | None = None
    output: str | None = None
    language: str | None = None
    steps: bool = False
    check: str | None = None


def table(out: Screen, err: Screen, asked: Tabled, *, as_json: bool) -> int:
    """Prints the table or writes it, or checks one; returns 1 where that does not agree or an extra is missing."""
    if asked.check is not None and (asked.steps or asked.format or asked.output or asked.language == BOTH):
        raise UsageError(say("cli.table_check_alone"))
    if asked.check is None and as_json:
        raise UsageError(say("cli.table_json"))
    try:
        if asked.check is not None:
            return compare(out, Path(asked.check), asked.what, _procedure(asked), as_json=as_json)
        text = _steps(out, asked) if asked.steps else _rules(out, asked)
    except ExtraMissing as error:
        err.paragraph(error.text(err.language), style="red")
        return 1
    write_out(out, text, asked.output, "cli.tabled")
    return 0


def _languages(out: Screen, asked: Tabled) -> Sequence[str]:
    return LANGUAGES if asked.language == BOTH else (out.language,)


def _rules(out: Screen, asked: Tabled) -> str:
    written = FORMATS[_format(asked, FORMATS, SUFFIXES)]
    workflow = workflow_with(asked.what, Path(asked.parameters) if asked.parameters else None)
    return written(annex_of(workflow.definition), _languages(out, asked))


def _steps(out: Screen, asked: Tabled) -> str | bytes:
    written = STEPS[_format(asked, STEPS, STEPS_SUFFIXES)]
    return written(_procedure(asked), _languages(out, asked))


def _format(asked: Tabled, formats: Mapping[str, object], suffixes: Mapping[str, str]) -> str:
    if formats is FORMATS and "docx" in (asked.format, Path(asked.output or "").suffix.lower().lstrip(".")):
        raise UsageError(say("cli.table_docx"))
    return chosen_format(asked.format, asked.output, formats, suffixes, "markdown")


def _procedure(asked: Tabled) -> procedure.Procedure:
    parameters = Path(asked.parameters) if asked.parameters else None
    workflow = workflow_with(asked.what, parameters)
    return procedure.procedure_of(workflow.definition, assumed_of(parameters) if parameters else Text())
