"""Tables and paragraphs keep their columns, whatever the letters."""

from unicodedata import normalize

from hypothesis import given
from hypothesis import strategies as st

from ocop_workflow.cli.layout import Column, cells, pad, table, wrap

VIETNAMESE = st.text(alphabet="aăâđêôơưếệộửỹ xyz,.★漢", max_size=60)


def test_a_vietnamese_letter_takes_one_column_in_either_form() -> None:
    assert cells(normalize("NFD", "Nguyễn Thị Hường")) == cells("Nguyễn Thị Hường") == 16


def test_a_wide_letter_takes_two_columns() -> None:
    assert cells("漢字") == 4
    assert pad("漢", 4) == "漢  "


@given(VIETNAMESE, st.integers(2, 40))
def test_no_wrapped_line_is_too_wide_and_no_letter_is_lost(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cells(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(normalize("NFC", text).split())


def test_words_stay_whole_where_they_fit() -> None:
    assert wrap("Hợp tác xã nông nghiệp", 10) == ["Hợp tác xã", "nông", "nghiệp"]


@given(st.lists(st.tuples(VIETNAMESE, VIETNAMESE, VIETNAMESE), max_size=5), st.integers(60, 120))
def test_a_table_fits_its_width_and_its_columns_stand_under_each_other(
    rows: list[tuple[str, str, str]], width: int
) -> None:
    blocks = table([Column("Sản phẩm"), Column("Chủ thể"), Column("Điểm", right=True)], rows, width)
    assert len(blocks) == len(rows) + 2
    rule = blocks[1][0]
    assert all(cells(line) <= cells(rule) <= width for block in blocks for line in block)


def test_the_widest_column_gives_way_first() -> None:
    blocks = table([Column("a"), Column("b")], [["ngắn", "một câu rất dài nói về sản phẩm"]], 26)
    assert [line.rstrip() for line in blocks[2]] == ["ngắn  một câu rất dài nói", "      về sản phẩm"]
