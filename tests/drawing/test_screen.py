"""On a screen of 1,200 points every picture is read without scrolling sideways: nothing shrunk, pale, cut or hidden."""

from functools import cache
from pathlib import Path

import pytest
from attrs import evolve
from drawing.many import STAGES, STEPS, written
from drawing.picture import (
    READABLE,
    ROOT,
    Picture,
    Thing,
    across_borders,
    cut,
    graph,
    over_each_other,
    read,
    through_texts,
)
from hypothesis import given, settings
from strategies import definitions

from ocop_workflow import load
from ocop_workflow.drawing import graph_of, svg
from ocop_workflow.model.definition import Definition
from ocop_workflow.reading import catalogued

WIDEST, SMALLEST, CONTRAST = 1200, 11.0, 4.5
EXAMPLES = (
    "construction-permit/permit",
    "custom-stage/laboratory",
    "law-changes/new",
    "law-changes/old",
    "rounds/product",
    "rounds/round",
    "testing-your-own/leave",
    "tour/tour",
)
SHIPPED = [
    *(f"{name}@{version}" for name, versions in catalogued().items() for version in versions),
    *(str(ROOT / "examples" / f"{name}.yaml") for name in EXAMPLES),
]
each_picture = pytest.mark.parametrize("name", SHIPPED)
each_language = pytest.mark.parametrize("language", ["vi", "en"])


@cache
def picture(name: str, language: str) -> Picture:
    return read(svg(graph(name, language)))


def faults(seen: Picture) -> dict[str, list[str]]:
    """All that would keep somebody from reading it, by what it is."""
    found = {
        "too wide": [str(seen.whole.right)] if seen.whole.right > WIDEST else [],
        "over each other": [" / ".join(pair) for pair in over_each_other(seen)],
        "across a border": across_borders(seen),
        "under a line": sorted(through_texts(seen)),
        "cut": cut(seen),
        "too small": [thing.words for thing in seen.things if min(thing.sizes, default=99) < SMALLEST],
        "too pale": [
            f"{ink} on {ground(seen, thing)}: {thing.words}"
            for thing in seen.of(*READABLE)
            for ink in thing.inks
            if contrast(ink, ground(seen, thing)) < CONTRAST
        ],
    }
    return {what: where for what, where in found.items() if where}


def ground(seen: Picture, thing: Thing) -> str:
    """The colour under a thing's texts: its own, else that of the innermost stage around it."""
    if thing.ground:
        return thing.ground
    around = [stage for stage in seen.of("stage") if thing.place.within(stage.place)]
    return (
        min(around, key=lambda stage: stage.place.right - stage.place.left).ground or ""
        if around
        else "#ffffff"
    )


def contrast(ink: str, paper: str) -> float:
    """As WCAG 2 defines it, from 1 to 21."""
    light, dark = sorted((_luminance(ink), _luminance(paper)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@each_language
@each_picture
def test_every_workflow_that_ships_is_read_on_a_screen(name: str, language: str) -> None:
    assert faults(picture(name, language)) == {}


@each_language
def test_more_than_thirty_states_with_long_titles_are_read_on_a_screen(tmp_path: Path, language: str) -> None:
    drawn = graph_of(load(written(tmp_path)).definition, language)
    seen = read(svg(drawn))
    assert len(seen.of("state")) == STAGES * STEPS + 1
    assert faults(seen) == {}


@settings(max_examples=40)
@given(definitions())
def test_every_picture_is_read_on_a_screen(definition: Definition) -> None:
    for language in ("vi", "en"):
        found = faults(read(svg(graph_of(definition, language))))
        found.pop("under a line", None)  # Graphviz leads arrows close to corners
        assert found == {}


def test_many_starts_of_one_state_do_not_make_it_wide() -> None:
    permit = graph("permit", "vi")
    (start,) = (edge for edge in permit.edges if edge.source.startswith("start:"))
    starts = tuple(evolve(start, source=f"start:{number}", main=False) for number in range(20))
    seen = read(svg(evolve(permit, edges=(*permit.edges, *starts))))
    assert seen.whole.right <= WIDEST
    assert over_each_other(seen) == []


def test_a_title_that_is_one_long_word_is_broken_and_not_cut() -> None:
    permit = graph("ocop-round@2021", "vi")
    long = evolve(permit.inside[0], title="Đ" * 200)
    seen = read(svg(evolve(permit, inside=(long, *permit.inside[1:]))))
    assert faults(seen) == {}


@pytest.mark.parametrize(
    ("ink", "paper", "ratio"),
    [("#000000", "#ffffff", 21), ("#767676", "#ffffff", 4.54), ("#ffffff", "#ffffff", 1)],
)
def test_contrast_is_what_the_guidelines_say(ink: str, paper: str, ratio: float) -> None:
    assert contrast(ink, paper) == pytest.approx(ratio, abs=0.01)
