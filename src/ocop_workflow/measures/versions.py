"""The versions of the workflows that targets count: what is known, and what is found beside their file."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from ..model.definition import Definition
from ..reading import catalogued
from ..reading.counterparts import Unchecked, versions_near
from .targets import Targets

Versions = Mapping[str, Sequence[Definition]]  # by the name of the workflow


def versions_of(targets: Targets, known: Versions) -> tuple[Versions, tuple[Unchecked, ...]]:
    """Every version of each workflow, and the workflows of which there is none, each where it is named first."""
    found: dict[str, Sequence[Definition]] = {}
    unfound: dict[str, Unchecked] = {}
    named = [(each.of, each.position) for each in (*targets.measures.values(), *targets.risks.values())]
    for workflow, position in named:
        if workflow in found or workflow in unfound:
            continue
        versions = known.get(workflow) or tuple(versions_near(Path(targets.file), workflow, catalogued()))
        if versions:
            found[workflow] = versions
        else:
            unfound[workflow] = Unchecked(workflow, position)
    return found, tuple(unfound.values())
