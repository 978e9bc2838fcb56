"""What pages show of the testing kit: the machine runs, the stories that it told hold, and its workflows load."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from documents.support import BESIDE, ROOT
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from pages import Block, all_blocks

from ocop_workflow import load
from ocop_workflow.testing import read_scenario, run_scenario

PAGES = (ROOT / "docs" / "testing-kit.md", ROOT / "docs" / "testing-kit.vi.md")
FEW = settings(max_examples=10, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck))


def shown(page: Path, language: str) -> list[Block]:
    return [each for each in all_blocks(page) if each.elsewhere and each.language == language]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_machine_of_three_lines_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(BESIDE[f"docs/{page.name}"], tmp_path)
    monkeypatch.chdir(tmp_path)
    (block,) = shown(page, "python")
    names: dict[str, Any] = {}
    exec(compile(block.body, "block", "exec"), names)  # noqa: S102 - the page's own three lines
    machine = type(names["TestGrants"]()).runTest
    assert callable(machine)
    run_state_machine_as_test(names["workflow_machine"](names["load"]("grant.yaml")), settings=FEW)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_stories_hold_and_workflows_load(page: Path, tmp_path: Path) -> None:
    shutil.copy(BESIDE[f"docs/{page.name}"], tmp_path)
    blocks = shown(page, "yaml")
    assert blocks
    for number, block in enumerate(blocks):
        file = tmp_path / f"{number}.{'scenario' if block.body.startswith('scenario') else 'workflow'}.yaml"
        file.write_text(block.body, "utf-8")
        if block.body.startswith("scenario"):
            assert run_scenario(read_scenario(file)).holds
        else:
            assert load(file).definition.start
