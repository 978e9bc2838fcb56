"""Erasing personal values: the value and the key of its commitment go, the history stays."""

from . import statements
from .link import Link


def erase(link: Link, case_id: str, fields: tuple[str, ...] | None) -> int:
    """Erase all personal values of a case, or those of some fields; the number of values that were there.

    What consumers' handlers said of its entries goes too, as nobody knows what they quoted.
    """
    link.run(statements.ERASE_ERRORS, case_id)
    if fields is None:
        return link.run(statements.ERASE, case_id)
    return sum(link.run(statements.ERASE_FIELD, case_id, name) for name in fields)
