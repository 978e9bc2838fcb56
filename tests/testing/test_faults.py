"""The machine finds what hosts' stores get wrong, and tells it in six events at most; the right one passes."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from testing.faults import FAULTS
from testing.notebook import Notebook

from ocop_workflow import Workflow, load
from ocop_workflow.testing import read_scenario, run_scenario, workflow_machine
from ocop_workflow.testing.tale import Difference

FILE = Path(__file__).parent / "faults" / "grant.yaml"
GRANT = load(FILE)
DOCS = Path(__file__).parents[2] / "docs"
TOLD = DOCS / "testing-kit.md", DOCS / "testing-kit.vi.md"
SEARCH = settings(
    max_examples=200,
    stateful_step_count=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    derandomize=True,
    phases=[Phase.generate, Phase.shrink],
    print_blob=False,
)


UNTIL_FOUND = settings(SEARCH, max_examples=2000)  # the examples depend on which modules are loaded


def search(
    store: type[Notebook],
    workflow: Workflow = GRANT,
    *,
    claims: bool = True,
    how: settings = UNTIL_FOUND,
    begin: int | None = None,
) -> None:
    rules = workflow_machine(workflow, store=store.open, claims=claims)
    if begin is not None:
        rules, how = seed(begin)(rules), settings(how, derandomize=False)
    run_state_machine_as_test(rules, settings=how)


def events(told: str) -> int:
    return len(re.findall(r"^  - \{", told, re.MULTILINE))


def test_a_right_store_passes() -> None:
    search(Notebook, how=SEARCH)


@pytest.mark.parametrize("store", FAULTS, ids=lambda store: str(store.__name__))
def test_what_a_host_gets_wrong_is_found_and_told_in_six_events_at_most(
    store: type[Notebook], tmp_path: Path
) -> None:
    for begin in (None, 1, 2, 3):  # a story in which nothing can be left out may be longer than another one
        with pytest.raises(Difference) as raised:
            search(store, begin=begin)
        said = str(raised.value)
        told = said[said.index("scenario:") :]
        if events(told) <= 6:
            break
    assert 1 <= events(told) <= 6, told
    row = rf"\| `{store.__name__}` \| [1-6] \|"
    assert all(re.search(row, page.read_text("utf-8")) for page in TOLD)
    file = tmp_path / "found.scenario.yaml"
    file.write_text(told, "utf-8")
    assert run_scenario(read_scenario(file)).holds, told  # the story tells what should have happened


def test_a_claim_that_the_workflow_breaks_is_a_story_that_must_not_happen(tmp_path: Path) -> None:
    text = FILE.read_text("utf-8").replace("amount <= 50", "amount <= 60")
    file = tmp_path / "grant.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(Difference, match="breaks its own claim: “Approve” with amount > 50") as raised:
        search(Notebook, load(file))
    said = str(raised.value)
    story = tmp_path / "found.scenario.yaml"
    story.write_text(said[said.index("scenario:") :], "utf-8")
    assert events(story.read_text("utf-8")) == 3
    assert not run_scenario(read_scenario(story)).holds
    file.write_text(FILE.read_text("utf-8"), "utf-8")
    assert run_scenario(read_scenario(story)).holds  # mended
