"""The guide to the service is followed as it is printed, over the service as the page starts it."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from examples.pressing import EXAMPLES, LEAVE, service, until
from pages import blocks, follow

from ocop_workflow import load

DOCS = Path(__file__).parent.parent / "docs"
PAGES = (DOCS / "service.md", DOCS / "service.vi.md")
JAVA = "## Java"
SAME = ("java", "python")


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The service in the folder of its example, as `uvicorn --factory app:create_app` serves it."""
    shutil.copytree(EXAMPLES / "fastapi", tmp_path, dirs_exist_ok=True)
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = str(free.getsockname()[1])
    uvicorn = Path(sys.executable).with_name("uvicorn")
    command = [uvicorn, "--factory", "app:create_app", "--port", port, "--log-level", "error"]
    environment = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "WORKFLOWS"}
    }
    server = subprocess.Popen(list(map(str, command)), cwd=tmp_path, env=environment)
    try:
        until(f"127.0.0.1:{port}", server)
        yield f"127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def programs(folder: Path) -> Path:
    """The commands of this Python, and curl: the system's, or else what it does of what the page types."""
    found = folder / "programs"
    found.mkdir()
    typed = {"python": f'#!/bin/sh\nexec {sys.executable} "$@"\n'}
    if shutil.which("curl") is None:
        typed["curl"] = f"#!{sys.executable}\n{CURL}"
    for name, text in typed.items():
        (found / name).write_text(text, "utf-8")
        (found / name).chmod(0o755)
    return found


CURL = """
import argparse, sys, httpx

parser = argparse.ArgumentParser()
parser.add_argument("-s", action="store_true")
parser.add_argument("-X", default="GET")
parser.add_argument("-H", action="append", default=[])
parser.add_argument("-d")
parser.add_argument("url")
given = parser.parse_args()
headers = [tuple(each.split(": ", 1)) for each in given.H]
answer = httpx.request(given.X, f"http://{given.url}", headers=headers, content=given.d, trust_env=False, timeout=60)
sys.stdout.buffer.write(answer.content)
"""


def part(page: Path, folder: Path, address: str, *, java: bool) -> Path:
    """The page without what Java runs, or that alone, at the address where the service is."""
    kept = [
        f"```{language}\n{body}```\n"
        for language, body in blocks(page)
        if (language == "java" or "java " in body) is java
    ]
    found = folder / "page.md"
    found.write_text("".join(kept).replace("localhost:8000", address), "utf-8")
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_session_goes_as_the_page_shows_it(page: Path, tmp_path: Path, address: str) -> None:
    assert follow(part(page, tmp_path, address, java=False), tmp_path, programs(tmp_path)) == {
        "console",
        "python",
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_client_in_java_does_as_the_page_shows(page: Path, tmp_path: Path, address: str) -> None:
    if shutil.which("java") is None:
        pytest.skip("java is not installed: apt-get install openjdk-17-jdk-headless")
    assert follow(part(page, tmp_path, address, java=True), tmp_path, programs(tmp_path)) == {
        "console",
        "java",
    }


def test_every_path_is_told() -> None:
    """And nothing is told of that there is not."""
    app = service().create_app("sqlite://", [load(LEAVE)])
    there = {f"{method.upper()} {path}" for path, each in app.openapi()["paths"].items() for method in each}
    for page in PAGES:
        text = page.read_text("utf-8")
        told = {
            line.split("`")[1].partition("?")[0]
            for line in text.splitlines()
            if line.startswith(("| `GET", "| `POST"))
        }
        assert told - {"GET /openapi.json"} == there
    app.state.engine.dispose()


def test_both_languages_have_the_same_programs() -> None:
    """But for what is said in a language."""
    first, second = (
        [
            re.sub(r'"(en|vi|fired|việc)"|/\*\*.*?\*/|//.*', "", body)
            for language, body in blocks(page)
            if language in SAME
        ]
        for page in PAGES
    )
    assert first == second
