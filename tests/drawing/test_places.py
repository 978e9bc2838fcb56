"""Pictures that people read: nothing lies over anything else, nothing is cut, and Vietnamese letters have a font."""

from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from ocop_workflow import load
from ocop_workflow.drawing import Graph, graph_of, labels, svg
from ocop_workflow.drawing.dot import NOTE
from ocop_workflow.drawing.labels import Block
from ocop_workflow.drawing.layout import Area, laid_out
from ocop_workflow.drawing.measure import width, wrapped

PERMIT = Path(__file__).parents[2] / "examples" / "construction-permit" / "permit.yaml"
SVG = "{http://www.w3.org/2000/svg}"
PICTURES = [(name, language) for name in ("ocop-product@1048", str(PERMIT)) for language in ("vi", "en")]


def picture(name: str, language: str) -> Graph:
    return graph_of(load(name).definition, language)


def around(block: Block, middle: tuple[float, float]) -> Area:
    x, y = middle
    return Area(x - block.width / 2, y - block.height / 2, block.width, block.height)


def texts(graph: Graph) -> dict[str, Area]:
    """Everything that is read, by what it is."""
    layout = laid_out(graph)
    found = {name: area for name, area in layout.boxes.items() if not name.startswith(NOTE)}
    for stage in graph.stages():
        area, title = layout.stages[stage.name], labels.stage(stage, graph)
        found[f"title of {stage.name}"] = Area(area.x + 10, area.y + 7, title.width, title.height)
        if stage.stays:
            note = labels.note(stage)
            found[f"note of {stage.name}"] = around(note, layout.boxes[NOTE + stage.name].middle)
    for edge, curve in zip(graph.edges, layout.edges, strict=True):
        found[f"{edge.source} → {edge.target}"] = around(labels.lines(edge.lines), curve.label)
    return found


def overlap(one: Area, two: Area) -> bool:
    return (
        min(one.x + one.width, two.x + two.width) - max(one.x, two.x) > 1
        and min(one.y + one.height, two.y + two.height) - max(one.y, two.y) > 1
    )


@pytest.mark.parametrize(("name", "language"), PICTURES)
def test_no_text_lies_over_another_or_over_a_box(name: str, language: str) -> None:
    placed = texts(picture(name, language))
    assert [pair for pair in combinations(placed, 2) if overlap(placed[pair[0]], placed[pair[1]])] == []


@pytest.mark.parametrize(("name", "language"), PICTURES)
def test_every_box_is_as_large_as_its_text_and_lies_in_its_stage(name: str, language: str) -> None:
    graph = picture(name, language)
    layout = laid_out(graph)
    for box in graph.boxes():
        if box.name in layout.boxes:
            block, area = labels.box(box, graph), layout.boxes[box.name]
            assert block.width <= area.width
            assert block.height <= area.height
    for stage in graph.stages():
        outer, title = layout.stages[stage.name], labels.stage(stage, graph)
        assert title.width + 20 <= outer.width
        for box in stage.boxes():
            inner = layout.boxes[box.name]
            assert outer.x < inner.x
            assert inner.x + inner.width < outer.x + outer.width
            assert outer.y + title.height < inner.y
            assert inner.y + inner.height < outer.y + outer.height


@pytest.mark.parametrize(("name", "language"), PICTURES)
def test_all_is_inside_the_picture(name: str, language: str) -> None:
    graph = picture(name, language)
    layout = laid_out(graph)
    for area in texts(graph).values():
        assert area.x >= -1
        assert area.y >= -1
        assert area.x + area.width <= layout.width + 1
        assert area.y + area.height <= layout.height + 1


@pytest.mark.parametrize(("name", "language"), PICTURES)
def test_an_svg_is_well_formed_named_and_has_fonts_for_vietnamese(name: str, language: str) -> None:
    graph = picture(name, language)
    drawn = svg(graph)
    root = ET.fromstring(drawn)  # noqa: S314 - our own text
    assert root.attrib["lang"] == language
    assert root.findtext(f"{SVG}title") == graph.title
    assert "Arial" in root.attrib["font-family"]
    assert "DejaVu Sans" in root.attrib["font-family"]
    said = " ".join(element.text or "" for element in root.iter(f"{SVG}text"))
    for box in graph.boxes():
        assert all(word in said for word in box.title.split())
    assert svg(graph) == drawn, "the same graph is drawn in the same way"


def test_a_vietnamese_letter_is_as_wide_as_its_base_and_horns_count() -> None:
    assert width("ệ", 10) == width("e", 10)
    assert width("ợ", 10) == width("ơ", 10) > width("o", 10)
    assert width("e\u0323\u0302", 10) == width("ệ", 10), "composed or not"
    assert width("đ", 10) == width("d", 10)


def test_lines_are_about_equally_long_and_words_stay_whole() -> None:
    text = "Hội đồng cấp Trung ương chấm điểm"
    lines = wrapped(text, 140, 12, bold=True)
    assert " ".join(lines) == text
    assert all(width(line, 12, bold=True) <= 140 for line in lines)
    assert len(lines) == 2
    assert wrapped("Unbreakablewordthatislongerthanaline", 50, 12) == ["Unbreakablewordthatislongerthanaline"]
