"""Writers of one SQLite file come in turn, and whatever happens to the turnstile, they get in."""

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from store.support import OFFICER, begun

from ocop_workflow import Store
from ocop_workflow.errors import StoreError
from ocop_workflow.store.turns import SUFFIX, Turns

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


def waited_for(path: Path) -> bool:
    """Whether a commit waits for somebody who reads, and is kept then."""
    with Store.connect(f"sqlite:///{path}", timeout=5) as store:
        begun(store)
        store.fire("D-1", "remark", actor=OFFICER)
        reading = threading.Event()

        def read() -> None:
            with closing(sqlite3.connect(path)) as other:
                other.execute("BEGIN")
                other.execute("SELECT * FROM workflow_case").fetchall()
                reading.set()
                time.sleep(0.3)

        reader = threading.Thread(target=read)
        reader.start()
        reading.wait(10)
        try:
            return store.fire("D-1", "remark", actor=OFFICER).seq == 3
        except StoreError:
            return False
        finally:
            reader.join()
            assert store.verify("D-1") == ()


def test_a_commit_waits_for_who_reads(path: Path) -> None:
    assert waited_for(path)


def test_the_check_has_teeth_a_commit_that_is_not_asked_again_is_caught(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Turns, "commit", lambda _, link: link.commit())
    assert not waited_for(path)


def test_who_reads_waits_as_ever(path: Path) -> None:
    with Store.connect(f"sqlite:///{path}", timeout=3) as store:
        begun(store)
        for expected in (False, True):
            session: Any = store._session  # noqa: SLF001 - how long its connection waits
            link = session._own.link  # noqa: SLF001
            assert (link.waits, link.one("PRAGMA busy_timeout")) == (expected, ((0,), (3000,))[expected])
            store.get("D-1")
