"""What each page says, in both languages: nothing that commands tell is lost on it."""

import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from browsed.conftest import CASES, DAY, WORKFLOWS, Written
from browsed.reading import Said, said
from cli.conftest import command, permit, permits
from cli.support import Command
from measures.market import OFFICER, asked, local, market, plan, stall

from ocop_workflow import Actor, Store, load
from ocop_workflow.drawing.annex import annex_of
from ocop_workflow.errors import StoreError
from ocop_workflow.migration import migrate
from ocop_workflow.model.text import LANGUAGES
from ocop_workflow.pages import case_page, workflow_page
from ocop_workflow.reading import read_directory
from ocop_workflow.verification import Budget, prove

__all__ = ["command", "permit", "permits"]  # fixtures

AT = datetime(2024, 6, 1, tzinfo=UTC)
SHORTCUT = """
workflow: plan
version: "1"
roles: {producer: {title: {vi: Chủ thể, en: Producer}}, officer: {}, council: {}}
start: {begin: {by: producer, to: planning}}
states: {planning: {}, review: {}, production: {}, ranked: {final: completed}}
events:
  submit: {by: producer, moves: {planning: review}}
  approve: {by: officer, not_by: [submit], moves: {review: production}}
  skip: {by: officer, moves: {review: production}}
  rank: {by: council, moves: {production: ranked}}
properties: [{precedence: [approve, rank]}, {precedence: [submit, rank]}]
"""


@pytest.fixture
def store(command: Command, permits: Path) -> Iterator[Store]:
    command("run", permits, "--database", "p.db")
    with Store.connect("sqlite:///p.db", existing=True) as opened:
        yield opened


def page(store: Store, case: str, language: str = "vi", at: datetime = AT, **more: object) -> str:
    return said("".join(case_page(store, case, at=at, **more)), language)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_line_of_every_rule_and_every_refusal_is_on_a_workflows_page(
    written: Written, name: str, language: str
) -> None:
    text = said(written(name).read_text("utf-8"), language)
    annex = annex_of(load(name).definition)
    lines = [line.text for section in annex.sections for line in section.lines]
    for rule in annex.rules:
        lines += [rule.title, *(line.text for line in rule.lines), *(reason.text for reason in rule.refusals)]
    lines += [reason.text for reason in annex.general] + [source.text for source in annex.sources]
    assert len(lines) > 30
    assert [line for line in lines if " ".join(line.say(language).split()) not in text] == []


@pytest.mark.parametrize("name", [*WORKFLOWS, *CASES, "programme"])
def test_names_of_elements_are_unique_and_what_refers_to_one_finds_it(written: Written, name: str) -> None:
    read = Said(written(name).read_text("utf-8"), "vi")
    assert len(read.ids) == len(set(read.ids))
    assert read.refers <= set(read.ids)
    assert len(read.refers) > 5


def test_a_refuted_claim_is_told_first_with_its_story(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(SHORTCUT, "utf-8")
    html = "".join(workflow_page(load(file), on=DAY))
    assert "✗ bác bỏ: " in said(html, "vi")
    text = said(html, "en")
    assert "✗ refuted: “rank” can happen without “approve”" in text
    story = "Producer: begin → planning Producer: submit → review officer: skip → production council: rank → ranked"
    assert story in text
    assert text.index("refuted") < text.index("Proved: 1") < text.index("“rank” happens only after “submit”")


def test_what_is_not_decided_is_said_with_the_reason() -> None:
    workflow = load("ocop-round")
    proofs = prove(workflow.definition, budget=Budget(nodes=1))
    text = said("".join(workflow_page(workflow, on=DAY, proofs=proofs)), "vi")
    assert "? chưa rõ:" in text
    assert text.count("? chưa rõ:") == sum(each.verdict == "unknown" for each in proofs.verdicts)


def test_a_case_tells_who_did_what_when_in_which_role_and_why_it_was_allowed(store: Store) -> None:
    text = page(store, "P-1")
    assert "Hồ sơ P-1" in text
    assert "Hiện nay: Đã cấp" in text
    assert "№ 1 Nộp đơn → Đã nộp Thời điểm 01/03/2024 Người thực hiện lan – Chủ đầu tư" in text
    assert "Đã nộp Người nộp: Nguyễn Thị Lan Chủ đầu tư: house" in text
    assert (
        "№ 2 Tiếp nhận → Đang lấy phiếu Thời điểm 04/03/2024 09:30 Người thực hiện minh – Công chức" in text
    )
    decided = text.partition("№ 5 Quyết định → Đã cấp")[2]
    assert "Đã có trước: Tiếp nhận (№ 2)" in decided
    assert "(đã xét: Số phiếu tối thiểu = 2; số lượng “Phiếu” = 2)" in decided
    assert "= 7,625" in decided  # the exact mean, not what is stored of it
    assert "Căn cứ: Luật Xây dựng, điều 102 (A: trích nguyên văn)" in decided
    assert "points = 11" not in text  # what was refused is stored nowhere
    assert "Done before: Accept (№ 2)" in page(store, "P-1", "en")


def test_a_case_tells_what_is_due_and_that_it_is_overdue(store: Store) -> None:
    assert "Sắp đến hạn Hết hạn 07/03/2027 " in page(store, "P-1")
    later = page(store, "P-1", at=datetime(2028, 1, 1, tzinfo=UTC))
    assert "Hết hạn 07/03/2027 (đã đến hạn, chưa được ghi)" in later
    assert "khi ghi, hồ sơ sẽ ở: Hết hạn" in later


def test_a_case_tells_what_can_be_done_by_whom_and_why_not(command: Command, store: Store) -> None:
    workflow = store.workflow("P-1")
    owner, clerk = Actor("lan", parties=["house"]), Actor("minh", roles=["clerk"])
    store.start(workflow, {"applicant": "Lan", "owner": "house"}, actor=owner, id="P-3", at=AT)
    store.fire("P-3", "accept", actor=clerk, at=AT)
    text = page(store, "P-3")
    could = text.split("Việc có thể làm bây giờ")[2].partition("Đường đi của hồ sơ")[0]
    assert "Bỏ phiếu Làm được khi nộp: Điểm Ai được làm Công chức" in could
    refused = could.partition("Quyết định Chưa làm được")[2]
    assert "Chưa đủ phiếu (đã xét: số lượng “Phiếu” = 0; Số phiếu tối thiểu = 2)" in refused
    assert "Còn vướng: Chưa đủ phiếu" in refused
    assert "cần thêm 2" in refused
    assert "Việc không làm được ở trạng thái này: 1" in could
    assert command("explain", "P-3", "decide", "--database", "p.db").code == 1


def test_a_directory_says_who_people_are_and_who_of_them_may(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "people.directory.yaml"
    file.write_text(
        "directory: office\npeople:\n"
        "  minh: {title: {vi: Ông Minh, en: Mr Minh}}\n  lan: {title: {vi: Bà Lan, en: Mrs Lan}}\n"
        "assignments: [{person: minh, role: clerk}]\n",
        "utf-8",
    )
    workflow, owner = store.workflow("P-1"), Actor("lan", parties=["house"])
    store.start(workflow, {"applicant": "Lan", "owner": "house"}, actor=owner, id="P-4", at=AT)
    text = page(store, "P-4", directory=read_directory(file))
    assert "Người giữ vai trò hôm đó Ông Minh" in text
    assert "Người thực hiện Bà Lan – Chủ đầu tư" in text


def test_what_was_erased_is_said_to_be_erased(store: Store) -> None:
    with Store.connect("sqlite:///p.db") as writing:
        writing.erase("P-1")
    html = "".join(case_page(store, "P-1", at=AT))
    assert "Người nộp: (đã xóa)" in said(html, "vi")
    assert "Nguyễn Thị Lan" not in html
    assert "Lịch sử liền mạch: 5 lần ghi" in said(html, "vi")  # the chain holds without it


def test_the_chain_is_verified_and_a_change_is_found(store: Store) -> None:
    head = store.get("P-1").head
    assert f"Mã băm của lần ghi cuối (SHA-256): {head}" in page(store, "P-1")
    store.close()
    with closing(sqlite3.connect("p.db")) as connection, connection:
        connection.execute("UPDATE workflow_case SET state = 'rejected' WHERE id = 'P-1'")
    with Store.connect("sqlite:///p.db", existing=True) as again:
        text = page(again, "P-1")
    assert "✗ Lịch sử KHÔNG khớp với hồ sơ đang lưu" in text
    assert "Lịch sử liền mạch" not in text


def test_the_way_of_the_case_is_drawn_over_the_picture(store: Store) -> None:
    html = "".join(case_page(store, "P-1", at=AT))
    for language in LANGUAGES:
        drawn = html.partition(f'<div lang="{language}" class="picture"')[2].partition("</svg>")[0]
        assert "№ 5" in drawn


def test_a_case_that_was_moved_tells_under_which_law_each_step_was_taken() -> None:
    store, clock = market()
    with store:
        store.start(stall(), asked(), actor=OFFICER, id="S-1", event="ask", at=local("2024-02-01 08:00"))
        list(migrate(store, plan(), actor=Actor("mover"), proved=True))
        text = page(store, "S-1", at=clock.now)
        html = "".join(case_page(store, "S-1", at=clock.now))
    assert "Theo stall (stall@1) № 1 ask → Mới" in text
    assert "Theo stall (stall@2) № 2" in text
    assert "theo phương án chuyển stall@1-2" in text
    assert html.count("Under stall (stall@") == 2


def test_a_case_that_the_store_does_not_have_is_refused_before_a_page_begins(store: Store) -> None:
    with pytest.raises(StoreError):
        case_page(store, "nobody")


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_same_input_gives_the_same_bytes(written: Written, demo: Path, tmp_path: Path, seed: str) -> None:
    """In another process, where names are hashed otherwise."""
    program = f"""
import sys
from datetime import UTC, date, datetime
from ocop_workflow import Store, load
from ocop_workflow.pages import case_page, workflow_page
sys.stdout.reconfigure(encoding="utf-8")
sys.stdout.writelines(workflow_page(load("ocop-round@2021"), on=date(2026, 12, 1)))
with Store.connect("sqlite:///{demo}", existing=True) as store:
    sys.stdout.writelines(case_page(store, "HP-2019-01", at=datetime(2024, 1, 1, 5, tzinfo=UTC)))
"""
    made = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
    ).stdout
    known = b"".join(written(name).read_bytes() for name in ("ocop-round@2021", "HP-2019-01"))
    assert hashlib.sha256(made).hexdigest() == hashlib.sha256(known).hexdigest()


def test_the_commands_write_the_pages(command: Command, permits: Path, permit: Path) -> None:
    command("run", permits, "--database", "p.db")
    parameters = Path("quorum.yaml")
    parameters.write_text("parameters: here\nvalues: {quorum: 2}\n", "utf-8")
    drawn = command("draw", permit, "-o", "permit.html", "--parameters", parameters)
    assert (drawn.code, drawn.out.strip()) == (0, "Đã ghi trang vào permit.html")
    shown = command(
        "history", "P-1", "--database", "p.db", "-o", "p.html", "--at", "2024-06-01", "--lang", "en"
    )
    assert (shown.code, shown.out.strip()) == (0, "Wrote the page to p.html")
    assert '<html lang="vi">' in Path("permit.html").read_text("utf-8")
    assert '<html lang="en">' in Path("p.html").read_text("utf-8")
    printed = command("draw", permit, "--format", "html", "--parameters", parameters).out
    assert printed == Path("permit.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("history", "P-1", "--database", "p.db", "--at", "2024-06-01"),
            "--at goes with a page that -o writes",
        ),
        (("history", "P-1", "--database", "p.db", "-o", "x.html", "--at", "noon"), "“noon” is no time"),
        (("history", "P-1", "--database", "p.db", "-o", "none/x.html"), "none/x.html"),
        (("draw", "P", "--case", "P-1", "--database", "p.db", "-o", "x.html"), "ocop-workflow history P-1"),
    ],
)
def test_wrong_usage_is_told(
    command: Command, permits: Path, permit: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    command("run", permits, "--database", "p.db")
    told = command(*(permit if each == "P" else each for each in arguments), "--lang", "en")
    assert told.code == 2
    assert sentence in " ".join(told.err.split())


def test_a_page_without_a_day_is_todays() -> None:
    html = "".join(workflow_page(load("ocop-round")))
    assert f"{date.today():%Y}" in said(html, "en")  # noqa: DTZ011 - somewhere it is that year
