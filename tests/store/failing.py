"""Statements that fail, on whichever database: the Nth, or those that begin in some way."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from ocop_workflow.store.link import Link
from ocop_workflow.store.postgres import PostgresLink


class Failing:
    """Statement number `at` (from 1) raises the error instead of running, or after it has `ran`."""

    def __init__(self) -> None:
        self.error: BaseException = ZeroDivisionError()
        self.ran = False
        self.arm()

    def arm(self, at: int | None = None, only: str | None = None) -> None:
        """Fail at a statement from now on, by number or by how it begins; at none, if nothing is given."""
        self.at, self.only = at, only
        self.seen: list[str] = []

    def installed(self, patched: pytest.MonkeyPatch) -> None:
        """Let all stores' statements fail when they are to."""
        for link in (Link, PostgresLink):
            patched.setattr(link, "_cursor", self._watched(link._cursor))  # noqa: SLF001 - where all statements pass

    def _watched(self, cursor: Any) -> Any:
        return lambda link: _Cursor(self, cursor(link))


class _Cursor:
    def __init__(self, owner: Failing, raw: Any) -> None:
        self._owner, self._raw = owner, raw

    def __getattr__(self, name: str) -> Any:
        return getattr(self._raw, name)

    def execute(self, statement: str, parameters: tuple[object, ...] = ()) -> object:
        return self._watched(statement, lambda: self._raw.execute(statement, parameters))

    def executemany(self, statement: str, parameters: Sequence[tuple[object, ...]]) -> object:
        return self._watched(statement, lambda: self._raw.executemany(statement, parameters))

    def _watched(self, statement: str, run: Callable[[], object]) -> object:
        owner = self._owner
        owner.seen.append(statement)
        fails = owner.at == len(owner.seen) or (owner.only is not None and statement.startswith(owner.only))
        if fails and not owner.ran:
            raise owner.error
        result = run()
        if fails:
            raise owner.error
        return result
