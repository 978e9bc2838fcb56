"""What every part of the suite stands on: how a host gives its store, the people, the clock, the workflows."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from ...access import Actor
from ...case import Case
from ...store import Store
from ...store.owned import Owned
from ...workflow import Workflow, load

CITIZEN = Actor("c-1", roles=["citizen"])
OFFICER = Actor("o-1", roles=["officer"])
KEEPER = Actor("k-1", roles=["keeper"])
REGISTRATION = {"name": "Nguyễn Thị Bưởi", "phone": "0912 345 678", "amount": "1234567.12345678"}


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2020, 2, 3, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@cache
def workflow(name: str) -> Workflow:
    """One of the suite's own workflows."""
    values = {"quorum": 2} if name == "dossier" else None
    return load(Path(__file__).parent / f"{name}.yaml", parameters=values)


class Suite(ABC):
    """A subclass says how to open its store; everything else is asked of that."""

    clock: Clock

    @abstractmethod
    def open_store(self, clock: Callable[[], datetime]) -> Store:
        """A store that has this clock, on the database of this test.

        It is empty when the test begins. Called again in the same test, it gives another store on the same
        database: of its own connection where the first has one.
        """

    def commit(self, store: Store) -> None:  # noqa: B027 - a store of its own has nothing to commit
        """Commit the host's transaction that the store works in; one of its own has committed already."""

    @pytest.fixture(autouse=True)
    def _opened(self) -> Iterator[None]:
        self.clock = Clock()
        self._stores: list[Store] = []
        yield
        for store in self._stores:
            with suppress(Exception):  # the test has said what there was to say
                store.close()

    def store(self) -> Store:
        """Another store on this test's database."""
        store = self.open_store(self.clock)
        self._stores.append(store)
        return store

    def owned(self) -> Store:
        """A store with transactions of its own; where the host ends them, there is nothing to ask."""
        store = self.store()
        if not isinstance(store._session, Owned):  # noqa: SLF001 - the suite looks beneath its own library's store
            pytest.skip("the host ends the transactions")
        return store

    def begun(self, store: Store, case_id: str = "D-1") -> Case:
        """A draft with personal values."""
        return store.start(workflow("dossier"), REGISTRATION, actor=CITIZEN, id=case_id, event="register")

    def valid(self, store: Store, case_id: str = "D-1", until: str = "2020-03-01") -> Case:
        """A dossier whose certificate ends on that day; without personal values."""
        return store.start(
            workflow("dossier"), {"valid_until": until}, actor=OFFICER, id=case_id, event="adopt"
        )

    def batch(self, store: Store, number: int = 1) -> None:
        """An open batch and an item outside it."""
        store.start(workflow("batch"), actor=KEEPER, id=f"B-{number}")
        store.start(workflow("item"), actor=KEEPER, id=f"I-{number}")


def run(store: Store, statement: str) -> int:
    """One statement beneath the store, with the database's own triggers; the number of rows changed."""
    with store._session.writing() as link:  # noqa: SLF001 - as somebody with a database tool could
        return link.run(statement)


def rows(store: Store, query: str) -> list[tuple[object, ...]]:
    """What a query beneath the store gives."""
    with store._session.reading() as link:  # noqa: SLF001 - the same
        return link.rows(query)
