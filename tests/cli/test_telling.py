"""Whatever attribute changes, there are words for it in both languages, and they tell the old from the new."""

from pathlib import Path

import pytest
from comparing.mutations import attributes, mutations

from ocop_workflow.cli.diff import tellings
from ocop_workflow.cli.labels import LEVELLED, PASSED_OVER, SILENT
from ocop_workflow.comparing import GROUPS, compare
from ocop_workflow.messages import sentences
from ocop_workflow.model.definition import Definition
from ocop_workflow.reading import bind, load_definition

FULL = bind(
    load_definition(Path(__file__).parent.parent / "comparing" / "full.yaml"),
    {"wait": 9, "judge": "officer", "handler": "city"},
)
SECTIONS = {"sources", "levels", "parameters", "types", "data", "links", "let"}
SECTIONS |= {"roles", "start", "states", "events"}
# These are told as a whole with what they are in, those of ALONE in letters, moves and durations.
INNER = {"properties", "letters", "also", "template", "scope", "holds", "duration", "times", "field"}
ALONE = {"event", "where", "changes", "amount", "parameter", "source"}
OF_PLANS = {"counts_as"}  # no file says it: only two versions that a plan puts together do


def tells(old: Definition, new: Definition, language: str) -> None:
    telling = tellings(old, new, language)
    for change in compare(old, new):
        line = telling.line(change)
        assert line.label
        assert line.label in line.said
        assert line.old is None or line.old != line.new
        assert "{" not in line.label


def test_every_attribute_has_a_sentence() -> None:
    known = {key.removeprefix("facet_") for key in sentences("comparing") if key.startswith("facet_")}
    known |= {key.removeprefix("link_") for key in known}  # what a link asks has sentences of its own
    names = {each.partition(".")[2] for each in attributes()}
    assert names - known - SILENT - PASSED_OVER - SECTIONS - INNER - ALONE - OF_PLANS == set()
    assert LEVELLED <= SECTIONS
    assert {f"group_{group}" for group in GROUPS} <= set(sentences("comparing"))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_whatever_changes_is_told_so_that_the_old_and_the_new_differ(language: str) -> None:
    for mutation in mutations(FULL):
        tells(FULL, mutation.definition, language)
        tells(mutation.definition, FULL, language)
