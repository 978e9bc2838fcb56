"""A report of progress: on a screen, as JSON, CSV and a page, in Vietnamese and in English."""

import csv
import json
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from importlib.resources import files
from io import StringIO
from pathlib import Path

import pytest
from attrs import evolve
from cli.conftest import command
from cli.support import Command

from ocop_workflow.measures import Progress, measure
from ocop_workflow.measures.document import COLUMNS, document, table
from ocop_workflow.measures.telling import Telling
from ocop_workflow.model.text import Text
from ocop_workflow.pages import programme_page

from .market import FOLDER, OFFICER, asked, local, market, stall, targets

__all__ = ["command"]  # a fixture

FILE = FOLDER / "stall.targets.yaml"
NAMES = ("filed", "granted", "best", "reminded", "in_review", "good", "soon")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Four stalls: three graded, one that was returned twice and waits."""
    file = tmp_path / "market.db"
    store, _ = market(url=f"sqlite:///{file}")
    with store:
        for number, stars in enumerate((5, 4, 2)):
            until = f"2025-0{number + 3}-15"
            payload = asked(stars=stars, until=until, place=("t/a/x", "t/a/y", "t/b/z")[number])
            at = local(f"202{number + 2}-03-01 08:00")
            store.start(stall(), payload, actor=OFFICER, id=f"G-{number}", event="adopt", at=at)
        begun = local("2024-02-01 08:00")
        store.start(stall(), asked(group="craft"), actor=OFFICER, id="W-1", event="ask", at=begun)
        for day, why in ((2, "thiếu giấy"), (4, "sai <mẫu>"), (6, None)):
            store.fire("W-1", "file", actor=OFFICER, at=local(f"2024-02-0{day} 08:00"))
            if why is not None:
                given = {"reason": why, "name_of": "Hoa"}
                store.fire("W-1", "return", given, actor=OFFICER, at=local(f"2024-02-0{day + 1} 08:00"))
    return file


def page(progress: Progress, language: str) -> str:
    """What it has beside its table of cases, which is of the store."""
    store, _ = market()
    with store:
        return "".join(programme_page(store, progress, language=language))


@pytest.fixture
def progress(database: Path) -> Iterator[Progress]:
    store, _ = market(url=f"sqlite:///{database}")
    with store:
        yield measure(store, targets(), on=date(2024, 6, 1))


def told(command: Command, database: Path, *more: object) -> str:
    said = command("progress", FILE, "--database", database, "--on", "2024-06-01", *more)
    assert (said.code, said.err) == (0, "")
    return str(said.out)


def test_an_official_reads_it_in_vietnamese(command: Command, database: Path) -> None:
    said = told(command, database, "--lang", "vi")
    lines = [line.strip() for line in said.splitlines()]
    assert "Chỉ tiêu của chợ (giả định)" in lines
    assert "Số liệu đến hết ngày 01/06/2024" in lines
    assert "█████████░░░░░░░░░░░░░░░ 4" in lines
    assert "ít nhất 10, hạn 31/12/2024 – Còn thiếu 6" in lines
    assert "Căn cứ: Kế hoạch (giả định) (A: trích nguyên văn)" in lines  # without its address
    assert "từ 3 đến 5 – Đạt" in lines
    assert "████████████████████████ 66,6 % (2 / 3)" in lines
    assert "nhiều nhất 1 – Đạt" in lines
    assert "ít nhất 2, hạn 31/12/2027 – Còn thiếu 1" in lines
    (heads,) = [line for line in lines if line.startswith("Chỉ tiêu ") and "2022" in line]
    assert heads.split() == ["Chỉ", "tiêu", "2022", "2023", "01/06/2024"]
    assert ["1.", "Sạp", "đã", "nộp", "đơn", "1", "2", "4"] in [line.split() for line in lines]
    assert "Bị trả nhiều nhất: 1 hồ sơ" in lines
    (returned,) = [line for line in lines if "thiếu giấy" in line]
    assert returned.split("  ")[0] == "W-1"
    assert "sai <mẫu>; thiếu giấy" in returned


def test_a_foreigner_reads_it_in_english(command: Command, database: Path) -> None:
    said = told(command, database, "--lang", "en")
    assert "As it stood at the end of 2024-06-01" in said
    assert "at least 10, by 2024-12-31 – 6 missing" in said
    assert "66.6 % (2 / 3)" in said
    assert "District A" in said
    assert "Waiting longest: 1" in said
    assert not re.search(r"[ăđĩơưạ-ỹ]", said.replace("Chợ", "").replace("thiếu giấy", "").replace("mẫu", ""))


def test_programs_read_json_with_both_languages(command: Command, database: Path, progress: Progress) -> None:
    read = json.loads(told(command, database, "--format", "json"))
    assert read == json.loads(json.dumps(document(progress)))
    assert [each["measure"] for each in read["measures"]] == list(NAMES)
    filed, good = read["measures"][0], read["measures"][5]
    assert filed["target"] == {
        "minimum": 10,
        "maximum": None,
        "by": "2024-12-31",
        "judged": "2024-06-01",
        "standing": "short",
        "missing": 6,
    }
    assert filed["trend"][0] == {"day": "2022-12-31", "cases": 1}
    assert (good["cases"], good["among"], good["percent"]) == (2, 3, "66.6")
    assert filed["splits"]["district"][0] == {
        "part": "t/a",
        "title": {"vi": "Khu A", "en": "District A"},
        "cases": 3,
    }
    ending = read["risks"][0]["cases"]
    assert [each["left"] for each in ending] == [287, 318, 348]
    assert ending[0]["shown"] == {"place": {"vi": "Xã X", "en": "Commune X"}, "stars": {"vi": "5", "en": "5"}}
    assert all(set(each["title"]) == {"vi", "en"} for each in read["measures"])


def test_spreadsheets_read_csv_and_reckon_nothing_of_it(command: Command, database: Path) -> None:
    rows = list(csv.DictReader(StringIO(told(command, database, "--format", "csv"))))
    assert tuple(rows[0]) == COLUMNS
    (filed,) = [row for row in rows if (row["section"], row["name"]) == ("target", "filed")]
    assert (filed["cases"], filed["minimum"], filed["by"], filed["missing"]) == ("4", "10", "2024-12-31", "6")
    assert len([row for row in rows if row["section"] == "trend"]) == 3 * len(NAMES)
    (returned,) = [row for row in rows if row["name"] == "returned"]
    assert (returned["case"], returned["times"]) == ("W-1", "2")
    assert returned["reasons"] == "sai <mẫu>; thiếu giấy"


def test_what_a_spreadsheet_would_take_for_a_formula_is_a_text() -> None:
    store, _ = market()
    with store:
        store.start(stall(), asked(), actor=OFFICER, id="=1+1", event="ask", at=local("2024-02-01 08:00"))
        rows = list(csv.DictReader(StringIO(table(measure(store, targets(), on=date(2024, 6, 1)), "vi"))))
    assert {row["case"] for row in rows if row["case"]} == {"'=1+1"}


class Tags(HTMLParser):
    """Which tags a page has, whether each is closed, and its text."""

    VOID = frozenset({"meta", "input"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.said = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser's
        self.seen.add(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said += data


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_page_is_whole_needs_nothing_from_elsewhere_and_says_all(progress: Progress, language: str) -> None:
    text = page(progress, language)
    read = Tags(text)
    assert read.open == []
    assert f'<html lang="{language}">' in text
    assert not [sign for sign in ("<link", "src=", "@import", "url(", 'http-equiv="refresh') if sign in text]
    assert "<mẫu>" not in text
    assert "sai <mẫu>" in read.said
    telling = Telling(progress.targets, "en" if language == "vi" else "vi")  # the other one is there as well
    for result in progress.results:
        assert telling.count(result.count) in read.said
        assert telling.goal(result.measure) in read.said
        assert telling.verdict(result) in read.said
    for listed in progress.risks:
        assert all(each.case in read.said for each in listed.cases)
    assert "https://example.org/plan" in text


def contrast(first: str, second: str) -> float:
    """By the definition of WCAG 2."""

    def light(colour: str) -> float:
        channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    a, b = sorted((light(first), light(second)), reverse=True)
    return (a + 0.05) / (b + 0.05)


def test_colours_of_letters_and_of_bars_can_be_told_by_everybody() -> None:
    style = files("ocop_workflow.pages").joinpath("page.css").read_text("utf-8")
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", style))
    for name in ("ink", "soft", "blue", "good", "bad", "open", "over"):
        for ground in ("#ffffff", colours["pale"]):
            assert contrast(colours[name], ground) >= 4.5, name
    assert contrast("#ffffff", colours["blue"]) >= 4.5  # heads of tables
    (track,) = re.findall(r"\.track \{ fill: (#[0-9a-f]{6})", style)
    for name in ("good", "bad", "open", "over"):
        assert contrast(colours[name], track) >= 3


@pytest.mark.parametrize(
    ("ending", "first"), [("html", "<!doctype"), ("json", "{"), ("csv", "section,"), ("txt", "\n")]
)
def test_the_name_of_the_file_decides_what_is_written(
    command: Command, database: Path, tmp_path: Path, ending: str, first: str
) -> None:
    said = told(command, database, "-o", f"report.{ending}", "--lang", "vi")
    assert " ".join(said.split()) == f"Đã ghi báo cáo tiến độ vào report.{ending}"
    text = (tmp_path / f"report.{ending}").read_text("utf-8")
    assert text.startswith(first)
    assert ending == "json" or "\x1b" not in text


def test_without_a_database_the_targets_are_only_read(command: Command) -> None:
    said = command("progress", FILE, "--lang", "en")
    assert said.code == 0
    assert "7 targets and 3 lists can be read" in " ".join(said.out.split())


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("--on", "yesterday"), "yesterday"),
        (("--format", "pdf"), "text, json, csv, html"),
        (("-o", "nowhere/report.html"), "nowhere/report.html"),
    ],
)
def test_wrong_usage_is_told(command: Command, database: Path, more: tuple[str, ...], sentence: str) -> None:
    said = command("progress", FILE, "--database", database, *more, "--lang", "en")
    assert said.code == 2
    assert sentence in said.err


def test_a_day_may_be_typed_as_vietnamese_do(command: Command, database: Path) -> None:
    said = command("progress", FILE, "--database", database, "--on", "01/06/2024", "--format", "json")
    assert json.loads(said.out)["on"] == "2024-06-01"


def test_cases_whose_clock_cannot_happen_are_named() -> None:
    """They are counted as they stand, which is said."""
    store, _ = market()
    with store:
        store.start(stall(), asked(), actor=OFFICER, id="S-1", event="ask", at=local("2024-02-01 08:00"))
        progress = measure(store, targets(), on=date(2024, 6, 1))
    assert progress.stuck == ()
    from attrs import evolve

    stuck = evolve(progress, stuck=("S-1",))
    assert "S-1" in page(stuck, "vi").partition("không tính được")[2]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_nothing_is_judged_of_a_workflow_that_the_store_does_not_have(language: str) -> None:
    store, _ = market()
    with store:
        progress = measure(store, targets(), on=date(2025, 6, 1))
    telling = Telling(progress.targets, language)
    assert [telling.verdict(each) + telling.since(each) for each in progress.results] == [""] * len(NAMES)
    said = Tags(page(progress, language)).said
    assert said.count(telling.told("unknown", workflow="stall")) == len(NAMES)
    read = json.loads(json.dumps(document(progress)))["measures"]
    assert [each["target"]["standing"] for each in read if each["target"]] == [None] * 5


def test_a_reason_that_was_given_again_and_again_is_told_once(progress: Progress) -> None:
    (listed,) = [each for each in progress.risks if each.risk.reason is not None]
    paper, form = Text("thiếu giấy", "papers are missing"), Text("sai mẫu", "the wrong form")
    often = evolve(listed.cases[0], times=4, reasons=(paper, form, paper, paper))
    assert Telling(progress.targets, "vi").at_risk(often, listed)[-1] == "thiếu giấy (×3); sai mẫu"
    assert (
        Telling(progress.targets, "en").at_risk(often, listed)[-1]
        == "papers are missing (×3); the wrong form"
    )


def test_a_split_of_which_no_part_is_known_has_no_table(progress: Progress) -> None:
    (by,) = [split for split in progress.targets.splits.values() if split.name == "district"]
    assert progress.divided(by)
    unknown = [
        evolve(
            result,
            splits=tuple(
                evolve(each, parts=tuple(evolve(part, key=None) for part in each.parts))
                for each in result.splits
            ),
        )
        for result in progress.results
    ]
    without = evolve(progress, results=tuple(unknown))
    assert without.divided(by) == []
    row = '<th scope="row"><span lang="vi">Khu A</span>'
    assert row in page(progress, "vi")
    assert row not in page(without, "vi")
