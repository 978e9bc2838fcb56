"""No more room for the file, by a limit that the system itself sets: nothing is half done, and later it goes on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from store.support import OFFICER, begun, columns

from ocop_workflow import Store, UnknownOutcome
from ocop_workflow.errors import StoreError

resource = pytest.importorskip("resource", reason="limits of files are Unix's")


@contextmanager
def no_larger_than(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def filling(store: Store) -> None:
    for number in range(100):
        store.fire("D-1", "remark", actor=OFFICER, key=f"k-{number}")


def test_a_file_that_may_not_grow_is_told_and_afterwards_the_same_command_is_done_once(path: Path) -> None:
    with Store.connect(f"sqlite:///{path}") as store:
        begun(store)
        with (
            no_larger_than(path.stat().st_size),
            pytest.raises((StoreError, UnknownOutcome)) as raised,  # which of them, the journal decides
        ):
            filling(store)
        assert raised.value.code in {"database_failed", "unknown_outcome"}
        kept = store.get("D-1").seq
        assert kept == columns(path, "SELECT count(*) FROM workflow_entry")[0][0]
        assert store.verify("D-1") == ()
        assert store.fire("D-1", "remark", actor=OFFICER, key=f"k-{kept - 1}").seq == kept + 1
        assert store.fire("D-1", "remark", actor=OFFICER, key=f"k-{kept - 1}").replayed
