"""Pictures that people read: nothing lies over anything else, nothing is cut, nothing is drawn twice or left out."""

from functools import cache
from itertools import combinations
from math import dist

import pytest
from attrs import evolve
from drawing.picture import (
    PICTURES,
    READABLE,
    Picture,
    across_borders,
    cut,
    graph,
    over_each_other,
    read,
    through_texts,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import definitions

from ocop_workflow.drawing import graph_of, svg
from ocop_workflow.drawing.columns import A3, SCREEN, Page
from ocop_workflow.drawing.crossings import crossed
from ocop_workflow.drawing.layout import Curve, Layout, Route
from ocop_workflow.drawing.measure import width, wrapped
from ocop_workflow.model.definition import Definition

SMALL_PAGE, FLAT_PAGE, NARROW_SCREEN = Page(340, 240), Page(600, 200), Page(420)
each_picture = pytest.mark.parametrize(("name", "language"), PICTURES)


@cache
def picture(name: str, language: str) -> Picture:
    return read(svg(graph(name, language)))


@each_picture
def test_no_label_lies_over_another_or_over_a_state(name: str, language: str) -> None:
    assert over_each_other(picture(name, language)) == []


@each_picture
def test_nothing_lies_across_the_border_of_a_stage(name: str, language: str) -> None:
    assert across_borders(picture(name, language)) == []


def test_a_stage_is_as_wide_as_its_title_and_all_signs_beside_it() -> None:
    law = graph("law", "en")
    (withdraw,) = (edge for edge in law.edges if edge.source == "preparing")
    crowded = evolve(law, edges=(*law.edges, *[withdraw] * 4))
    seen = read(svg(crowded))
    assert len(seen.of("sign")) == len(picture("law", "en").of("sign")) + 4
    assert across_borders(seen) == []
    assert over_each_other(seen) == []


@settings(max_examples=40)
@given(definitions(), st.sampled_from([SCREEN, NARROW_SCREEN, A3, SMALL_PAGE, FLAT_PAGE]))
def test_nothing_overlaps_in_any_picture_on_a_large_or_a_small_page(
    definition: Definition, page: Page
) -> None:
    seen = read(svg(graph_of(definition, "vi"), page))
    assert over_each_other(seen) == []
    assert across_borders(seen) == []


@each_picture
def test_no_text_is_wider_or_higher_than_its_box(name: str, language: str) -> None:
    assert cut(picture(name, language)) == []


@each_picture
def test_rows_of_a_text_keep_apart(name: str, language: str) -> None:
    for thing in picture(name, language).of(*READABLE):
        assert not [pair for pair in combinations(thing.texts, 2) if pair[0].over(pair[1])], thing.words


@each_picture
def test_no_arrow_runs_through_a_text_or_a_state(name: str, language: str) -> None:
    assert through_texts(picture(name, language)) == set()


@each_picture
def test_all_is_inside_the_picture(name: str, language: str) -> None:
    seen = picture(name, language)
    assert [thing.words for thing in seen.things if not thing.place.within(seen.whole, by=10)] == []
    assert all(seen.whole.holds(x, y, inside=1) for line in seen.lines for x, y in line)


@each_picture
def test_every_edge_has_one_label_or_one_sign_that_names_its_target(name: str, language: str) -> None:
    drawn, seen = graph(name, language), picture(name, language)
    assert len(seen.of("label")) + len(seen.of("sign")) == len(drawn.edges)
    titles = {box.title for box in drawn.boxes()}
    for thing in seen.of("sign"):
        _, _, told = thing.words.replace("× ", "→ ").rpartition("→ ")
        assert told.removeprefix("★ ") in titles
    shown = [thing.words for thing in seen.of("state", "sign")]
    assert all(any(box.title in words for words in shown) for box in drawn.boxes())


@each_picture
def test_no_name_of_the_file_stands_in_for_a_title(name: str, language: str) -> None:
    things = picture(name, language).things
    assert [thing.words for thing in things if "_" in thing.words] == []
    assert [thing.words for thing in things if "district" in thing.words and language == "vi"] == []


@each_picture
def test_a_sheet_of_a3_shows_it_whole_and_not_much_smaller_than_half_its_size(
    name: str, language: str
) -> None:
    seen = read(svg(graph(name, language), A3))
    assert min(A3.width / seen.whole.right, 786 / seen.whole.bottom) > 0.43
    assert over_each_other(seen) == []
    assert across_borders(seen) == []


@each_picture
def test_the_main_way_is_one_line_from_the_start_to_the_goal(name: str, language: str) -> None:
    """Its pieces end at each other, at a label or at a state."""
    seen = picture(name, language)
    ends = [(line[0], line[-1]) for line in seen.main]
    stops = [thing.place for thing in seen.of("state", "label")]
    loose = [
        end
        for number, piece in enumerate(ends)
        for end in piece
        if not any(stop.holds(*end, inside=-14) for stop in stops)
        and not any(dist(end, other) < 3 for at, pair in enumerate(ends) if at != number for other in pair)
    ]
    assert len(ends) > 4
    assert len(loose) == 1, "where it starts"


def test_on_a_sheet_the_law_is_drawn_stage_beside_stage_and_the_main_way_leads_from_one_to_the_next() -> None:
    seen = read(svg(graph("law", "vi"), A3))
    frames = [thing for thing in seen.of("note") if thing.words.startswith(("Chuẩn bị", "5.", "6."))]
    lefts = [thing.place.left for thing in frames]
    assert len(lefts) == 3
    assert lefts == sorted(lefts)


@pytest.mark.parametrize(
    ("text", "plain", "bold"),
    [  # what Chromium gives for Liberation Sans at 100 points, which has Arial's widths
        ("Công chức tiếp nhận, thẩm định", 1429, 1528),
        ("[Điểm trung bình ≥ 50 và đạt yêu cầu tối thiểu]", 2052, 2190),
        ("◷ Giấy chứng nhận hết hạn (đến Ngày hết hiệu lực)", 2322, 2455),
        ("→ ★ Đã công nhận", 868, 907),
        ("Take over a certificate issued before", 1601, 1721),
        ("Ưu đãi thuế TNDN & ƯỚC", 1172, 1212),
    ],
)
def test_a_text_is_given_as_much_room_as_a_browser_needs_and_little_more(
    text: str, plain: int, bold: int
) -> None:
    assert plain * 1.03 < width(text, 100) < plain * 1.15
    assert bold * 1.03 < width(text, 100, bold=True) < bold * 1.15


def test_a_vietnamese_letter_is_as_wide_as_its_base_and_horns_count() -> None:
    assert width("ệ", 10) == width("e", 10)
    assert width("ợ", 10) == width("ơ", 10) > width("o", 10)
    assert width("e\u0323\u0302", 10) == width("ệ", 10), "composed or not"
    assert width("đ", 10) == width("d", 10)


def test_lines_are_about_equally_long_and_only_a_word_wider_than_a_line_is_broken() -> None:
    text = "Hội đồng cấp Trung ương chấm điểm"
    lines = wrapped(text, 140, 12, bold=True)
    assert " ".join(lines) == text
    assert all(width(line, 12, bold=True) <= 140 for line in lines)
    assert len(lines) == 2
    long = wrapped("A Verylongwordthatiswiderthanaline it is", 50, 12)
    assert "".join(long).replace(" ", "") == "AVerylongwordthatiswiderthanalineitis"
    assert all(width(line, 12) <= 50 for line in long)


def test_an_arrangement_is_judged_by_what_crosses_the_main_way() -> None:
    def straight(place: int, start: tuple[float, float], end: tuple[float, float]) -> Curve:
        return Curve(place, 0, (start, start, end, end), None, backward=False)

    down, over, beside = straight(0, (5, 0), (5, 9)), straight(1, (0, 4), (9, 6)), straight(2, (6, 0), (6, 9))
    assert crossed(Layout(9, 9, {}, {}, (down, over, beside)), {0}) == 1
    assert crossed(Layout(9, 9, {}, {}, (down, over, beside)), {1}) == 2
    assert crossed(Layout(9, 9, {}, {}, (over, beside), (Route(0, ((0, 1), (8, 1), (8, 8))),)), {0}) == 2
