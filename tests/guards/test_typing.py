"""What is wrong with an expression is told before anything runs: the code, the place, and a sentence."""

from decimal import Decimal

import pytest
from guards.world import SCOPE, definition

from ocop_workflow.guards import Fault, fits, infer, parse, scope_of
from ocop_workflow.guards.kinds import is_inexact
from ocop_workflow.model.types import (
    BooleanType,
    DateType,
    EnumType,
    IntegerType,
    ListType,
    NumberType,
    StringType,
    Type,
)


def faults(text: str) -> list[Fault]:
    return infer(parse(text), SCOPE)[1]


def type_of(text: str) -> Type:
    found, wrong = infer(parse(text), SCOPE)
    assert found is not None
    assert not wrong
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("score > 3", BooleanType()),
        ("months(today, term)", DateType()),
        ("stars + 1", IntegerType(2, 6)),
        ("stars * -2", IntegerType(-10, -2)),
        ("size(marks)", IntegerType(0, 9)),
        ("score + 0.5", NumberType(2, Decimal("0.5"), Decimal("100.5"))),
        ("score - score", NumberType(2, Decimal(-100), Decimal(100))),
        ("score / 8", NumberType(5, Decimal(0), Decimal("12.5"))),
        ("score * 0.25", NumberType(4, Decimal(0), Decimal(25))),
        ("marks.sum(m, m.A)", NumberType(2, Decimal(0), Decimal(900))),
        ("marks.max(m, m.A)", NumberType(2, Decimal(0), Decimal(100))),
        ("round(points, 2)", NumberType(2, Decimal(0), Decimal(100))),
        ("round(points, 0)", IntegerType(0, 100)),
        ("round(score / 3, 1)", NumberType(1, Decimal(0), Decimal("33.4"))),
        ("floor(score / -3, 0)", IntegerType(-34, 0)),
        ("stars > 3 ? 'red' : 'blue'", EnumType(("red", "blue"))),
        ("stars > 3 ? title : 'none'", StringType()),
        ("stars > 3 ? 1 : 2.5", NumberType(1, Decimal(1), Decimal("2.5"))),
        ("[1, 2.5]", ListType(NumberType(1, Decimal(1), Decimal("2.5")), 2)),
    ],
)
def test_types_carry_scale_and_bounds(text: str, expected: Type) -> None:
    assert type_of(text) == expected


def test_a_mean_and_a_third_are_inexact_and_a_rounded_one_is_not() -> None:
    assert is_inexact(type_of("points"))
    assert is_inexact(type_of("score / 3"))
    assert is_inexact(type_of("points + 1"))
    assert not is_inexact(type_of("round(points, 2)"))
    assert not is_inexact(type_of("score / 4"))


FAULTS = [
    ("scoer > 3", 0, "unknown_name", "Không có tên “scoer” ở đây."),
    ("m.A > 3", 0, "unknown_name", "Không có tên “m” ở đây."),
    ("sheet.B > 3", 6, "unknown_field", "Bản ghi không có mục “B”."),
    ("taken.reson == 'x'", 6, "unknown_taken", "nhận mục “reson” (`takes`)."),
    ("taken == 'x'", 0, "taken_alone", "taken.ly_do"),
    ("name == 'x'", 0, "personal", "“name” là dữ liệu cá nhân"),
    ("taken.address == 'x'", 6, "personal", "“address”"),
    ("has(name)", 4, "personal", "“name”"),
    ("marks.all(m, m.by == 'x')", 15, "personal", "“by”"),
    (
        "group == 'fod'",
        9,
        "unknown_value",
        "“fod” không thuộc các giá trị được phép: food, drink.",
    ),
    ("group in ['food', 'red']", 18, "unknown_value", "red"),
    ("group == (stars > 3 ? 'food' : 'red')", 31, "unknown_value", "red"),
    ("group == colour", 6, "never_equal", "không bao giờ bằng nhau"),
    ("score == 'x'", 6, "incomparable", "`==` không so sánh được số với chuỗi chữ"),
    ("owner == place", 6, "incomparable", "chủ thể với đơn vị hành chính"),
    ("marks == marks", 6, "no_equality", "tập hợp phiếu"),
    ("title < 'x'", 6, "no_order", "chuỗi chữ"),
    ("score && true", 6, "wrong_kind", "`&&` cần giá trị đúng/sai, nhưng ở đây là số"),
    ("!score", 0, "wrong_kind", "`!`"),
    ("-title", 0, "wrong_kind", "`-` cần số"),
    ("'a' + 'b' == 'ab'", 4, "wrong_kind", "`+` cần số, nhưng ở đây là chuỗi chữ"),
    ("score ? 1 : 2", 0, "wrong_kind", "`?:`"),
    ("marks.all(m, m.A)", 6, "wrong_kind", "`all`"),
    ("marks.sum(m, m.ok)", 6, "wrong_kind", "`sum`"),
    ("valid_until - today", 12, "date_arithmetic", "days_between"),
    ("score * score", 6, "product_of_variables", "số viết sẵn"),
    ("score / stars", 6, "division_by_variable", "không chia"),
    ("score / (1 - 1)", 6, "division_by_zero", "0"),
    ("score / 0", 6, "division_by_zero", "0"),
    ("stars > 3 ? 1 : 'x'", 0, "branch_kinds", "số và chuỗi chữ"),
    ("stars > 3 ? marks : marks", 0, "no_choice", "tập hợp phiếu"),
    ("score in [1, 'x']", 13, "item_kinds", "số và chuỗi chữ"),
    ("score in stars", 6, "not_a_list", "`in` cần một danh sách"),
    ("3 in marks", 2, "wrong_key", "số"),
    ("score in many", 6, "list_limit", "200"),
    ("many.sum(x, x)", 5, "list_limit", "200"),
    ("size(title)", 0, "not_a_list", "`size`"),
    ("score.all(m, true)", 6, "not_a_list", "`all`"),
    ("score.A", 6, "not_a_record", "số"),
    ("marks.median(m, m.A)", 6, "unknown_macro", "mean"),
    ("mean(marks)", 0, "macro_as_call", "danh_sach.mean(m, m.diem)"),
    ("open('x')", 0, "unknown_function", "Không có hàm “open”."),
    ("rond(score, 2)", 0, "unknown_function", "Không có hàm “rond”."),
    ("round(score)", 0, "arguments", "`round(x, 2)`"),
    ("days(today)", 0, "arguments", "`days(date, n)`"),
    ("has(score, 1)", 0, "arguments", "`has(name)`"),
    ("round(score, stars)", 13, "digits", "từ 0 đến 15"),
    ("round(score, 16)", 13, "digits", "từ 0 đến 15"),
    ("days(today, score)", 12, "not_whole", "số nguyên"),
    ("days(today, term)", 12, "duration_unit", "months"),
    ("months('x', 1)", 7, "wrong_kind", "`months` cần ngày"),
    ("has(points)", 0, "has_form", "has"),
    ("has(score > 3)", 0, "has_form", "has"),
    ("has(marks)", 4, "has_collection", "size(marks) > 0"),
    ("marks.all(score, true)", 6, "name_taken", "“score”"),
    ("marks.all(today, true)", 6, "name_taken", "“today”"),
    ("marks.all(m, marks.all(m, true))", 19, "name_taken", "“m”"),
]


@pytest.mark.parametrize(("text", "offset", "code", "sentence"), FAULTS)
def test_a_fault_is_told_with_its_place_and_a_sentence(
    text: str, offset: int, code: str, sentence: str
) -> None:
    (found,) = faults(text)
    assert (found.code, found.offset) == (code, offset)
    assert sentence in found.text.say("vi")
    assert found.text.say("en")


def test_all_faults_are_told_in_the_order_of_the_text() -> None:
    assert [f.code for f in faults("scoer > 3 && group == 'fod' || !stars")] == [
        "unknown_name",
        "unknown_value",
        "wrong_kind",
    ]


def test_one_cause_is_one_fault() -> None:
    assert len(faults("round(scoer, 2) + 1 > 3 && scoer2.all(m, m.A)")) == 2


def test_a_payload_is_read_only_where_there_is_one() -> None:
    (fault,) = infer(parse("taken.reason == 'x'"), scope_of(definition()))[1]
    assert (fault.code, fault.offset) == ("no_taken", 6)


def test_lets_that_read_each_other_are_refused_wherever_they_are_read() -> None:
    scope = scope_of(definition({"a": "b > 1", "b": "c + 1", "c": "b", "d": "score"}))
    for text in ("b > 1", "c > 1"):
        assert [f.code for f in infer(parse(text), scope)[1]] == ["let_cycle"]
    assert infer(parse("d > 1"), scope)[1] == []


def test_a_let_that_reads_an_unfit_one_is_not_blamed_for_it() -> None:
    scope = scope_of(definition({"a": "a + 1", "b": "a > 1", "c": "scoer", "d": "c + 1"}))
    assert infer(parse("b"), scope) == (BooleanType(), [])
    assert infer(parse("d"), scope) == (None, [])


@pytest.mark.parametrize(
    ("given", "wanted", "code"),
    [
        ("points", "score", "needs_round"),
        ("score / 3", "score", "needs_round"),
        ("score / 8", "score", "needs_round"),
        ("score", "stars", "needs_round"),
        ("stars + 100", "stars", "never_in_range"),
        ("'red'", "group", "unknown_value"),
        ("title", "group", "any_word"),
        ("stars", "title", "wrong_store"),
        ("marks", "marks", "wrong_store"),
        ("many", "asked", "longer_list"),
        ("round(points, 2)", "score", None),
        ("round(points, 0)", "stars", None),
        ("stars", "score", None),
        ("stars + 1", "stars", None),
        ("stars > 3 ? 'food' : 'drink'", "group", None),
        ("'x'", "title", None),
        ("months(today, 36)", "valid_until", None),
        ("sheet", "sheet", None),
        ("file", "file", None),
        ("asked", "asked", None),
    ],
)
def test_what_may_be_stored_is_judged_by_type(given: str, wanted: str, code: str | None) -> None:
    field = SCOPE.names[wanted].type
    assert field is not None
    found = fits(type_of(given), field, 7)
    assert [fault.code for fault in found] == ([code] if code else [])
    assert all(fault.offset == 7 and fault.text.vi and fault.text.en for fault in found)
