"""What changed between two versions, in one picture: every change is seen, nothing else, and it fits a screen."""

from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve
from drawing.picture import read
from drawing.test_screen import faults
from hypothesis import given, settings
from strategies import definitions

from ocop_workflow import load
from ocop_workflow.comparing import compare
from ocop_workflow.drawing import Box, Graph, Stage, differing, mermaid, svg
from ocop_workflow.model.definition import CLOCK, Definition
from ocop_workflow.model.tree import state_tree

SMALL = load(Path(__file__).with_name("small.yaml")).definition
LAWS = [("1048", "148"), ("148", "148-1489")]
each_language = pytest.mark.parametrize("language", ["vi", "en"])


def law(version: str) -> Definition:
    return load(f"ocop-product@{version}").definition


def changes(graph: Graph) -> set[tuple[str, str, str]]:
    """(what, name, kind) of everything that is marked."""
    marked = {(line.event, line.change.kind) for edge in graph.edges for line in edge.lines if line.change}
    parts: list[Box | Stage] = [*graph.boxes(), *graph.stages()]
    marked |= {(line.event, line.change.kind) for part in parts for line in part.stays if line.change}
    found = {("event", name, kind) for name, kind in marked}
    return found | {("state", part.name, part.change.kind) for part in parts if part.change}


@pytest.mark.parametrize(("old", "new"), LAWS)
@each_language
def test_an_amendment_is_read_on_a_screen(old: str, new: str, language: str) -> None:
    drawn = differing(law(old), law(new), language)
    assert faults(read(svg(drawn))) == {}
    assert drawn.against
    assert drawn.against in mermaid(drawn)


def test_the_new_state_and_the_new_events_of_decision_148_are_marked() -> None:
    found = changes(differing(law("1048"), law("148"), "en"))
    assert ("state", "district_decision", "added") in found
    added = set(law("148").events) - set(law("1048").events)
    assert added
    assert {("event", name, "added") for name in added} <= found
    assert ("event", "approve_plan", "changed") not in found, "its article is as before"


def test_what_the_amendment_of_2025_dropped_stays_to_be_seen() -> None:
    drawn = differing(law("148"), law("148-1489"), "vi")
    gone = {leaf for leaf in state_tree(law("148")).leaves if leaf not in state_tree(law("148-1489")).leaves}
    assert gone
    assert {box.name for box in drawn.boxes() if box.change and box.change.kind == "removed"} <= gone
    shown = svg(drawn)
    assert 'text-decoration="line-through"' in shown
    assert "− bỏ" in shown


@pytest.mark.parametrize("new", ["148", "148-1489"])
def test_a_version_against_itself_shows_no_change(new: str) -> None:
    assert changes(differing(law(new), law(new), "vi")) == set()


def without_event(definition: Definition) -> Definition | None:
    names = list(definition.events)
    if not names:
        return None
    return evolve(definition, events={n: e for n, e in definition.events.items() if n != names[-1]})


def other_actor(definition: Definition) -> Definition | None:
    for name, event in definition.events.items():
        others = [role for role in definition.roles if role not in event.by]
        if CLOCK not in event.by and others:
            return evolve(definition, events={**definition.events, name: evolve(event, by=(others[0],))})
    return None


@settings(max_examples=30)
@given(definitions())
@pytest.mark.parametrize("change", [without_event, other_actor])
def test_a_change_of_any_workflow_is_marked_and_seen(
    change: Callable[[Definition], Definition | None], definition: Definition
) -> None:
    changed = change(definition)
    if changed is None:
        return
    there, back = differing(definition, changed, "vi"), differing(changed, definition, "vi")
    events = {each.path[1] for each in compare(definition, changed) if each.path[0] == "events"}
    for drawn in (there, back):
        told = {name for what, name, _ in changes(drawn) if what == "event"}
        moving = {line.event for edge in drawn.edges for line in edge.lines}
        moving |= {line.event for box in drawn.boxes() for line in box.stays}
        moving |= {line.event for stage in drawn.stages() for line in stage.stays}
        assert told == events & moving
        found = faults(read(svg(drawn)))
        found.pop("under a line", None)
        assert found == {}
    assert {kind for _, _, kind in changes(there)} in ({"removed"}, {"changed"}, set())
    mirrored = {("removed"): "added", "changed": "changed"}
    assert {(w, n, mirrored[k]) for w, n, k in changes(there)} == changes(back)
