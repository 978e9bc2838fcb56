"""A page followed as a reader would: files written, commands typed, in the order of the page, in one folder.

Blocks are what CommonMark says they are, by a parser of its own, so that none is overlooked. The comment
`<!-- run by tests/x.py -->` before a block says that another test runs that one; tests/documents/test_blocks.py sees to
it that nothing else stands on a page.
"""

import os
import re
import subprocess
from pathlib import Path

from attrs import frozen
from markdown_it import MarkdownIt

NAMED = re.compile(r"(?:# |// |<!-- )([\w.-]+\.(?:yaml|py|json|bpmn|java))")
ADDED = re.compile(r"# ([\w.-]+), below “(.+)”\n")
ELSEWHERE = re.compile(r"<!-- run by (tests/[\w/]+\.py) -->")


@frozen
class Block:
    """One block of a page: `language` is empty where it is indented, `elsewhere` the test that runs it instead."""

    language: str
    body: str
    line: int
    elsewhere: str | None = None


def all_blocks(page: Path) -> list[Block]:
    """Every block, also those in lists and quotations, in the order of the page."""
    found = []
    elsewhere = None
    for token in MarkdownIt("commonmark").parse(page.read_text("utf-8")):
        if token.type in {"fence", "code_block"}:
            line = token.map[0] + 1 if token.map else 0
            found.append(Block(token.info.strip(), token.content, line, elsewhere))
        if token.type != "html_block":
            elsewhere = None
        elif mark := ELSEWHERE.fullmatch(token.content.strip()):
            elsewhere = mark[1]
    return found


def blocks(page: Path) -> list[tuple[str, str]]:
    """The language and the text of every block that names a language."""
    return [(block.language, block.body) for block in all_blocks(page) if block.language]


def follow(page: Path, folder: Path, binaries: Path) -> set[str]:
    """Do what the page says with the commands in `binaries`; every output must be as shown. Gives the languages."""
    printed = ""
    seen = set()
    for block in all_blocks(page):
        language, body = block.language, block.body
        if not language or language.startswith("{") or block.elsewhere:
            continue
        seen.add(language)
        named = NAMED.match(body)
        if added := ADDED.match(body):
            add(folder / added[1], added[2], body[added.end() :])
        elif named:
            (folder / named[1]).write_text(body, "utf-8")
        elif language == "console":
            for session in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
                command, _, expected = session.partition("\n")
                assert run(command, folder, binaries) == expected, f"{page.name}:{block.line}: {command}"
        elif language == "python":
            (folder / "block.py").write_text(body, "utf-8")
            printed = run("python block.py", folder, binaries)
        else:
            assert language == "text", f"a block of {language} says in its first line which file it is"
            assert printed == body, f"{page.name}:{block.line}: {printed}"
    return seen


def add(file: Path, below: str, lines: str) -> None:
    """Write lines into a file, as a reader does who is told below which line they belong."""
    text = file.read_text("utf-8")
    assert text.count(f"{below}\n") == 1, f"{file.name} has not one line “{below}”"
    file.write_text(text.replace(f"{below}\n", f"{below}\n{lines}"), "utf-8")


def run(command: str, folder: Path, binaries: Path) -> str:
    """What a command prints, warnings and errors too."""
    environment = {
        **os.environ,
        "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}",
        "PYTHONIOENCODING": "utf-8",
        "COLUMNS": "100",
        "PYTHONWARNINGS": "error",
        "CI": "true",  # a page's own properties have no deadline on a machine that is busy
    }
    done = subprocess.run(
        command, cwd=folder, shell=True, capture_output=True, text=True, check=False, env=environment
    )
    return done.stdout + done.stderr
