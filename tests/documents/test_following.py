"""The controls of what follows pages: what is not as it is shown is told, and no block is passed over."""

import sys
from pathlib import Path

import pytest
from documents.test_blocks import known
from pages import all_blocks, follow

BINARIES = Path(sys.executable).parent


def followed(text: str, folder: Path) -> set[str]:
    page = folder / "page.md"
    page.write_text(text, "utf-8")
    return follow(page, folder, BINARIES)


@pytest.mark.parametrize(
    "text",
    [
        "```console\n$ echo a\nb\n```\n",
        "```console\n$ echo a >&2\n```\n",
        "```python\nprint(1)\n```\n```text\n2\n```\n",
        "```text\nprinted by nothing\n```\n",
        "- in a list\n\n  ```console\n  $ echo a\n  b\n  ```\n",
        "~~~console\n$ echo a\nb\n~~~\n",
        "```yaml\nnameless: 1\n```\n",
        "```yaml\n# a.yaml\na: 1\n```\n```yaml\n# a.yaml, below “b:”\nc: 1\n```\n",
    ],
)
def test_what_is_not_as_shown_is_told(text: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        followed(text, tmp_path)


def test_what_is_as_shown_passes_and_a_line_is_added_where_the_page_says(tmp_path: Path) -> None:
    text = (
        "```yaml\n# a.yaml\na:\nb: 1\n```\n```yaml\n# a.yaml, below “a:”\n  c: 1\n```\n"
        "```console\n$ tail -3 a.yaml\na:\n  c: 1\nb: 1\n```\n"
        "```python\nprint(1)\n```\n```text\n1\n```\n"
        "<!-- run by tests/x.py -->\n```console\n$ false\nnever\n```\n"
    )
    assert followed(text, tmp_path) == {"yaml", "console", "python", "text"}


def test_the_comment_counts_for_the_next_block_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("<!-- run by tests/x.py -->\n```sql\na\n```\n```sql\nb\n```\n\n    indented\n", "utf-8")
    assert [(each.language, each.elsewhere) for each in all_blocks(page)] == [
        ("sql", "tests/x.py"),
        ("sql", None),
        ("", None),
    ]


def test_indented_commands_are_those_that_nothing_can_run_and_that_exist() -> None:
    assert known('pip install "ocop-workflow[testing]"')
    assert known("make demo      # a comment")
    assert not known('pip install "ocop-workflow[tests]"')
    assert not known("make nothing")
    assert not known("ocop-workflow check x.yaml")
