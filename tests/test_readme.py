"""Every block of the READMEs is run as a reader would: in an empty folder, in the order of the page."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = ["README.md", "README.vi.md"]


def run(command: str | list[str], folder: Path) -> str:
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONIOENCODING": "utf-8",
        "COLUMNS": "100",
        "PYTHONWARNINGS": "error",
    }
    done = subprocess.run(
        command,
        cwd=folder,
        shell=isinstance(command, str),
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("page", PAGES)
def test_every_block_does_what_the_page_shows(page: str, tmp_path: Path) -> None:
    printed = ""
    seen = []
    for language, body in BLOCK.findall((ROOT / page).read_text("utf-8")):
        seen.append(language)
        if language == "yaml":
            name = re.match(r"# ([\w.-]+\.yaml)", body)
            assert name, "a YAML block says in its first line which file it is"
            (tmp_path / name[1]).write_text(body, "utf-8")
        elif language == "console":
            for session in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
                command, _, expected = session.partition("\n")
                assert run(command, tmp_path) == expected, command
        elif language == "python":
            (tmp_path / "block.py").write_text(body, "utf-8")
            printed = run([sys.executable, "block.py"], tmp_path)
        else:
            assert language == "text", f"nothing runs a block of {language}"
            assert printed == body
    assert {"yaml", "console", "python", "text"} <= set(seen)


def test_the_pages_show_the_same_commands_and_files() -> None:
    pages = [(ROOT / page).read_text("utf-8") for page in PAGES]
    commands = [
        re.findall(r"^\$ (.*?)(?: --lang \w\w)?( --save)?$|^    (make \w+)", page, re.MULTILINE)
        for page in pages
    ]
    files = [[body for language, body in BLOCK.findall(page) if language == "yaml"] for page in pages]
    assert commands[0] == commands[1]
    assert files[0] == files[1]
