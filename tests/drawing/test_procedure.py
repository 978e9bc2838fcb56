"""The steps of a procedure: in the order of cases, with who, by when, what comes of it and on which basis."""

from pathlib import Path

import pytest
from attrs import evolve

from ocop_workflow import load
from ocop_workflow.drawing.procedure import Procedure, Sheet, procedure_of
from ocop_workflow.model.text import Text
from ocop_workflow.reading import read_definition

PERMIT = Path(__file__).parents[2] / "examples" / "construction-permit" / "permit.yaml"
CHOSEN = {"answer_days": 10, "handling_days": 20, "completion_days": 30, "valid_months": 12, "fire_floors": 7}
LAW = "ocop-product@148-1489"
UNORDERED = """\
workflow: unordered
version: "1"
sources: {a: {en: "Decision 1: of the committee, quoted at https://e.vn/1"}, b: {en: "Decision 2, https://e.vn/2"}}
roles: {clerk: {}, head: {}}
start: {begin: {by: clerk, to: first}, late: {by: clerk, to: apart}}
states:
  zenith: {final: completed}
  last: {states: {fourth: {}, third: {}}}
  apart: {}
  early: {basis: [a, A], states: {second: {tag: looked_at}, first: {tag: looked_at}}}
events:
  finish: {by: head, moves: {fourth: zenith, apart: zenith}, basis: [a, b, B]}
  go_on: {by: clerk, moves: {third: fourth, second: third, first: second}}
  look: {by: clerk, moves: {looked_at: stay}}
  stop: {by: clerk, moves: {early: zenith, first: [{when: "1 < 2", to: second}, {else: zenith}]}}
"""


@pytest.fixture(scope="module")
def permit() -> Procedure:
    return procedure_of(load(PERMIT).definition)


def sheet(procedure: Procedure, name: str) -> Sheet:
    return next(each for each in procedure.sheets if each.name == name)


def cells(procedure: Procedure, step: str, *, stage: str = "", language: str = "vi") -> dict[str, list[str]]:
    """The lines of a step's row, by column."""
    steps = sheet(procedure, "steps")
    for group in steps.groups:
        for row in group.rows:
            if row.cells[1][0].say(language) == step and stage in group.title.say(language):
                return {
                    column.name: [line.say(language) for line in cell]
                    for column, cell in zip(steps.columns, row.cells, strict=True)
                }
    raise AssertionError(step)


def order(procedure: Procedure) -> list[tuple[str, list[str]]]:
    return [
        (group.title.say("en"), [row.cells[1][0].say("en") for row in group.rows])
        for group in sheet(procedure, "steps").groups
    ]


def test_stages_and_steps_come_in_the_order_of_cases_whatever_the_order_of_the_file() -> None:
    assert order(procedure_of(read_definition("unordered.yaml", UNORDERED))) == [
        ("early", ["begin", "go_on", "look", "stop"]),
        ("last", ["go_on", "finish"]),
        ("apart", ["late", "finish"]),
    ]


def test_an_event_is_one_row_a_stage_and_tells_each_way_apart() -> None:
    procedure = procedure_of(read_definition("unordered.yaml", UNORDERED))
    assert cells(procedure, "stop", language="en")["product"] == [
        "From “second”: → zenith (ends here)",
        "From “first”: If 1 < 2: → second",
        "From “first”: Otherwise: → zenith (ends here)",
    ]
    assert cells(procedure, "look", language="en")["product"] == ["The case stays where it is"]
    assert cells(procedure, "finish", stage="last", language="en")["step"] == ["finish", "In: fourth"]


def test_a_source_is_cited_by_its_beginning_and_its_mark_in_words() -> None:
    procedure = procedure_of(read_definition("unordered.yaml", UNORDERED))
    assert cells(procedure, "finish", language="en")["basis"] == [
        "Decision 1 (as paraphrased)",
        "Decision 2 (as paraphrased)",
    ]
    assert cells(procedure, "begin", language="en")["basis"] == ["none of its own"]
    (early, *_) = sheet(procedure, "steps").groups
    assert [line.say("en") for line in early.basis] == ["Decision 1 (quoted wording)"]
    twins = UNORDERED.replace("Decision 2,", "Decision 1: of another,")
    cited = cells(procedure_of(read_definition("twins.yaml", twins)), "finish", language="en")["basis"]
    assert cited == [
        "Decision 1: of the committee, quoted at https://e.vn/1 (as paraphrased)",
        "Decision 1: of another, https://e.vn/2 (as paraphrased)",
    ], "two sources that begin alike are told apart"


def test_stages_of_the_law_are_in_the_order_of_its_cycle() -> None:
    stages = [title for title, _ in order(procedure_of(load(LAW).definition))]
    assert [title.rpartition(" – ")[2] for title in stages] == [
        "1. Guidance",
        "2. Idea",
        "3. Business plan",
        "4. Carrying out",
        "Preparation (all of the stage)",
        "Part of the dossier assessed by the commune",
        "Evaluation by the city",
        "Evaluation by the centre",
        "5. Evaluation and ranking (all of the stage)",
        "Not qualified",
        "6. Trade promotion",
        "Without a certificate",
    ]


def test_a_step_says_who_what_and_where_it_leads(permit: Procedure) -> None:
    assert cells(permit, "Yêu cầu bổ sung") == {
        "number": ["2"],
        "step": ["Yêu cầu bổ sung", "Khi: Đã tiếp nhận"],
        "who": ["Công chức thụ lý, cấp: thị xã"],
        "time": [
            (
                "“Thời hạn giải quyết hồ sơ” chưa được quyết định, "
                "không tính thời gian ở “Chờ bổ sung hồ sơ”; quá hạn: “Quá hạn giải quyết”"
            )
        ],
        "product": ["Thông tin: Phần còn thiếu", "→ Chờ bổ sung hồ sơ"],
        "basis": ["Ví dụ minh họa, không trích từ văn bản nào"],
    }
    assert cells(permit, "Cấp giấy phép")["who"] == [
        "Lãnh đạo cơ quan cấp phép, cấp: thị xã",
        "Không được là người đã làm: Gửi hỏi ý kiến; Tổng hợp ý kiến",
    ]
    assert cells(permit, "Rút hồ sơ")["product"] == ["→ Đã rút hồ sơ (dừng giữa chừng)"]


def test_a_deadline_that_is_open_has_no_number_and_one_that_is_chosen_has() -> None:
    definition = load(PERMIT).definition
    assert cells(procedure_of(definition), "Không bổ sung đúng hạn")["time"] == [
        "“Thời hạn bổ sung hồ sơ” chưa được quyết định"
    ]
    chosen = procedure_of(evolve(definition, values=CHOSEN))
    assert cells(chosen, "Không bổ sung đúng hạn")["time"] == ["Sau 30 ngày (“Thời hạn bổ sung hồ sơ”)"]
    assert cells(chosen, "Bổ sung hồ sơ")["time"] == [
        "Trong 30 ngày (“Thời hạn bổ sung hồ sơ”); quá hạn: “Không bổ sung đúng hạn”"
    ]
    rows = [
        [line.say("vi") for cell in row.cells for line in cell] for row in sheet(chosen, "parameters").rows
    ]
    assert rows[2][1:5] == ["Thời hạn bổ sung hồ sơ", "(số ngày)", "đã chọn: 30", "……"]


def test_a_deadline_of_several_states_with_one_tag_bears_on_each() -> None:
    clock = "  tick: {by: clock, after: 2 days, moves: {looked_at: stay}}\n"
    text = UNORDERED.replace('version: "1"', 'version: "1"\ntimezone: UTC') + clock
    procedure = procedure_of(read_definition("tagged.yaml", text))
    assert cells(procedure, "look", language="en")["time"] == ["Within 2 days; then: “tick”"]
    assert cells(procedure, "finish", language="en")["time"] == ["None is said"]


def test_a_day_that_is_reckoned_from_an_open_parameter_says_so() -> None:
    text = PERMIT.read_text("utf-8").replace("at: valid_until,", 'at: "months(valid_until, valid_months)",')
    times = cells(procedure_of(read_definition("permit.yaml", text)), "Quá hạn khởi công")["time"]
    assert times[0].endswith("; chưa được quyết định: Số tháng phải khởi công")


def test_roles_and_levels_that_are_open_are_for_somebody_to_decide() -> None:
    definition = load(LAW).definition
    (who, *_) = cells(procedure_of(definition), "Chấp nhận ý tưởng")["who"]
    assert who == (
        "“Ai xét ý tưởng, phương án” (do …… quyết định), "
        "cấp: “Cấp nhận và xét ý tưởng, phương án” (do …… quyết định)"
    )
    chosen = evolve(definition, values={"plan_level": "commune", "plan_officer": "reviewer"})
    (who, *_) = cells(procedure_of(chosen), "Chấp nhận ý tưởng")["who"]
    assert who == "Người xét ý tưởng, phương án, cấp: xã"


def test_what_has_to_be_done_before_stands_with_the_step() -> None:
    step = cells(procedure_of(load(LAW).definition), "Đề nghị thành phố đánh giá, phân hạng")["step"]
    assert step[2].startswith("Phải có trước: Lập báo cáo đánh giá của UBND cấp xã")


def test_documents_come_once_with_the_steps_that_ask_for_them() -> None:
    rows = {
        row.cells[1][0].say("vi"): [line.say("en") for line in row.cells[2]]
        for row in sheet(procedure_of(load(LAW).definition), "documents").rows
    }
    assert rows["Phiếu đăng ký đánh giá, phân hạng"] == ["File the dossier", "Register for a new evaluation"]
    assert len(rows) == 10


def test_what_nobody_asks_for_has_no_sheet(permit: Procedure) -> None:
    assert [each.name for each in permit.sheets] == ["sources", "steps", "parameters"]


def test_assumed_values_are_said_to_be_assumed() -> None:
    definition = load(PERMIT).definition
    assert procedure_of(definition, Text("để thử", "for a trial")).assumed.say("en") == (
        "The values of the parameters are assumed: for a trial"
    )
    assert not procedure_of(definition).assumed


def test_every_line_exists_in_both_languages(permit: Procedure) -> None:
    lines = [line for each in permit.sheets for row in each.rows for cell in row.cells for line in cell]
    assert all(line.vi and line.en for line in lines)
