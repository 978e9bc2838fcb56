"""The guard language: parsed, typed, bounded, compiled. Total and exact; it knows no workflow but its scope."""

from .assign import fits
from .bound import cost
from .compile import compile_expression
from .definedness import narrowed, unset_reads
from .environment import Environment
from .explain import compile_explanation, explain
from .faults import EvaluationError, Fault, GuardSyntaxError
from .lets import scope_of
from .parse import parse
from .reads import Reads, names, reads, reads_taken, taken_fields
from .scope import Known, Scope
from .typing import infer
from .unparse import unparse
from .walk import evaluate

__all__ = [
    "Environment",
    "EvaluationError",
    "Fault",
    "GuardSyntaxError",
    "Known",
    "Reads",
    "Scope",
    "compile_explanation",
    "compile_expression",
    "cost",
    "evaluate",
    "explain",
    "fits",
    "infer",
    "names",
    "narrowed",
    "parse",
    "reads",
    "reads_taken",
    "scope_of",
    "taken_fields",
    "unparse",
    "unset_reads",
]
