"""Erasing personal values: the value and the key of its commitment go, the history stays."""

from collections.abc import Collection

from ..errors import StoreError
from ..messages import say
from . import statements
from .link import Link


def erase(link: Link, case_id: str, personal: Collection[str], fields: str | Collection[str] | None) -> int:
    """Erase all personal values of a case, or those of some fields; the number of values that were there.

    What consumers' handlers said of its entries goes too, as nobody knows what they quoted. Raises StoreError for a
    field that is not one of the `personal` ones, before anything is erased.
    """
    wanted = [fields] if isinstance(fields, str) else fields
    for name in wanted or ():
        if name not in personal:
            told = say(
                "store.not_personal", case=case_id, field=name, fields=", ".join(sorted(personal)) or "–"
            )
            raise StoreError(told, "not_personal")
    link.run(statements.ERASE_ERRORS, case_id)
    if wanted is None:
        return link.run(statements.ERASE, case_id)
    return sum(link.run(statements.ERASE_FIELD, case_id, name) for name in wanted)
