"""R5: one command, one effect: a key given by ten processes at once, and after a kill between commit and answer."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from store.keying import AT_ONCE
from store.server import running, schema_of
from store.support import HERE, Database, File
from torture.table import Row

from ocop_workflow import Store

ROUNDS = 3


def given(database: Database, mode: str = "keyed", rounds: int = ROUNDS) -> tuple[int, list[str]]:
    """How many answers there were on an empty database, and what is wrong with them or with what is kept, in words."""
    Store.connect(database.url).close()
    done = subprocess.run(
        [sys.executable, HERE / "keying.py", database.url, str(rounds), mode],
        env={**os.environ, "PYTHONPATH": str(HERE.parent), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told: dict[tuple[str, str, int], list[list[object]]] = {}
    for line in done.stdout.splitlines():
        kind, step, round_, answer = json.loads(line)
        told.setdefault((kind, step, round_), []).append(answer)
    found: list[str] = []
    with Store.connect(database.url) as store:
        for (kind, step, round_), answers in told.items():
            case = f"{'AB'[kind == 'killed']}-{round_}"
            history = [(e.seq, e.hash, e.target, e.payload["token"]) for e in store.history(case)]
            found += [f"{case} {step}: {wrong}" for wrong in _wrong(kind, step, answers, history)]
    return sum(map(len, told.values())), found


def _wrong(
    kind: str, step: str, answers: list[list[object]], history: Sequence[tuple[object, ...]]
) -> Iterator[str]:
    if len(answers) != (AT_ONCE if kind == "at once" else 1):
        yield "some did not answer"
    if len(history) != 2:
        yield f"{len(history)} entries"
    effects = [answer for answer in answers if len(answer) > 1]
    if [answer[-1] for answer in effects].count(False) != (kind == "at once"):
        yield "not done once"
    if any(tuple(answer[:-1]) != history[step == "fire"] for answer in effects):
        yield "not the answer that is kept"
    others = sum(answer == ["key_reused"] for answer in answers)
    if len(effects) + others != len(answers):
        yield "an error that does not say why"
    wanted = 0 if kind == "killed" or step == "start" else 1 if history[1][-1] == "the same" else AT_ONCE - 1
    if others != wanted:
        yield f"{others} were told that the key was used for something else"


def figures(scale: int) -> Iterator[Row]:
    """Each on an empty database of either kind."""
    with running() as url, TemporaryDirectory() as folder, schema_of(url) as one, schema_of(url) as other:
        files = [Path(folder, f"{name}.db") for name in ("keyed", "keyless")]
        first, second = (File(f"sqlite:///{path}", path) for path in files)
        yield _row("SQLite", scale, first, second)
        yield _row("PostgreSQL", scale, Database(one), Database(other))


def _row(kind: str, scale: int, database: Database, without: Database) -> Row:
    tried, wrong = given(database, rounds=ROUNDS * scale)
    return Row(
        promise="R5",
        what="the same key by 10 processes at once, and after a kill between commit and answer",
        database=kind,
        tried=tried,
        lost=len(wrong),
        corrupted=0,
        control="without keys",
        caught=any("entries" in each for each in given(without, "keyless")[1]),
    )
