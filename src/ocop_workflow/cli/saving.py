"""`check --save`: the stories of refuted claims as scenario files in the current folder."""

import os
from pathlib import Path

from ..model.definition import Definition
from ..model.tree import state_tree
from ..testing.writing import write_scenario
from ..verification import Proofs
from ..verification.tell import breach, claim_text
from ..wording import Words

SUFFIX = ".scenario.yaml"


def save_stories(definition: Definition, what: str, proofs: Proofs, language: str) -> tuple[Path, ...]:
    """One file a refuted claim, `WORKFLOW-N.scenario.yaml`, N the claim's number; one of that name is written anew."""
    saved = []
    words = Words(language, definition, state_tree(definition))
    for number, verdict in enumerate(proofs.verdicts, 1):
        if verdict.story is None:
            continue
        path = Path(f"{definition.workflow}-{number}{SUFFIX}")
        text = write_scenario(
            verdict.story.definition,
            verdict.story.steps,
            workflow=_called(what),
            title=breach(definition, verdict.claim),
            breaks=claim_text(definition, verdict.claim),
            basis=words.basis(verdict.claim.basis),
            language=language,
        )
        path.write_text(text, "utf-8")
        saved.append(path)
    return tuple(saved)


def _called(what: str) -> str:
    """The workflow as a scenario in this folder names it: a file by its path from here."""
    return os.path.relpath(what).replace(os.sep, "/") if Path(what).is_file() else what
