"""What a definition must satisfy as a whole, one concern a file; problems go to the reading's context."""

from ...model.definition import Definition
from ..context import Context
from ..resolve import resolve
from .clocks import check_clocks
from .definedness import check_definedness
from .links import check_links
from .moves import check_moves
from .names import check_names
from .references import check_references
from .scopes import check_scopes
from .timezone import check_timezone
from .typing import check_types
from .writes import check_writes


def check(definition: Definition, context: Context) -> Definition:
    """Run every check; the definition with its targets resolved is given back.

    Checks that follow names run only if all names are sound, and what they stand for could be read, so that one
    slip is not told five times.
    """
    before = len(context.problems)
    check_names(definition, context)
    check_references(definition, context)
    if len(context.problems) > before or not _whole(definition, context):
        return definition
    definition = resolve(definition)
    check_moves(definition, context)
    check_scopes(definition, context)
    check_writes(definition, context)
    check_clocks(definition, context)
    before = len(context.problems)
    check_links(definition, context)
    check_types(definition, context)
    check_timezone(definition, context)
    if len(context.problems) == before:
        check_definedness(definition, context)
    return definition


def _whole(definition: Definition, context: Context) -> bool:
    """Whether nothing is missing of which it has been told that it could not be read."""
    read = {"data": definition.data, "parameter": definition.parameters, "let": definition.let}
    return all(start.to for start in definition.start.values()) and all(
        context.declared.get(kind, set()) <= found.keys() for kind, found in read.items()
    )


__all__ = ["check"]
