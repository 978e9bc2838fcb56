"""The sites of examples/fastapi and examples/django over a database of either kind, and presses of their buttons."""

import os
import re
import socket
import subprocess
import sys
import threading
import time
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from html import unescape
from importlib import util
from pathlib import Path
from typing import Any

import httpx
import psycopg
import uvicorn
from attrs import frozen
from fastapi import FastAPI
from sqlalchemy import insert
from store.support import Database, File

from ocop_workflow import Actor, Conflict, Refused, Store, load

EXAMPLES = Path(__file__).parents[2] / "examples"
CARELESS = Path(__file__).parent / "careless"
OK = 200
HEAD = {"X-User": "an", "X-Roles": "head"}
STAFF = {"X-User": "binh", "X-Roles": "staff"}
PREPARED = """# what the README types, in one process
import django
from django.core.management import call_command

django.setup()
call_command("migrate", run_syncdb=True, verbosity=0)
call_command("loaddata", "people", verbosity=0)
"""
LEAVE = EXAMPLES / "fastapi" / "leave.yaml"


@frozen
class Told:
    """What a person is told after a press: whether it was done, and the sentence if it was not."""

    done: bool
    sentence: str = ""


@frozen
class Site(ABC):
    """Where it is, and two people at their browsers."""

    address: str
    database: Database
    people: tuple[httpx.Client, httpx.Client]

    @abstractmethod
    def asked(self) -> str:
        """A new case."""

    @abstractmethod
    def press(self, number: int, case_id: str, event: str, **given: str) -> Told:
        """One of the two presses; `key`, `seen` and `language` are as the page gave them."""

    @abstractmethod
    def rows(self) -> list[str]:
        """The cases of the host's own rows, one an event but for the start."""

    def at_once(self, case_id: str, event: str, **given: str) -> list[Told]:
        """What both are told, who press at the same moment; who did it comes first."""
        barrier = threading.Barrier(len(self.people))

        def press(number: int) -> Told:
            barrier.wait()
            return self.press(number, case_id, event, **given)

        with ThreadPoolExecutor(len(self.people)) as pool:
            return sorted(pool.map(press, range(len(self.people))), key=lambda told: not told.done)

    def careless(self, manner: str, case_id: str, event: str) -> None:
        """Both press a button that does it wrong."""
        with ThreadPoolExecutor(len(self.people)) as pool:
            list(pool.map(lambda person: person.post(f"/{manner}/{case_id}/{event}"), self.people))

    def kept(self, cases: list[str]) -> tuple[Counter[str], Counter[str]]:
        """Of these cases, how often something was done after they were asked for: events, and the host's own rows."""
        entries = self.database.columns("SELECT case_id FROM workflow_entry WHERE event <> 'ask'")
        return Counter(case for (case,) in entries if case in cases), Counter(
            case for case in self.rows() if case in cases
        )

    def broken(self, cases: list[str]) -> int:
        """How many of these cases are not whole."""
        with Store.connect(self.database.url) as store:
            return sum(bool(store.verify(case_id)) for case_id in cases)


@frozen
class Service(Site):
    """Of FastAPI: JSON, answered by problems."""

    def asked(self) -> str:
        answer = self.people[0].post("/workflows/leave@1/starts/ask", headers=STAFF)
        assert answer.is_success, answer.text
        return str(answer.json()["id"])

    def press(self, number: int, case_id: str, event: str, **given: str) -> Told:
        headers = {"Idempotency-Key": "key", "If-Match": "seen", "Accept-Language": "language"}
        sent = {name: given[word] for name, word in headers.items() if word in given}
        who = STAFF if event == "remind" else HEAD
        answer = self.people[number].post(f"/cases/{case_id}/events/{event}", headers={**who, **sent})
        return (
            Told(done=True)
            if answer.status_code == OK
            else Told(done=False, sentence=answer.json()["detail"])
        )

    def rows(self) -> list[str]:
        return [
            case for (case,) in self.database.columns("SELECT case_id FROM signature WHERE event <> 'ask'")
        ]


@frozen
class Admin(Site):
    """Of Django: the admin's pages, answered by messages on them. The people are heads; there are staff, too."""

    staff: tuple[httpx.Client, httpx.Client]

    def asked(self) -> str:
        page = self.staff[0].get("/admin/leaves/leave/add/")
        form = {"csrfmiddlewaretoken": token(page.text), "days": "3"}
        answer = self.staff[0].post(page.url.path, data=form)
        assert answer.status_code == 302, answer.text
        return str(
            self.database.columns("SELECT case_id FROM workflow_entry WHERE event = 'ask' ORDER BY recorded")[
                -1
            ][0]
        )

    def press(self, number: int, case_id: str, event: str, **given: str) -> Told:
        person = (self.staff if event == "remind" else self.people)[number]
        page = f"/admin/leaves/leave/{case_id}/change/"
        headers = {"Accept-Language": given.get("language", "vi"), "X-CSRFToken": person.cookies["csrftoken"]}
        form: dict[str, Any] = {name: value for name, value in given.items() if name in {"key", "seen"}}
        answer = person.post(f"/admin/leaves/leave/{case_id}/fire/{event}/", data=form, headers=headers)
        assert (answer.status_code, answer.headers["location"]) == (302, "../../change/"), answer.text
        kind, said = messages(person.get(page, headers=headers).text)[-1]
        return Told(kind == "success", "" if kind == "success" else said)

    def rows(self) -> list[str]:
        logged = "SELECT object_id FROM django_admin_log WHERE action_flag = 2"
        return [case for (case,) in self.database.columns(logged)]


def token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found, page
    return found[1]


def messages(page: str) -> list[tuple[str, str]]:
    """The kind and the text of every message on a page of Django's admin."""
    return [
        (kind, unescape(said)) for kind, said in re.findall(r'<li class="(success|error)">(.*?)</li>', page)
    ]


def service(name: str = "service") -> Any:
    """The module of the FastAPI example."""
    spec = util.spec_from_file_location(name, EXAMPLES / "fastapi" / "app.py")
    assert spec
    assert spec.loader
    module = util.module_from_spec(spec)
    sys.modules[name] = module  # where annotations are read
    spec.loader.exec_module(module)
    return module


def with_careless_buttons(url: str) -> FastAPI:
    """The service with two buttons more, which do it wrong, as those of careless/careless_urls.py."""
    module = service()
    app: FastAPI = module.create_app(url, [load(LEAVE)])
    engine, an = app.state.engine, Actor("an", roles=["head"])

    @app.post("/apart/{case_id}/{event}")
    def apart(case_id: str, event: str) -> dict[str, object]:
        with engine.begin() as connection:
            connection.execute(insert(module.OWN).values(case_id=case_id, event=event, who="apart"))
        with engine.begin() as connection:
            case = Store(connection).fire(case_id, event, actor=an)
        return {"state": case.state}

    @app.post("/believed/{case_id}/{event}")
    def believed(case_id: str, event: str) -> dict[str, object]:
        with engine.connect() as connection:
            store = Store(connection)
            if any(each.event == event and each.allowed for each in store.decisions(case_id, actor=an)):
                time.sleep(0.02)  # as long as a busy machine may take in between
                with suppress(Refused, Conflict):
                    store.fire(case_id, event, actor=an)
                connection.execute(insert(module.OWN).values(case_id=case_id, event=event, who="believed"))
                connection.commit()
        return {}

    return app


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The address of the app while it is served."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
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
        app.state.engine.dispose()


def driven(url: str) -> str:
    """The URL as SQLAlchemy wants it, by the driver that the store uses."""
    return url.replace("postgresql:", "postgresql+psycopg:")


@contextmanager
def django(database: Database, folder: Path, settings: str = "careless_settings") -> Iterator[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": f"{EXAMPLES / 'django'}{os.pathsep}{CARELESS}",
        "PYTHONDONTWRITEBYTECODE": "1",
        "DJANGO_SETTINGS_MODULE": settings,
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
    subprocess.run([sys.executable, "-c", PREPARED], env=environment, check=True)
    log = (folder / "log").open("w+", encoding="utf-8")
    server = subprocess.Popen(
        [sys.executable, "-m", "django", "runserver", "--noreload", "--insecure", "--skip-checks", address],
        env=environment,
        stdout=log,
        stderr=log,
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


@contextmanager
def running(kind: str, database: Database, folder: Path) -> Iterator[Site]:
    """A site, `fastapi` or `django`; what it needs beside the database is put into the folder."""
    if kind == "fastapi":
        app = with_careless_buttons(driven(database.url))
        with serving(app) as address, client(address) as one, client(address) as other:
            yield Service(address, database, (one, other))
    else:
        with django(database, folder) as address, ExitStack() as browsers:
            pairs = []
            for name in ("an", "binh"):  # each at two browsers, with one session
                one, other = (browsers.enter_context(client(address)) for _ in range(2))
                login(one, name)
                other.cookies.update(one.cookies)
                pairs.append((one, other))
            yield Admin(address, database, *pairs)


def login(person: httpx.Client, name: str) -> None:
    """As one of the people of examples/django, whose password is their name."""
    page = person.get("/admin/login/")
    form = {"username": name, "password": name, "csrfmiddlewaretoken": token(page.text)}
    answer = person.post("/admin/login/?next=/admin/", data=form)
    assert answer.status_code == 302, answer.text


def client(address: str) -> httpx.Client:
    return httpx.Client(base_url=address, timeout=60, verify=False)  # noqa: S501 - to this machine, without TLS
