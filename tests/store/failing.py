"""A connection that fails at the Nth statement, as a disk does."""

import sqlite3
from typing import Any


class Failing:
    """Wraps a connection; statement number `at` (from 1) raises instead of running, or after it has run."""

    Error = sqlite3.Error
    IntegrityError = sqlite3.IntegrityError

    def __init__(self, raw: Any, error: BaseException, *, ran: bool = False) -> None:
        self.raw = raw
        self.error = error
        self.ran = ran
        self.at: int | None = None
        self.only: str | None = None
        self.seen: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.raw, name)

    def arm(self, at: int | None = None, only: str | None = None) -> None:
        """Fail at a statement from now on, by number or by how it begins."""
        self.at, self.only, self.seen = at, only, []

    def cursor(self) -> "_Cursor":
        return _Cursor(self, self.raw.cursor())


class _Cursor:
    def __init__(self, owner: Failing, raw: Any) -> None:
        self._owner, self._raw = owner, raw

    def __getattr__(self, name: str) -> Any:
        return getattr(self._raw, name)

    def execute(self, statement: str, parameters: tuple[object, ...] = ()) -> object:
        owner = self._owner
        owner.seen.append(statement)
        fails = owner.at == len(owner.seen) or (owner.only is not None and statement.startswith(owner.only))
        if fails and not owner.ran:
            raise owner.error
        result = self._raw.execute(statement, parameters)
        if fails:
            raise owner.error
        return result
