"""Every block of every page is run as a reader would, in the order of the page, and prints what is shown."""

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest
from documents.support import ELSEWHERE, ROOT, WRITTEN, name_of, pages, prepare
from pages import all_blocks, blocks, follow

PAGES = [page for page in pages() if any(block.language[:1] not in {"", "{"} for block in all_blocks(page))]
FOLLOWED = [page for page in PAGES if name_of(page) not in {*ELSEWHERE, *WRITTEN}]
PAIRS = [(page.with_name(page.name.replace(".vi.md", ".md")), page) for page in PAGES if ".vi." in page.name]
LANGUAGE = re.compile(r" --lang (vi|en)\b.*| -H \"Accept-Language: (vi|en)\"| -d '.*?'| \| .*")
TARGET = re.compile(r"^(\w+):", re.MULTILINE)


@pytest.mark.parametrize("page", FOLLOWED, ids=name_of)
def test_every_block_does_what_the_page_shows(page: Path, tmp_path: Path) -> None:
    folder = tmp_path / "reader"
    prepare(page, folder)
    assert follow(page, folder, Path(sys.executable).parent)


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_an_indented_block_only_installs_or_makes_what_there_is(page: Path) -> None:
    """What a test cannot type: whoever installs has a network, and `make` is run beside the tests."""
    for block in all_blocks(page):
        if not block.language and not block.elsewhere:
            for line in block.body.splitlines():
                assert known(line), f"{name_of(page)}:{block.line}: {line}"


def known(line: str) -> bool:
    """A target of the Makefile, or an extra of the package, and a command of it after that."""
    targets = TARGET.findall((ROOT / "Makefile").read_text("utf-8"))
    with (ROOT / "pyproject.toml").open("rb") as file:
        extras = tomllib.load(file)["project"]["optional-dependencies"]
    if made := re.fullmatch(r"make (\w+) *(#.*)?", line):
        return made[1] in targets
    asked = re.fullmatch(r'pip install "ocop-workflow\[(\w+)\]"( && ocop-workflow demo)?', line)
    return asked is not None and asked[1] in extras


@pytest.mark.parametrize(
    ("page", "test"),
    [
        *ELSEWHERE.items(),
        *(
            (name_of(page), block.elsewhere)
            for page in PAGES
            for block in all_blocks(page)
            if block.elsewhere is not None
        ),
    ],
)
def test_what_is_run_elsewhere_is_read_there(page: str, test: str) -> None:
    """The test that is named says the page's name in its code and reads its blocks, or runs the example's files."""
    tree = ast.parse((ROOT / test).read_text("utf-8"))
    named = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    parts = {part for text in named if isinstance(text, str) for part in text.split("/")}
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    if page.startswith("examples/"):
        assert Path(page).parts[1] in parts, f"{test} names nothing of {page}"
    else:
        assert Path(page).name in parts, f"{test} does not name {page}"
        assert used & {"follow", "blocks", "all_blocks", "PAGE"}, f"{test} reads no page"


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: name_of(pair[1]))
def test_both_languages_show_the_same_commands_and_files(pair: tuple[Path, Path]) -> None:
    """But for the language that is asked for, and for what is picked from an output by its words."""
    commands, files = [], []
    for page in pair:
        text = "\n".join(body for language, body in blocks(page) if language == "console")
        commands.append([LANGUAGE.sub("", line) for line in re.findall(r"^\$ (.*)", text, re.MULTILINE)])
        files.append([body for language, body in blocks(page) if language in {"yaml", "xml"}])
    assert commands[0] == commands[1]
    if name_of(pair[0]) not in COMMENTED:
        assert files[0] == files[1]


COMMENTED = {"docs/stages.md", "docs/testing-kit.md"}  # the files' own comments are in the page's language
