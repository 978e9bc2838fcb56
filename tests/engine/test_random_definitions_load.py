"""What the strategies draw is what an integrator could have written: the loader reads it back as it was meant."""

import pytest
from hypothesis import event, given
from strategies import document, drafts

from ocop_workflow.errors import DefinitionError
from ocop_workflow.model.definition import Definition
from ocop_workflow.reading import bind, read_definition

# What the strategies may draw by chance and the loader rightly refuses.
REFUSED = {"never_in_range", "collects_outside", "source_tie", "too_costly"}


@given(drafts())
def test_a_definition_that_is_written_down_and_loaded_is_the_same(drawn: Definition) -> None:
    text = document(drawn)
    try:
        loaded = read_definition("random.yaml", text)
    except DefinitionError as error:
        if not {problem.code for problem in error.problems} <= REFUSED:
            pytest.fail(f"{error}\n{text}")
        event("refused")
        return
    event("loaded")
    assert bind(loaded, drawn.values) == drawn, text
