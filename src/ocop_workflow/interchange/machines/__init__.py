"""A machine of the library `transitions`, as its constructor takes it, as the beginning of a workflow's file."""

from .written import from_transitions

__all__ = ["from_transitions"]
