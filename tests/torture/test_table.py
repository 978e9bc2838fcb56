import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from torture import long
from torture.table import BEGIN, END, Row, markdown, written

ROW = Row("R2", "power cut", "SQLite", 1000, 0, 0, "OFF: 900", caught=True)
PAGE = f"before\n{BEGIN}\n{END}\nafter\n"


def test_a_row_holds_only_with_a_control_that_was_caught() -> None:
    assert ROW.holds
    assert not Row("R2", "", "", 0, 0, 0, "", caught=True).holds
    assert not Row("R2", "", "", 9, 1, 0, "", caught=True).holds
    assert not Row("R2", "", "", 9, 0, 1, "", caught=True).holds
    assert not Row("R2", "", "", 9, 0, 0, "", caught=False).holds


def test_rows_are_put_between_the_marks_and_those_of_other_modules_stay() -> None:
    other = Row("R1", "kill", "PostgreSQL", 200, 0, 0, "early: 9", caught=False)
    once = written(PAGE, {"power": [ROW, ROW]}, "today")
    twice = written(once, {"kills": [other]}, "later")
    thrice = written(twice, {"power": [ROW]}, "at last")
    assert once.count("| R2 |") == 2
    lines = thrice.split("\n")
    assert lines[:3] == ["before", BEGIN, "at last."]
    assert lines[-3:] == [END, "after", ""]
    assert lines[6:-3] == [
        "| R1 | kill | PostgreSQL | 200 | 0 | 0 | early: 9 | NO | `kills` |",
        "| R2 | power cut | SQLite | 1,000 | 0 | 0 | OFF: 900 | yes | `power` |",
    ]
    assert "\n".join(lines[4:-3]) + "\n" == markdown({"kills": [other], "power": [ROW]})


def test_a_page_without_the_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="long run"):
        written("page", {}, "today")


PAGES = [Path(__file__).parents[2] / "docs" / name for name in ("reliability.md", "reliability.vi.md")]


def test_the_page_names_tests_that_exist_and_a_run_in_which_everything_held() -> None:
    text = PAGES[0].read_text("utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)`", text)
    assert len(named) > 10
    assert [name for name in named if not (PAGES[0].parents[1] / name).is_file()] == []
    rows = text.partition(BEGIN)[2].partition(END)[0].splitlines()
    cells = [row.split(" | ") for row in rows if row.startswith("| ")][2:]
    assert [row for row in cells if row[4:6] != ["0", "0"] or row[7] != "yes"] == []


def test_both_pages_have_the_same_promises() -> None:
    promises = [
        re.findall(r"^\| (\w+) \|", page.read_text("utf-8").partition(BEGIN)[0], re.MULTILINE)
        for page in PAGES
    ]
    assert promises[0] == promises[1]
    assert "R10" in promises[0]


def test_the_page_has_rows_of_every_module() -> None:
    found = {
        file.stem
        for file in Path(__file__).parent.glob("*.py")
        if "\ndef figures(" in file.read_text("utf-8")
    }
    rows = PAGES[0].read_text("utf-8").partition(BEGIN)[2].partition(END)[0]
    assert {name for name in found if f"| `{name}` |" not in rows} == set()
    assert len(found) > 10


class Module:
    def __init__(self, *, breaks: bool) -> None:
        self.breaks = breaks

    def figures(self, _: int) -> Iterator[Row]:
        yield ROW
        if self.breaks:
            raise AssertionError


@pytest.mark.parametrize("breaks", [True, False])
def test_a_module_that_does_not_come_to_an_end_keeps_no_other_from_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, breaks: bool
) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"{BEGIN}\n{END}\n", "utf-8")
    monkeypatch.setattr(long, "_module", lambda name: Module(breaks=breaks and name == "kills"))
    monkeypatch.setattr(sys, "argv", ["long.py", "--write", str(page), "kills", "power"])
    assert long.main() == int(breaks)
    written = page.read_text("utf-8")
    assert "`power`" in written
    assert ("`kills`" in written) is not breaks
