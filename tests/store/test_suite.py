"""The suite that hosts subclass, passed by the store itself: on connections of its own and of a host, on both."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from store.support import Database

from ocop_workflow import Store
from ocop_workflow.testing import StoreSuite


class TestOwn(StoreSuite):
    @pytest.fixture(autouse=True)
    def _database(self, database: Database) -> None:
        self.url = database.url

    def open_store(self, clock: Callable[[], datetime]) -> Store:
        return Store.connect(self.url, clock=clock)


class Hosted(StoreSuite):
    raws: dict[int, Any]

    def connect(self) -> Any:
        raise NotImplementedError

    @pytest.fixture(autouse=True)
    def _closed(self, _database: None) -> Iterator[None]:
        self.raws = {}
        yield
        for raw in self.raws.values():
            raw.close()

    def open_store(self, clock: Callable[[], datetime]) -> Store:
        raw = self.connect()
        store = Store(raw, clock=clock)
        self.raws[id(store)] = raw
        return store

    def commit(self, store: Store) -> None:
        self.raws[id(store)].commit()


class TestSqliteHost(Hosted):
    @pytest.fixture(autouse=True)
    def _database(self, path: Path) -> None:
        self.path = path

    def connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path)


class TestPostgresHost(Hosted):
    @pytest.fixture(autouse=True)
    def _database(self, schema: Database) -> None:
        self.url = schema.url

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(self.url)
