"""Which ids new cases may have, where another system gives them: a pattern that is the host's, and no law's."""

import re
from typing import Any

from attrs import field, frozen

from ..errors import StoreError
from ..messages import say
from ..model.text import nfc


def _compiled(pattern: str | re.Pattern[str]) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except (re.error, TypeError, RecursionError) as error:
        told = say("store.id_pattern_unfit", pattern=pattern, detail=error)
        raise StoreError(told, "id_pattern_unfit") from None


@frozen
class CaseIds:
    """A regular expression that the whole id of a new case matches, and an example of one, which refusals show.

    A store that has it starts no case without an id, and none whose id is otherwise. Cases that are there already are
    found by whatever they are called. Raises StoreError for a pattern that is no regular expression of Python's `re`,
    and for an example that does not match it.
    """

    pattern: re.Pattern[str] = field(converter=_compiled)
    example: str = field(converter=nfc)

    def __attrs_post_init__(self) -> None:
        if not self.pattern.fullmatch(self.example):
            told = say("store.id_example", pattern=self.pattern.pattern, example=self.example)
            raise StoreError(told, "id_example")

    def require(self, name: str, *, given: bool) -> None:
        """Raises StoreError for an id that does not match, and where none was `given`."""
        if not given:
            raise StoreError(say("store.id_missing", example=self.example), "id_missing")
        if not self.pattern.fullmatch(name):
            raise StoreError(say("store.id_pattern", case=name, example=self.example), "id_pattern")


def taken(ids: Any) -> CaseIds | None:
    """What a host handed in as `case_ids`; raises TypeError for anything else than it takes."""
    if ids is not None and not isinstance(ids, CaseIds):
        msg = f"case_ids takes CaseIds(pattern, example), not {ids!r}"
        raise TypeError(msg)
    return ids
