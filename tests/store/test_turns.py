"""Writers of one SQLite file come in turn, and whatever happens to the turnstile, they get in."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from store.support import OFFICER, begun

from ocop_workflow import Store
from ocop_workflow.errors import StoreError
from ocop_workflow.store.turns import SUFFIX

fcntl = pytest.importorskip("fcntl", reason="there is no turnstile on Windows")


@pytest.fixture
def turnstile(path: Path) -> Path:
    return path.with_name(path.name + SUFFIX)


def test_a_turnstile_that_is_stuck_keeps_nobody_out(path: Path, turnstile: Path) -> None:
    with Store.connect(f"sqlite:///{path}", timeout=0.8) as store:
        begun(store)
        with turnstile.open() as held:
            fcntl.flock(held, fcntl.LOCK_EX)  # as of a process that was stopped while it waited
            time.sleep(0.06)  # this store's own time to go on is over
            before = time.monotonic()
            assert store.fire("D-1", "remark", actor=OFFICER).seq == 2
            assert time.monotonic() - before >= 0.8
        before = time.monotonic()
        time.sleep(0.06)
        store.fire("D-1", "remark", actor=OFFICER)
        assert time.monotonic() - before < 0.8


def test_who_waits_too_long_is_told_and_nothing_is_kept(path: Path) -> None:
    with Store.connect(f"sqlite:///{path}", timeout=0.2) as store, closing(sqlite3.connect(path)) as other:
        begun(store)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as error:
            store.fire("D-1", "remark", actor=OFFICER)
        assert error.value.code == "busy"
        other.rollback()
        assert store.fire("D-1", "remark", actor=OFFICER).seq == 2


def test_whoever_may_open_the_database_may_open_its_turnstile(path: Path, turnstile: Path) -> None:
    path.touch(0o640)
    path.chmod(0o664)
    with Store.connect(f"sqlite:///{path}") as store:
        begun(store)
    assert turnstile.stat().st_mode & 0o777 == 0o664
    assert turnstile.stat().st_size == 0
    turnstile.unlink()
    with Store.connect(f"sqlite:///{path}") as store:
        store.fire("D-1", "remark", actor=OFFICER)


def test_a_database_in_memory_has_no_turnstile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Store.connect("sqlite:///:memory:") as store:
        begun(store)
    assert list(tmp_path.iterdir()) == []
