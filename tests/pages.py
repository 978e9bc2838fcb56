"""A page followed as a reader would: files written, commands typed, in the order of the page, in one folder."""

import os
import re
import subprocess
from pathlib import Path

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"(?:#|//) ([\w.-]+\.(?:yaml|py|java))")


def blocks(page: Path) -> list[tuple[str, str]]:
    """The language and the text of every block."""
    return BLOCK.findall(page.read_text("utf-8"))


def follow(page: Path, folder: Path, binaries: Path) -> set[str]:
    """Do what the page says with the commands in `binaries`; every output must be as shown. Gives the languages."""
    printed = ""
    seen = set()
    for language, body in blocks(page):
        seen.add(language)
        named = NAMED.match(body)
        if named:
            (folder / named[1]).write_text(body, "utf-8")
        elif language == "console":
            for session in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
                command, _, expected = session.partition("\n")
                assert run(command, folder, binaries) == expected, command
        elif language == "python":
            (folder / "block.py").write_text(body, "utf-8")
            printed = run("python block.py", folder, binaries)
        else:
            assert language == "text", f"a block of {language} says in its first line which file it is"
            assert printed == body, printed
    return seen


def run(command: str, folder: Path, binaries: Path) -> str:
    """What a command prints, warnings and errors too."""
    environment = {
        **os.environ,
        "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}",
        "PYTHONIOENCODING": "utf-8",
        "COLUMNS": "100",
        "PYTHONWARNINGS": "error",
    }
    done = subprocess.run(
        command, cwd=folder, shell=True, capture_output=True, text=True, check=False, env=environment
    )
    return done.stdout + done.stderr
