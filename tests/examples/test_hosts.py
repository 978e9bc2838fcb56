"""Hosts without a web server: a script, a session of SQLAlchemy's, asyncio by threads, a portal that is told."""

import asyncio
import json
import os
import re
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import util
from pathlib import Path
from typing import Any

import psycopg
import pytest
from examples.pressing import EXAMPLES, LEAVE, driven
from sqlalchemy.orm import Session
from store.support import Database, File

from ocop_workflow import Actor, Case, Refused, Store, load

AN, BINH = Actor("an", roles=["head"]), Actor("binh", roles=["staff"])
HOSTS = ("asyncio", "django", "fastapi", "outbox", "script", "sqlalchemy")


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    if request.param == "sqlite":
        return File(f"sqlite:///{tmp_path / 'host.db'}", tmp_path / "host.db")
    found: Database = request.getfixturevalue("schema")
    return found


def example(name: str) -> Any:
    spec = util.spec_from_file_location(name.replace("/", "_"), EXAMPLES / f"{name}.py")
    assert spec
    assert spec.loader
    module = sys.modules[spec.name] = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(name: str, *words: object, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, EXAMPLES / f"{name}.py", *map(str, words)],
        cwd=folder,
        env=os.environ | {"PYTHONIOENCODING": "utf-8", "PYTHONWARNINGS": "error"} | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("host", HOSTS)
def test_a_host_is_short(host: str) -> None:
    lines = {file: len(file.read_text("utf-8").splitlines()) for file in (EXAMPLES / host).rglob("*.py")}
    assert 0 < sum(lines.values()) < 150, lines


def test_a_script_keeps_its_row_and_the_event_together(tmp_path: Path) -> None:
    asked = run("script/leaves", "binh", "ask", 3, folder=tmp_path)
    number = asked.stdout.strip()
    assert (asked.returncode, len(number)) == (0, 20), asked.stderr
    refused = run("script/leaves", "binh", "grant", number, folder=tmp_path)
    assert (refused.returncode, refused.stdout.splitlines()) == (
        1,
        [
            "“Duyệt” chỉ dành cho: Trưởng phòng",
            "Người đã thực hiện “Nộp đơn” không được thực hiện “Duyệt”",
        ],
    )
    assert run("script/leaves", "an", "ask", "x", folder=tmp_path).stdout.startswith("“Nộp đơn” chỉ dành cho")
    failed = run("script/leaves", "chi", "ask", "three", folder=tmp_path)  # the row cannot be written
    assert "ValueError" in failed.stderr
    assert run("script/leaves", "an", "grant", number, folder=tmp_path).returncode == 0
    assert run("script/leaves", folder=tmp_path).returncode == 2
    with closing(sqlite3.connect(tmp_path / "leaves.db")) as raw:
        assert raw.execute("SELECT case_id, days, decided_by FROM leave").fetchall() == [(number, 3, "an")]
        assert raw.execute("SELECT id, state FROM workflow_case").fetchall() == [(number, "granted")]


def test_a_session_keeps_the_model_and_the_case_together(database: Database, tmp_path: Path) -> None:
    url = driven(database.url)
    done = run("sqlalchemy/leaves", folder=tmp_path, DATABASE_URL=url)
    assert done.returncode == 0, done.stderr
    refused, first, second = done.stdout.splitlines()
    own, other = first.split()[0], second.split()[0]
    assert refused == f"{own}: Người đã thực hiện “Nộp đơn” không được thực hiện “Duyệt”"
    assert (first, second) == (f"{own} asked None", f"{other} granted an")
    kept = database.columns("SELECT case_id, decided_by FROM leave ORDER BY decided_by IS NULL")
    assert kept == [(other, "an"), (own, None)]


def test_what_a_session_rolls_back_is_gone_from_both(database: Database) -> None:
    leaves = example("sqlalchemy/leaves")
    engine = leaves.connected(driven(database.url))
    day = leaves.date(2026, 3, 2)
    with Session(engine) as session, session.begin():
        kept = leaves.ask(session, BINH, day, 3)
        with pytest.raises(Refused) as refused:
            leaves.decide(session, kept, "grant", BINH)
        assert refused.value.text("vi").startswith("“Duyệt” chỉ dành cho: Trưởng phòng")
        assert kept.decided_by is None
        name = kept.case_id
    with (
        suppress(ZeroDivisionError),
        Session(engine) as session,
        session.begin(),
    ):
        leaves.ask(session, BINH, day, 4)
        leaves.decide(session, session.get_one(leaves.Leave, name), "decline", AN, reason="Bận")
        1 / 0  # noqa: B018 - the host fails
    engine.dispose()
    assert database.columns("SELECT case_id, days, decided_by FROM leave") == [(name, 3, None)]
    assert database.columns("SELECT id, state FROM workflow_case") == [(name, "asked")]


CASES = 24


@pytest.mark.parametrize("threads", [1, 4])
def test_asyncio_by_threads_loses_nothing_and_the_loop_goes_on(database: Database, threads: int) -> None:
    office, law = example("asyncio/office").Office, load(LEAVE)

    def connect() -> Any:
        if isinstance(database, File):
            return sqlite3.connect(database.path, timeout=30, check_same_thread=False)
        return psycopg.connect(database.url)

    async def ticking(pauses: list[float]) -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.005)
            pauses.append(time.perf_counter() - began)

    async def one(at: Any, number: int) -> list[object]:
        case = await at.start(law, {}, BINH, id=f"L-{number}", key="ask")
        pressed = [at.fire(case.id, "grant", {}, AN, key="form-7") for _ in range(2)]
        pressed.append(at.fire(case.id, "grant", {}, BINH))
        return list(await asyncio.gather(*pressed, return_exceptions=True))

    async def all_of_them() -> tuple[list[list[object]], list[float]]:
        pauses: list[float] = []
        ticks = asyncio.create_task(ticking(pauses))
        async with office(connect, threads) as at:
            await at.run(lambda store, _: store.upgrade())
            answers = await asyncio.gather(*(one(at, number) for number in range(CASES)))
            with pytest.raises(Refused):
                await at.fire("L-0", "remind", {}, BINH)
            assert not (await at.decisions("L-0", AN))[0].allowed
        ticks.cancel()
        return answers, pauses

    answers, pauses = asyncio.run(all_of_them())
    for first, second, refused in answers:
        assert isinstance(first, Case), first
        assert first == second
        assert isinstance(refused, Refused), refused
        assert "“Duyệt” chỉ dành cho: Trưởng phòng" in refused.text("vi")
    assert len(pauses) > 10
    assert sorted(pauses)[len(pauses) // 2] < 0.1  # what waits for the database does not hold up the loop
    entries = database.columns("SELECT case_id, event FROM workflow_entry ORDER BY case_id, seq")
    assert sorted(entries) == sorted((f"L-{n}", each) for n in range(CASES) for each in ("ask", "grant"))


def test_a_connection_that_two_threads_share_is_refused(tmp_path: Path) -> None:
    """Why each thread of the pool has its own."""
    inside, go_on = threading.Event(), threading.Event()

    def slow() -> datetime:
        inside.set()
        go_on.wait(10)
        return datetime.now(UTC)

    with closing(sqlite3.connect(tmp_path / "x.db", check_same_thread=False)) as raw:
        store, law = Store(raw, clock=slow), load(LEAVE)

        async def both() -> object:
            first = asyncio.create_task(asyncio.to_thread(store.start, law, actor=BINH, id="L-1"))
            await asyncio.to_thread(inside.wait, 10)
            second = await asyncio.gather(
                asyncio.to_thread(store.start, law, actor=BINH, id="L-2"), return_exceptions=True
            )
            go_on.set()
            await first
            return second[0]

        told: Any = asyncio.run(both())
        assert (told.code, told.text("vi")) == (
            "connection_shared",
            "Một luồng khác đang dùng chính kết nối này",
        )


@contextmanager
def portal(answers: list[int]) -> Iterator[tuple[str, list[tuple[str, Any]]]]:
    """A portal that answers with these statuses in turn, then with 200; and what it took."""
    heard: list[tuple[str, Any]] = []

    class Portal(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status = answers.pop(0) if answers else 200
            if status == 200:
                heard.append((self.headers["Idempotency-Key"], body))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Portal)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api/status", heard
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_portal_is_told_again_what_it_did_not_take_and_in_order(database: Database, tmp_path: Path) -> None:
    with Store.connect(database.url) as store, portal([503]) as (address, heard):
        for case in ("Đơn 1", "L-2"):
            store.start(load(LEAVE), actor=BINH, id=case)
        store.fire("Đơn 1", "grant", actor=AN)
        first = run("outbox/portal", database.url, address, folder=tmp_path)
        assert (first.returncode, first.stdout) == (1, "1 told, 2 waiting, 0 dead\n"), first.stderr
        assert [key for key, _ in heard] == ["L-2/1"]
        store.consumer("portal").redeliver()
        wait_until(lambda: run("outbox/portal", database.url, address, folder=tmp_path).returncode == 0)
        assert [key for key, _ in heard] == ["L-2/1", "%C4%90%C6%A1n%201/1", "%C4%90%C6%A1n%201/2"]
        told = heard[-1][1]
        assert (told["type"], told["subject"], told["data"]) == (
            "leave.grant",
            "Đơn 1",
            {
                "event_title": {"vi": "Duyệt", "en": "Grant"},
                "target_title": {"vi": "Đã duyệt", "en": "Granted"},
            },
        )


def wait_until(holds: Any) -> None:
    until = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.5)


def test_the_readme_of_each_host_names_only_files_that_are_there() -> None:
    for host in HOSTS:
        readme = (EXAMPLES / host / "README.md").read_text("utf-8")
        for link in re.findall(r"\]\(([^):]+)\)", readme):
            assert (EXAMPLES / host / link).exists(), (host, link)
