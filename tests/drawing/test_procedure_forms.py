"""A table of steps says the same in every form; when it or its workflow is edited, every row that differs is told."""

import random
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
import time_machine
from attrs import evolve
from docx import Document
from docx.oxml.parser import OxmlElement
from drawing.procedures import FORMS, SPOKEN, changes, compare, sourced, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import definitions

from ocop_workflow import load
from ocop_workflow.drawing.procedure import Procedure, procedure_of
from ocop_workflow.errors import DefinitionError
from ocop_workflow.model.definition import Definition
from ocop_workflow.model.text import Text
from ocop_workflow.reading import read_definition

PERMIT = Path(__file__).parents[2] / "examples" / "construction-permit" / "permit.yaml"
LAWS = ("ocop-product@1048", "ocop-product@148", "ocop-product@148-1489")
HOSTILE = (
    "a | b \\| <br> **c** `d` _e_ [f](g) &amp; <script>x</script> \x0b\x00 ¬ https://e.vn/a|b_c?x=1&y=2 # 1. "
)
# Deadlines of the law are parameters or dates: another number of days is tried on made-up workflows.
MADE = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=25)


@pytest.fixture(scope="module")
def permit() -> Procedure:
    return procedure_of(load(PERMIT).definition)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("languages", SPOKEN, ids="-".join)
@pytest.mark.parametrize("name", [*LAWS, str(PERMIT)])
def test_what_was_just_written_agrees(
    name: str, languages: tuple[str, ...], form: str, tmp_path: Path
) -> None:
    procedure = procedure_of(load(name).definition)
    assert compare(write(procedure, tmp_path, form, languages), procedure) == ()


@MADE
@given(definitions(), st.sampled_from(SPOKEN), st.sampled_from([*FORMS]))
def test_the_table_of_any_workflow_agrees_with_it(
    tmp_path_factory: pytest.TempPathFactory, definition: Definition, languages: tuple[str, ...], form: str
) -> None:
    procedure = procedure_of(definition)
    assert compare(write(procedure, tmp_path_factory.mktemp("made"), form, languages), procedure) == ()


@MADE
@given(definitions(), st.sampled_from(SPOKEN), st.sampled_from([*FORMS]), st.randoms(use_true_random=False))
def test_another_role_level_time_target_or_basis_is_told_of_its_row(
    tmp_path_factory: pytest.TempPathFactory,
    definition: Definition,
    languages: tuple[str, ...],
    form: str,
    chance: random.Random,
) -> None:
    definition = sourced(definition)
    file = write(procedure_of(definition), tmp_path_factory.mktemp("made"), form, languages)
    found = list(changes(definition))
    for column, event, changed in chance.sample(found, min(6, len(found))):
        told = compare(file, procedure_of(changed))
        title = changed.events[event].title.say(languages[0]) or event
        assert [each for each in told if each.row == title and each.code == column], (
            event,
            told,
        )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", LAWS)
def test_changes_of_the_law_are_told_of_their_column(name: str, form: str, tmp_path: Path) -> None:
    definition = sourced(load(name).definition)
    file = write(procedure_of(definition), tmp_path, form)
    found = list(changes(definition))
    assert {column for column, _, _ in found} == {"who", "product", "basis"}
    for column, event, changed in found[:: len(found) // 12]:
        told = compare(file, procedure_of(changed))
        title = changed.events[event].title.say("vi")
        assert column in {each.code for each in told if each.row == title}, (event, told)


@pytest.mark.parametrize("form", FORMS)
def test_signs_of_every_form_come_back_as_they_were(permit: Procedure, form: str, tmp_path: Path) -> None:
    definition = load(PERMIT).definition
    events = {
        name: evolve(event, title=Text(vi=f"{HOSTILE} {name}", en=name))
        for name, event in definition.events.items()
    }
    hostile = procedure_of(evolve(definition, title=Text(HOSTILE, HOSTILE), events=events))
    file = write(hostile, tmp_path, form)
    assert compare(file, hostile) == ()
    assert {each.code for each in compare(file, permit)} >= {"title", "step"}


SPACED: list[tuple[str, Callable[[str], str]]] = [
    ("decomposed", lambda text: normalize("NFD", text)),
    ("unbreakable", lambda text: text.replace("giấy phép", "giấy\u00a0phép")),
    ("wide", lambda text: text.replace("giấy phép", "giấy  \t phép")),
    ("windows", lambda text: "\ufeff" + text.replace("\n", "\r\n")),
]


@pytest.mark.parametrize(("name", "change"), SPACED, ids=[name for name, _ in SPACED])
@pytest.mark.parametrize("form", [".md", ".html"])
def test_the_same_letters_saved_otherwise_are_the_same(
    permit: Procedure, form: str, name: str, change: Callable[[str], str], tmp_path: Path
) -> None:
    file = write(permit, tmp_path, form)
    text = file.read_text("utf-8")
    assert change(text) != text, name
    file.write_text(change(text), "utf-8", newline="")
    assert compare(file, permit) == ()


EDITS = {
    "who": ("Công chức thụ lý, cấp: thị xã", "Lãnh đạo phòng"),
    "time": ("“Thời hạn bổ sung hồ sơ” chưa được quyết định", "Sau 7 ngày"),
    "product": ("→ Chờ bổ sung hồ sơ", "→ Đã rút hồ sơ"),
    "step": ("Khi: Đã tiếp nhận", "Khi: Mới nhận"),
    "title": ("construction-permit, phiên bản 1", "construction-permit, phiên bản 2"),
    "stage": ("Giải quyết hồ sơ", "Xử lý hồ sơ"),
}


@pytest.mark.parametrize(("code", "edit"), EDITS.items(), ids=EDITS)
@pytest.mark.parametrize("form", [".md", ".html"])
def test_what_was_edited_is_told_with_both_texts(
    permit: Procedure, form: str, code: str, edit: tuple[str, str], tmp_path: Path
) -> None:
    file = write(permit, tmp_path, form)
    text = file.read_text("utf-8")
    before, after = edit
    assert before in text
    file.write_text(text.replace(before, after, 1), "utf-8")
    (told,) = compare(file, permit)
    assert told.code == code
    if code != "title":
        assert after in (told.written or "")
        assert told.line
        assert after in file.read_text("utf-8").split("\n")[told.line - 1] or form == ".html"
    assert before in (told.declared or "")


def rows_of(file: Path) -> list[str]:
    return [
        line for line in file.read_text("utf-8").split("\n") if re.match(r"\| \d+ \|.*Cấp giấy phép", line)
    ]


def test_rows_taken_out_added_or_moved_are_told_once_each(permit: Procedure, tmp_path: Path) -> None:
    file = write(permit, tmp_path, ".md")
    text = file.read_text("utf-8")
    (row,) = rows_of(file)
    after = next(line for line in text.split("\n") if "Rút hồ sơ" in line)
    for changed, code in (
        (text.replace(f"{row}\n", ""), "missing"),
        (text.replace(row, f"{row}\n{row.replace('Cấp giấy phép', 'Thu phí')}"), "added"),
        (text.replace(f"{row}\n", "").replace(after, f"{after}\n{row}"), "moved"),
    ):
        file.write_text(changed, "utf-8")
        assert [each.code for each in compare(file, permit)] == [code]


def test_a_row_that_stands_in_another_stage_is_told_with_both_stages(
    permit: Procedure, tmp_path: Path
) -> None:
    file = write(permit, tmp_path, ".md")
    text = file.read_text("utf-8")
    (row,) = rows_of(file)
    stage = next(line for line in text.split("\n") if "**Đã cấp phép**" in line)
    file.write_text(text.replace(f"{row}\n", "").replace(stage, f"{stage}\n{row}"), "utf-8")
    (told,) = compare(file, permit)
    assert (told.code, told.row, told.written, told.declared) == (
        "moved",
        "Cấp giấy phép",
        "Đã cấp phép",
        "Giải quyết hồ sơ",
    )


def test_a_number_that_was_changed_is_told_where_nothing_else_is_out_of_place(
    permit: Procedure, tmp_path: Path
) -> None:
    file = write(permit, tmp_path, ".md")
    (row,) = rows_of(file)
    file.write_text(file.read_text("utf-8").replace(row, row.replace("| 7 |", "| 70 |")), "utf-8")
    (told,) = compare(file, permit)
    assert (told.code, told.written, told.declared) == ("number", "70", "7")


def test_a_table_that_is_gone_is_told_and_without_steps_nothing_is_compared(
    permit: Procedure, tmp_path: Path
) -> None:
    file = write(permit, tmp_path, ".md")
    text = file.read_text("utf-8")
    file.write_text(text.replace("| Số | Nội dung |", "| Số | Khác |"), "utf-8")
    assert [each.code for each in compare(file, permit)] == ["sheet_missing"]
    file.write_text(text.replace("| Số | Bước |", "| Số | Việc |"), "utf-8")
    with pytest.raises(DefinitionError) as error:
        compare(file, permit)
    (problem,) = error.value.problems
    assert problem.code == "no_steps"
    assert "Số · Bước · Đơn vị, người thực hiện" in problem.message.say("vi")


def test_dots_take_whatever_the_issuing_body_fills_in(tmp_path: Path) -> None:
    definition = load("ocop-product@148-1489").definition
    procedure = procedure_of(definition)
    file = write(procedure, tmp_path, ".md")
    text = file.read_text("utf-8")
    filled = text.replace("(do …… quyết định)", "(do UBND thành phố quyết định)").replace(
        "| …… |", "| HĐND |"
    )
    assert filled.count("HĐND") == 7
    file.write_text(filled, "utf-8")
    assert compare(file, procedure) == ()
    chosen = procedure_of(evolve(definition, values={"plan_officer": "reviewer"}))
    assert {each.code for each in compare(file, chosen)} == {"who", "value"}


def paragraph_of(file: Path, words: str) -> tuple[Any, Any]:
    document = Document(str(file))
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                for paragraph in cell.paragraphs:
                    if paragraph.text == words:
                        return document, paragraph
    raise AssertionError(words)


def test_tracked_changes_are_read_as_if_accepted(permit: Procedure, tmp_path: Path) -> None:
    file = write(permit, tmp_path, ".docx")
    document, paragraph = paragraph_of(file, "→ Chờ bổ sung hồ sơ")
    run = paragraph.runs[0]._r  # noqa: SLF001 - python-docx has no tracked changes
    gone, new = OxmlElement("w:del"), OxmlElement("w:ins")
    run.addprevious(gone)
    gone.append(run)
    made = paragraph.add_run("→ Đã rút")._r  # noqa: SLF001
    made.addprevious(new)
    new.append(made)
    document.save(str(file))
    (told,) = compare(file, permit)
    assert told.written == "Thông tin: Phần còn thiếu → Đã rút"


def test_a_row_deleted_as_a_tracked_change_is_missing(permit: Procedure, tmp_path: Path) -> None:
    file = write(permit, tmp_path, ".docx")
    document = Document(str(file))
    row = next(row for row in document.tables[1].rows if row.cells[1].text.startswith("Cấp giấy phép"))
    row._tr.get_or_add_trPr().append(OxmlElement("w:del"))  # noqa: SLF001 - python-docx has no tracked changes
    document.save(str(file))
    assert [(each.code, each.row) for each in compare(file, permit)] == [("missing", "Cấp giấy phép")]


def test_cells_merged_downwards_say_the_same_for_each_row(permit: Procedure, tmp_path: Path) -> None:
    file = write(permit, tmp_path, ".docx")
    document = Document(str(file))
    table = document.tables[1]
    first, second = (table.cell(number, 5) for number in (2, 3))
    second.paragraphs[0].clear()
    first.merge(second)
    document.save(str(file))
    assert compare(file, permit) == ()
    page = write(permit, tmp_path, ".html")
    text = page.read_text("utf-8")
    cell = '<td><p lang="vi">Ví dụ minh họa, không trích từ văn bản nào</p></td></tr>\n'
    first_row = text.index(cell, text.index(">Nộp hồ sơ<"))
    second_row = text.index(cell, first_row + 1)
    merged = (
        text[:first_row] + cell.replace("<td>", '<td rowspan="2">') + text[first_row + len(cell) : second_row]
    )
    page.write_text(merged + "</tr>\n" + text[second_row + len(cell) :], "utf-8")
    assert compare(page, permit) == ()


WRONG = {
    "table.pdf": (b"x", "table_form"),
    "table.docx": (b"no archive", "no_document"),
    "table.md": (b"\xff\xfe", "not_utf8"),
    "table.html": (b"<p>nothing</p>", "no_steps"),
}


@pytest.mark.parametrize(("name", "told"), WRONG.items(), ids=WRONG)
def test_a_file_that_is_no_table_is_told_with_its_place_and_a_remedy(
    permit: Procedure, name: str, told: tuple[bytes, str], tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(told[0])
    with pytest.raises(DefinitionError) as error:
        compare(tmp_path / name, permit)
    (problem,) = error.value.problems
    assert (problem.code, problem.position.file) == (told[1], str(tmp_path / name))
    assert problem.hint.vi
    assert problem.hint.en


@pytest.mark.parametrize("name", ["gone.docx", "gone.md"])
def test_a_file_that_is_not_there_is_told(permit: Procedure, name: str, tmp_path: Path) -> None:
    with pytest.raises(DefinitionError) as error:
        compare(tmp_path / name, permit)
    assert error.value.problems[0].code in ("unreadable", "cannot_read")


def test_a_row_of_another_width_is_told_at_its_line(permit: Procedure, tmp_path: Path) -> None:
    file = write(permit, tmp_path, ".md")
    (row,) = rows_of(file)
    file.write_text(file.read_text("utf-8").replace(row, f"{row} x |"), "utf-8")
    with pytest.raises(DefinitionError) as error:
        compare(file, permit)
    (problem,) = error.value.problems
    lines = file.read_text("utf-8").split("\n")
    assert (problem.code, lines[problem.position.line - 1]) == ("row_cells", f"{row} x |")


def test_a_document_that_unpacks_to_too_much_is_not_read(
    permit: Procedure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(permit, tmp_path, ".docx")
    monkeypatch.setattr("ocop_workflow.drawing.procedure.from_docx.LARGEST", 10_000)
    with pytest.raises(DefinitionError) as error:
        compare(file, permit)
    assert error.value.problems[0].code == "document_too_large"


def test_a_document_is_across_with_repeated_heads_and_whole_rows(permit: Procedure, tmp_path: Path) -> None:
    document = Document(str(write(permit, tmp_path, ".docx")))
    (section,) = document.sections
    assert section.page_width
    assert section.page_height
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert document.styles["Normal"].font.size.pt == 13
    for table in document.tables:
        xml = table._tbl.xml  # noqa: SLF001 - python-docx has no words for these
        assert xml.count("w:tblHeader") == 1
        assert xml.count("w:cantSplit") == len(table.rows)
    assert "PAGE" in section.header._element.xml  # noqa: SLF001
    assert section.different_first_page_header_footer
    said = document.core_properties
    assert (said.author, said.comments) == ("", "")


def test_the_same_workflow_gives_the_same_bytes_at_any_time() -> None:
    definition = read_definition(str(PERMIT))
    for form in FORMS.values():
        first = form(procedure_of(definition), ("vi", "en"))
        with time_machine.travel(datetime(2031, 5, 4, tzinfo=UTC)):
            assert form(procedure_of(definition), ("vi", "en")) == first
