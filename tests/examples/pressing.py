"""The sites of examples/fastapi and examples/django over a database of either kind, and presses of their buttons."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from importlib import util
from pathlib import Path
from typing import Any

import httpx
import psycopg
import uvicorn
from attrs import frozen
from fastapi import FastAPI
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from store.support import Database, File

from ocop_workflow import Conflict, Refused, Store

EXAMPLES = Path(__file__).parents[2] / "examples"
CARELESS = Path(__file__).parent / "careless"
OK = 200
HEAD = {"X-User": "head:an"}


def service() -> Any:
    """The module of the FastAPI example."""
    spec = util.spec_from_file_location("service", EXAMPLES / "fastapi" / "app.py")
    assert spec
    assert spec.loader
    module = util.module_from_spec(spec)
    sys.modules["service"] = module  # SQLAlchemy reads annotations where the module is
    spec.loader.exec_module(module)
    return module


def with_careless_buttons(url: str) -> FastAPI:
    """The service with two buttons more, which do it wrong, as those of careless/careless_urls.py."""
    module = service()
    app: FastAPI = module.create_app(url)
    engine = create_engine(url)

    @app.post("/apart/{case_id}/{event}")
    def apart(case_id: str, event: str) -> dict[str, object]:
        with Session(engine) as session:
            session.add(module.Signature(case_id=case_id, event=event, who="apart"))
            session.commit()
            case = Store(session).fire(case_id, event, actor=module.signed_in("head:an"))
            session.commit()
        return {"state": case.state}

    @app.post("/believed/{case_id}/{event}")
    def believed(case_id: str, event: str) -> dict[str, object]:
        with Session(engine) as session:
            store, actor = Store(session), module.signed_in("head:an")
            if any(each.event == event and each.allowed for each in store.decisions(case_id, actor=actor)):
                time.sleep(0.02)  # as long as a busy machine may take in between
                with suppress(Refused, Conflict):
                    store.fire(case_id, event, actor=actor)
                session.add(module.Signature(case_id=case_id, event=event, who="believed"))
                session.commit()
        return {}

    return app


@contextmanager
def fastapi(database: Database) -> Iterator[str]:
    url = database.url.replace("postgresql:", "postgresql+psycopg:")
    server = uvicorn.Server(uvicorn.Config(with_careless_buttons(url), port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def django(database: Database, folder: Path) -> Iterator[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": f"{EXAMPLES / 'django'}{os.pathsep}{CARELESS}",
        "PYTHONDONTWRITEBYTECODE": "1",
        "DJANGO_SETTINGS_MODULE": "careless_settings",
    }
    if isinstance(database, File):
        environment["LEAVES_FILE"] = str(database.path)
    else:
        given = psycopg.conninfo.conninfo_to_dict(database.url)
        named = folder / "pg_service.conf"
        named.write_text(
            "".join(["[leaves]\n", *(f"{key}={value}\n" for key, value in given.items())]), "utf-8"
        )
        environment |= {"PGSERVICE": "leaves", "PGSERVICEFILE": str(named)}
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    manage = [sys.executable, str(EXAMPLES / "django" / "manage.py")]
    subprocess.run([*manage, "migrate", "-v", "0"], env=environment, check=True)
    log = (folder / "log").open("w+", encoding="utf-8")
    server = subprocess.Popen(
        [*manage, "runserver", "--noreload", address], env=environment, stdout=log, stderr=log
    )
    try:
        until(address, server)
        yield f"http://{address}"
    finally:
        server.terminate()
        server.wait()
        log.close()


def until(address: str, server: subprocess.Popen[bytes]) -> None:
    host, _, port = address.partition(":")
    while True:
        assert server.poll() is None
        with suppress(OSError), socket.create_connection((host, int(port))):
            return
        time.sleep(0.05)


@frozen
class Site:
    """Where it is, the host's own table, and two people at their browsers."""

    address: str
    table: str
    database: Database
    people: tuple[httpx.Client, httpx.Client]

    def asked(self) -> str:
        """A new case."""
        answer = self.people[0].post("/leaves", headers={"X-User": "staff:binh"})
        assert answer.status_code == OK, answer.text
        return str(answer.json()["id"])

    def at_once(self, path: str, **headers: str) -> list[httpx.Response]:
        """The answers to both, who press at the same moment; that with the lower status comes first."""
        barrier = threading.Barrier(len(self.people))

        def press(person: httpx.Client) -> httpx.Response:
            barrier.wait()
            return person.post(path, headers={**HEAD, **headers})

        with ThreadPoolExecutor(len(self.people)) as pool:
            return sorted(pool.map(press, self.people), key=lambda answer: answer.status_code)

    def kept(self, cases: list[str]) -> tuple[Counter[str], Counter[str]]:
        """Of these cases, how often something was done after they were asked for: events, and the host's own rows."""
        rows = self.database.columns(f"SELECT case_id FROM {self.table} WHERE event <> 'ask'")  # noqa: S608 - a constant
        entries = self.database.columns("SELECT case_id FROM workflow_entry WHERE event <> 'ask'")
        return Counter(case for (case,) in entries if case in cases), Counter(
            case for (case,) in rows if case in cases
        )

    def broken(self, cases: list[str]) -> int:
        """How many of these cases are not whole."""
        with Store.connect(self.database.url) as store:
            return sum(bool(store.verify(case_id)) for case_id in cases)


@contextmanager
def running(kind: str, database: Database, folder: Path) -> Iterator[Site]:
    """A site, `fastapi` or `django`; what it needs beside the database is put into the folder."""
    serving = fastapi(database) if kind == "fastapi" else django(database, folder)
    table = "signature" if kind == "fastapi" else "leaves_signature"
    with serving as address, client(address) as one, client(address) as other:
        yield Site(address, table, database, (one, other))


def client(address: str) -> httpx.Client:
    return httpx.Client(base_url=address, timeout=60, verify=False)  # noqa: S501 - to this machine, without TLS
