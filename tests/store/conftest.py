from collections.abc import Iterator
from pathlib import Path

import pytest
from store.support import Clock, Database, File

from ocop_workflow import Store


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cases.db"


@pytest.fixture
def file(path: Path) -> File:
    return File(f"sqlite:///{path}", path)


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Database:
    """An empty database of either kind."""
    if request.param == "sqlite":
        file: File = request.getfixturevalue("file")
        return file
    schema: Database = request.getfixturevalue("schema")
    return schema


@pytest.fixture
def store(database: Database, clock: Clock) -> Iterator[Store]:
    with Store.connect(database.url, clock=clock) as opened:
        yield opened
