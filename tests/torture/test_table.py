import pytest
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
