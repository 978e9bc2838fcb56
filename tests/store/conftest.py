from collections.abc import Iterator
from pathlib import Path

import pytest
from store.support import Clock

from ocop_workflow import Store


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cases.db"


@pytest.fixture
def store(path: Path, clock: Clock) -> Iterator[Store]:
    with Store.connect(f"sqlite:///{path}", clock=clock) as opened:
        yield opened
