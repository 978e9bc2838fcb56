"""Small files for tests: what all of them begin with, and the shortest way to their proofs."""

from ocop_workflow.model.definition import Definition
from ocop_workflow.reading import read_definition
from ocop_workflow.verification import Budget, Proofs, Verdict, prove

HEAD = "workflow: small\nversion: '1'\ntimezone: UTC\nroles: {worker: {}, producer: {}, council: {}}\n"


def small(text: str) -> Definition:
    return read_definition("small.yaml", HEAD + text)


def proofs(text: str, budget: Budget | None = None) -> Proofs:
    return prove(small(text), budget)


def verdict(text: str) -> Verdict:
    """That of the only property."""
    (found,) = proofs(text).verdicts
    return found
