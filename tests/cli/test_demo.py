"""`demo` does the main job in an empty folder: the products, what is refused and why, where it all is."""

import json
import re
from pathlib import Path

import pytest
from cli.support import Command

# What the demo must refuse, by case: the codes of each refusal, in order.
REFUSED = {
    "PLAN-NEVER-APPROVED": [{"wrong_state", "requires_unmet"}],
    "OWN-PLAN": [{"not_permitted"}, {"not_permitted"}, {"not_permitted"}],
    "COUNCIL": [{"guard_unmet"}, {"guard_unmet"}, {"invalid_payload"}, {"guard_unmet"}, {"guard_unmet"}],
    "NOTICE-TOO-LATE": [{"wrong_state"}],
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that several tests share: only the first of them has to write."""
    return tmp_path_factory.mktemp("demo") / "d.db"


def test_the_demo_prints_the_products_and_totals_equal_to_the_published_ones(command: Command) -> None:
    said = command("demo")
    assert said.code == 0
    rows = [line for line in said.out.splitlines() if re.match(r" *\d+  .*★★★", line)]
    assert len(rows) == 12
    assert all(re.search(r"\d\d/\d\d/20\d\d$", row) for row in rows)
    assert "Cá mòi kho Làng Chài" in rows[0]
    assert "Tổng số: 12 (đúng với số đã công bố)" in said.out
    assert "★★★★: 1 (đúng với số đã công bố)" in said.out
    assert "★★★: 11 (đúng với số đã công bố)" in said.out
    assert re.search(r"49,5 +Không đạt", said.out)
    assert "Dữ liệu nằm ở sqlite:///ocop-workflow-demo.db" in said.out
    assert Path("ocop-workflow-demo.db").is_file()


def test_every_refusal_has_code_sentence_values_and_basis_in_both_languages(command: Command) -> None:
    document = json.loads(command("demo", "--json").out)
    assert document["holds"] is True
    found: dict[str, list[set[str]]] = {}
    for step in document["runs"][1]["steps"]:
        if step["outcome"] == "refused":
            found.setdefault(step["case"], []).append({reason["code"] for reason in step["reasons"]})
        for reason in step["reasons"]:
            assert reason["text"]["vi"]
            assert reason["text"]["en"]
            assert reason["values"]
            assert reason["basis"]
    assert found == REFUSED


def test_everything_made_up_is_told(command: Command) -> None:
    said = command("demo", "--lang", "en").out
    assert said.count("Assumed: not in any public source") == 2
    assert re.search(r"Chưa công bố \(\d\)", said)  # a cell that rests on an assumption has its number


def test_the_demo_again_writes_nothing(command: Command) -> None:
    first = command("demo")
    again = command("demo")
    assert again.code == 0
    assert "Đã ghi 0 bước" in again.out
    assert again.out.splitlines()[:-7] == first.out.splitlines()[:-7]


def test_the_next_commands_that_the_demo_names_work(command: Command) -> None:
    lines = command("demo").out.splitlines()
    named = [line.split()[1:] for line in lines[lines.index("Thử tiếp:") + 1 :]]
    assert [words[0] for words in named] == ["history", "check"]
    for words in named:
        assert command(*words).code == 0


@pytest.mark.parametrize("columns", [60, 80, 100, 120])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_nothing_is_wider_than_the_terminal_and_no_colour_leaks_into_a_file(
    command: Command, monkeypatch: pytest.MonkeyPatch, kept: Path, columns: int, language: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    said = command("demo", "--lang", language, "--database", kept)
    wide = [line for line in said.out.splitlines() if len(line) > columns and "--database" not in line]
    assert wide == []
    assert "\x1b" not in said.out + said.err
