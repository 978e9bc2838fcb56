"""Processes that start, fire, retry, read and fire what is due on the same cases at once; each logs what it was told.

Usage: mixing.py URL FOLDER COUNT KILLS SEED MODE. Each of `PROCESSES` does COUNT operations, every second one on a
host's connection; KILLS of them are killed on the way, and another goes on with the command that was under way. A line
of a log is written before an operation, and one after it. Modes: `own`, and `broken`, where each of `BUGS` is done to a
case of its own.
"""

import json
import os
import signal
import sqlite3
import sys
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import psycopg

from ocop_workflow import Actor, Case, Conflict, Refused, Store, UnknownOutcome, Workflow, load
from ocop_workflow.errors import StoreError
from ocop_workflow.store import Command, statements
from ocop_workflow.store.link import Link

PROCESSES, CASES = 8, 20
CLERK = Actor("clerk", roles=["clerk"])
LEGAL = {"idle": ("note", "begin", "grant"), "busy": ("note", "finish"), "lapsed": ("note", "renew")}
LEGAL["granted"] = LEGAL["lapsed"]  # time acts first
EVENTS = ("begin", "finish", "grant", "renew", "open")
BUGS = {
    "C-0": "overwriting",  # takes the case as it was after its own last command, and writes over whatever is there
    "C-1": "keyless",  # does without keys
    "C-2": "stale",  # shows what was read the time before
}
WORKFLOW = load(Path(__file__).with_name("errand.yaml"))
REFUSALS = {"unknown_case", "case_exists"}  # what a store says of a case that is not there, or is


class Worker:
    """One process: its log, what it knows of the cases, and the commands that it may give again."""

    def __init__(self, url: str, log: Path, workflow: Workflow, chance: Random, mode: str) -> None:
        self.log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.name, self.workflow, self.chance, self.mode = log.stem, workflow, chance, mode
        self.hosted = log.stem[0] in "1357"
        self.raw = connected(url) if self.hosted else None
        self.store = Store(self.raw) if self.hosted else Store.connect(url)
        self.known: dict[str, tuple[int, str]] = {}
        self.kept: dict[str, list[Any]] = {}
        self.rows: dict[str, list[Any]] = {}
        self.keyed: list[dict[str, Any]] = []
        self.number = 0

    def turn(self) -> None:
        meets = self.chance.random() < 0.7
        case = f"C-{self.chance.randrange(len(BUGS) if meets else CASES)}"
        dice = self.chance.random()
        if dice < 0.06:
            self._ask({"case": "", "kind": "due", "event": "lapse"}, self._due)
        elif dice < 0.22:
            self._ask({"case": case, "kind": "read"}, partial(self._read, case))
        elif dice < 0.32 and case in self.known:
            self._ask({"case": case, "kind": "look"}, partial(self._look, case))
        elif dice < 0.5 and self.keyed:
            self.again(self.chance.choice(self.keyed))
        else:
            self._command(case)

    def _command(self, case: str) -> None:
        seq, state = self.known.get(case, (0, "nowhere"))
        event = self.chance.choice(EVENTS if self.chance.random() < 0.1 else LEGAL.get(state, ("open",)))
        asked: dict[str, Any] = {
            "case": case,
            "kind": "command",
            "event": event,
            "token": f"{self.name}-{self.number}",
        }
        asked["keyed"] = self.chance.random() < 0.5
        if event != "open" and seq and self.chance.random() < 0.3:
            asked["expected"] = seq
        if asked["keyed"]:
            self.keyed.append(asked)
        self.again(asked)

    def _bug(self, case: str) -> str:
        return BUGS.get(case, "") if self.mode == "broken" else ""

    def again(self, asked: dict[str, Any]) -> None:
        """Give a command, for the first time or once more."""
        self._ask(asked, partial(self._give, asked))

    def _give(self, asked: dict[str, Any]) -> dict[str, Any]:
        case, event = asked["case"], asked["event"]
        payload = {"token": asked["token"]} | ({"until": "2020-03-01"} if event == "grant" else {})
        key = asked["token"] if asked["keyed"] and self._bug(case) != "keyless" else None
        if event == "open":
            found = self.store.start(self.workflow, payload, actor=CLERK, id=case, key=key)
        elif self.chance.random() < 0.1:
            command = Command(case, event, payload, key=key, expected=asked.get("expected"))
            (answer,) = self.store.fire_many([command], actor=CLERK)
            if not isinstance(answer, Case):
                raise answer
            found = answer
        else:
            found = self.store.fire(
                case, event, payload, actor=CLERK, key=key, expected=asked.get("expected")
            )
        self.known[case] = max((found.seq, found.state), self.known.get(case, (0, "")))
        return {"answer": "acknowledged", "seq": found.seq, "head": found.head}

    def _read(self, case: str) -> dict[str, Any]:
        lines = lines_of(self.store, case)
        shown = self.kept.get(case, lines) if self._bug(case) == "stale" else lines
        self.kept[case] = lines
        return {"lines": shown}

    def _look(self, case: str) -> dict[str, Any]:
        found = self.store.get(case)
        self.known[case] = found.seq, found.state
        return {"seq": found.seq, "head": found.head}

    def _due(self) -> dict[str, Any]:
        return {"fired": [(entry.case, entry.seq, entry.hash) for entry in self.store.fire_due()]}

    def _ask(self, asked: dict[str, Any], does: Callable[[], dict[str, Any]]) -> None:
        self.number += 1
        self._write({"process": self.name, **asked, "invoked": time.monotonic_ns()})
        with _broken(self._bug(asked["case"]), self.store, asked["case"], self.rows):
            told = self._told(asked["case"], does)
        if self.raw is not None:
            try:
                self.raw.commit()
            except Exception as error:  # noqa: BLE001 - of either driver, and what it means is asked elsewhere
                told = {"answer": "unknown", "detail": str(error)}
                self.raw.rollback()
        self._write({"returned": time.monotonic_ns(), **told})

    def _told(self, case: str, does: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        try:
            return does()
        except Refused:
            return {"answer": "refused"}
        except Conflict:
            return {"answer": "conflict"}
        except UnknownOutcome:
            return {"answer": "unknown"}
        except StoreError as error:
            if error.code == "case_exists":
                self.known.setdefault(case, (0, "idle"))
            if error.code not in REFUSALS | {"busy"}:
                raise
            return {"answer": "refused" if error.code in REFUSALS else "failed"}
        except Exception:
            if self.mode == "own":
                raise
            return {"answer": "unknown"}  # nobody can read what a broken store has left

    def _write(self, line: dict[str, Any]) -> None:
        os.write(self.log, json.dumps(line).encode() + b"\n")


def lines_of(store: Store, case: str) -> list[Any]:
    """The history as `judges.linear.Line` has it; of a case that is not there, nothing."""
    try:
        entries = store.history(case)
    except StoreError as error:
        if error.code != "unknown_case":
            raise
        return []
    return [(e.seq, e.event, e.payload.get("token"), e.source, e.target, e.hash, e.previous) for e in entries]


def connected(url: str) -> Any:
    if url.startswith("sqlite"):
        return sqlite3.connect(url.removeprefix("sqlite:///"), timeout=10)
    return psycopg.connect(url)


class _broken:  # noqa: N801 - a context, read as a word
    """What a bug does to the statements of one command; `rows` is what the process has read of each case."""

    def __init__(self, bug: str, store: Store, case: str, rows: dict[str, list[Any]]) -> None:
        self.bug, self.store, self.case, self.kept = bug, store, case, rows
        self.rows, self.run = Link.rows, Link.run
        self.seen: list[Any] = []

    def __enter__(self) -> None:
        if self.bug == "overwriting":
            self.seen = self.kept.get(self.case) or self._read()
            setattr(Link, "rows", lambda *given: self._rows(*given))  # noqa: B010, PLW0108 - let it be replaced
            setattr(Link, "run", lambda *given: self._run(*given))  # noqa: B010, PLW0108

    def __exit__(self, *_: object) -> None:
        setattr(Link, "rows", self.rows)  # noqa: B010
        setattr(Link, "run", self.run)  # noqa: B010
        if self.bug == "overwriting":
            self.kept[self.case] = self._read()

    def _read(self) -> list[Any]:
        with self.store._session.reading() as link:  # noqa: SLF001 - a store that does it wrong
            return link.rows(statements.CASE, self.case)

    def _rows(self, link: Link, statement: str, *given: object) -> list[Any]:
        if statement in {statements.CASE, statements.HELD_CASE_OF, link.dialect.claimed} and self.seen:
            return self.seen
        return self.rows(link, statement, *given)

    def _run(self, link: Link, statement: str, *given: object) -> int:
        if statement == statements.SET_CASE:
            return self.run(link, statement.removesuffix(" AND seq = ?"), *given[:-1])
        if statement == statements.ADD_ENTRY:
            self.run(link, "DELETE FROM workflow_entry WHERE case_id = ? AND seq = ?", *given[:2])
        return self.run(link, statement, *given)


def work(url: str, log: Path, count: int, seed: str, mode: str) -> None:
    """Go on with what the process before did not get an answer to, then do so many operations."""
    worker = Worker(url, log, WORKFLOW, Random(seed), mode)  # noqa: S311 - dice, not secrets
    before = log.with_name(f"{log.stem[:-1]}{int(log.stem[-1]) - 1}.log")
    if before.exists():
        last = json.loads([line for line in before.read_text().splitlines() if line.endswith("}")][-1])
        if last.get("keyed"):
            worker.again({name: last[name] for name in last if name not in {"process", "invoked"}})
    for _ in range(count):
        worker.turn()
    worker.store.close()


def forked(work: Callable[[], None]) -> int:
    """A process that does it and ends; its id."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        work()
        status = 0
    except Exception:
        traceback.print_exc()
        raise
    finally:
        os._exit(status)  # it must not go on as its parent would


def mix(url: str, folder: Path, count: int, kills: int, seed: str, mode: str) -> int:
    """The number of processes that were killed; raises SystemExit where one failed."""
    chance = Random(seed)  # noqa: S311 - dice, not secrets

    def begun(number: int, generation: int) -> int:
        log = folder / f"{number}-{generation}.log"
        return forked(partial(work, url, log, count, f"{seed} {log.stem}", mode))

    running = [begun(number, 0) for number in range(PROCESSES)]
    killed = 0
    for victim, lines in zip(
        range(PROCESSES), sorted(chance.randint(1, 2 * count) for _ in range(kills)), strict=False
    ):
        log = folder / f"{victim}-0.log"
        while not log.exists() or log.read_bytes().count(b"\n") < lines:
            if os.waitid(os.P_PID, running[victim], os.WEXITED | os.WNOHANG | os.WNOWAIT):
                break
            time.sleep(0.0005)
        os.kill(running[victim], signal.SIGKILL)
        killed += os.waitpid(running[victim], 0)[1] == signal.SIGKILL
        running[victim] = begun(victim, 1)
    statuses = [os.waitpid(child, 0)[1] for child in running]
    if any(statuses):
        sys.exit("a process failed")
    return killed


if __name__ == "__main__":
    print(mix(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5], sys.argv[6]))  # noqa: T201
