"""Renamed is said only where nothing else can be meant: the same title, the same place, the same moves."""

from pathlib import Path

from attrs import evolve

from ocop_workflow.comparing import compare
from ocop_workflow.model.definition import Definition
from ocop_workflow.model.text import Text
from ocop_workflow.reading import read_definition

TEXT = (Path(__file__).parent / "full.yaml").read_text("utf-8")
FULL = read_definition("full.yaml", TEXT)


def changed(*edits: tuple[str, str]) -> Definition:
    text = TEXT
    for before, after in edits:
        assert before in text
        text = text.replace(before, after)
    return read_definition("full.yaml", text)


def told(new: Definition, old: Definition = FULL) -> list[tuple[str, tuple[str, ...]]]:
    return [(change.kind, change.path) for change in compare(old, new)]


def test_a_state_with_another_name_is_renamed_wherever_it_is_mentioned() -> None:
    assert told(changed(("judging", "examining"))) == [("renamed", ("states", "examining"))]


def test_a_stage_with_another_name_is_renamed() -> None:
    assert told(changed(("  work:", "  doing:"), ("within: work", "within: doing"))) == [
        ("renamed", ("states", "doing"))
    ]


def test_an_event_with_another_name_is_renamed_wherever_it_is_mentioned() -> None:
    assert told(changed(("submit", "file"))) == [("renamed", ("events", "file"))]


def test_a_state_and_an_event_may_be_renamed_at_once() -> None:
    assert told(changed(("judging", "examining"), ("submit", "file"))) == [
        ("renamed", ("states", "examining")),
        ("renamed", ("events", "file")),
    ]


def test_what_leads_elsewhere_under_another_name_is_removed_and_added() -> None:
    new = changed(
        ("submit:", "file:"), ("[submit", "[file"), ("moves: {open: judging}", "moves: {open: done}")
    )
    kinds = {kind for kind, path in told(new) if path[:2] in {("events", "submit"), ("events", "file")}}
    assert kinds == {"removed", "added"}


def test_a_state_that_is_handled_elsewhere_under_another_name_is_removed_and_added() -> None:
    kinds = told(
        changed(
            ("judging: {tag: scoring, at: city,", "judging: {tag: scoring, at: commune,"),
            ("judging", "examining"),
        )
    )
    assert ("added", ("states", "examining")) in kinds
    assert ("removed", ("states", "judging")) in kinds


def test_without_a_title_nothing_is_certain() -> None:
    untitled = evolve(FULL, events={n: evolve(e, title=Text()) for n, e in FULL.events.items()})
    new = changed(("submit", "file"))
    new = evolve(new, events={n: evolve(e, title=Text()) for n, e in new.events.items()})
    assert ("added", ("events", "file")) in told(new, untitled)
