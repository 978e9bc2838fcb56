"""`check`: whether a workflow keeps to the language, and whether what it claims is proved."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..errors import DefinitionError
from ..explanation import unheeded
from ..messages import say
from ..model.definition import Definition
from ..model.text import Text
from ..reading import catalogued, unchecked
from ..verification import PROVED, Proofs, prove
from ..verification.tell import claim_text
from ..wording import Words
from ..workflow import Workflow
from .findings import Finding, of_problems, of_proofs, of_staff
from .inputs import workflow_with
from .problems import problems_document, show_problems
from .proofs import proofs_document, show_proofs
from .screen import Screen
from .staffing import Staff, show_staffing, show_unheeded, staffed, staffing_document
from .writing import write_file

NOBODY = Staff()


def check(
    out: Screen,
    what: str,
    parameters: str | None,
    staff: Staff = NOBODY,
    *,
    as_json: bool,
    save: bool = False,
    sarif_file: str | None = None,
    junit_file: str | None = None,
) -> int:
    """Prints each problem, or what is open, every verdict and what a directory lacks; returns the exit code."""
    try:
        workflow = workflow_with(what, Path(parameters) if parameters else None)
        found = staffed(workflow, staff)
    except DefinitionError as error:
        wrong = tuple(of_problems(error.problems))
        _write(sarif_file, wrong, what, out)
        _write_junit(junit_file, (), wrong, what, out)
        if as_json:
            out.json(problems_document(error.problems))
        else:
            show_problems(out, error.problems)
        return 1
    unhandled = unheeded(workflow.definition)
    proofs = prove(workflow.definition)
    saved = _saved(workflow.definition, what, proofs, out) if save else ()
    told = (*of_proofs(workflow.definition, proofs), *of_staff(workflow.definition, found, unhandled))
    _write(sarif_file, told, workflow.definition.file or what, out)
    proved = [v.claim for v in proofs.verdicts if v.verdict == PROVED]
    claims = [claim_text(workflow.definition, claim) for claim in proved]
    _write_junit(junit_file, claims, told, workflow.definition.file or what, out)
    holds = proofs.holds and (found is None or found.holds)
    if as_json:
        judged = proofs_document(workflow.definition, proofs)
        out.json(
            problems_document(())
            | _summary(workflow)
            | judged
            | staffing_document(found)
            | {"unheeded": list(unhandled), "holds": holds, "saved": [str(path) for path in saved]}
        )
    else:
        words = _show(out, workflow, what, proofs)
        show_unheeded(out, words, unhandled)
        if found is not None:
            show_staffing(out, words, found)
        for path in saved:
            out.paragraph(say("cli.saved", path=path).say(out.language))
    return 0 if holds else 1


def _saved(definition: Definition, what: str, proofs: Proofs, out: Screen) -> Sequence[Path]:
    from .saving import save_stories

    return save_stories(definition, what, proofs, out.language)


def _write(sarif_file: str | None, findings: Iterable[Finding], file: str, out: Screen) -> None:
    """The log of what was found, where one is asked for; it says nothing, so that nothing else is printed with JSON."""
    if sarif_file is not None:
        from .sarif import sarif

        log = json.dumps(sarif(tuple(findings), file, out.language), ensure_ascii=False, indent=2)
        write_file(log + "\n", sarif_file)


def _write_junit(
    junit_file: str | None, proved: Sequence[Text], findings: Sequence[Finding], file: str, out: Screen
) -> None:
    if junit_file is not None:
        from .junit import junit

        write_file(junit(proved, findings, file, out.language), junit_file)


def _show(out: Screen, workflow: Workflow, what: str, proofs: Proofs) -> Words:
    definition = workflow.definition
    file = definition.file or what
    out.line(out.style(say("cli.no_problems", file=file).say(out.language), "green"))
    words = Words(out.language, definition, workflow.machine.table.tree)
    counts = say("cli.summary", workflow=words.whole(), **_counts(workflow))
    out.paragraph(counts.say(out.language))
    if missing := definition.missing_parameters():
        out.line()
        out.paragraph(words.told("open_parameters"))
        out.pairs([(name, _open(definition, name, words)) for name in missing], indent=2)
    show_proofs(out, definition, proofs, words)
    for each in unchecked(definition, catalogued):
        told = words.told("links_unchecked", place=each.position or file, workflow=each.workflow)
        out.paragraph(told, indent=2, first="? ", style="yellow")
    return words


def _open(definition: Definition, name: str, words: Words) -> str:
    declared = definition.parameters[name]
    basis = "; ".join(words.basis(declared.basis))
    title = words.title(declared.title, name)
    return f"{title} – {basis}" if basis else title


def _counts(workflow: Workflow) -> dict[str, int]:
    definition = workflow.definition
    return {
        "states": len(workflow.machine.table.tree.leaves),
        "events": len(definition.start) + len(definition.events),
        "roles": len(definition.roles),
    }


def _summary(workflow: Workflow) -> dict[str, object]:
    definition = workflow.definition
    return {
        "file": definition.file,
        "workflow": definition.workflow,
        "version": definition.version,
        "definition": workflow.digest,
        "links_unchecked": [each.workflow for each in unchecked(definition, catalogued)],
        "open_parameters": list(definition.missing_parameters()),
        **_counts(workflow),
    }
