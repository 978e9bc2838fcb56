"""R9: whatever the clock does, a deadline fires once, order is by sequence, and nothing is stuck once it is mended."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from store.jumping import BROKEN, Deadlines, Jumping, caught, jumped
from store.server import running, schema_of
from torture.table import Row

from ocop_workflow import Store

EXAMPLES = 20


def figures(scale: int) -> Iterator[Row]:
    """Each on an empty database of either kind."""
    with running() as url, TemporaryDirectory() as folder, schema_of(url) as schema:
        for kind, database in (("SQLite", f"sqlite:///{Path(folder, 'cases.db')}"), ("PostgreSQL", schema)):
            clock = Jumping()
            with Store.connect(database, clock=clock) as store:
                yield _row(kind, store, clock, scale)


def _row(kind: str, store: Store, clock: Jumping, scale: int) -> Row:
    before, wrong = Deadlines.checked, 0
    try:
        jumped(store, clock, EXAMPLES * scale)
    except Exception as error:  # noqa: BLE001 - whatever a store does that it must not
        print(f"{kind}: {error!r}", flush=True)
        wrong = 1
    tried = Deadlines.checked - before
    found = [name for name in BROKEN if caught(store, clock, name, EXAMPLES * 100)]
    return Row(
        promise="R9",
        what="commands while the clock jumps by days and years, also within one",
        database=kind,
        tried=tried,
        lost=0,
        corrupted=wrong,
        control=f"{', '.join(BROKEN)}: {len(found)} of {len(BROKEN)} caught",
        caught=len(found) == len(BROKEN),
    )
