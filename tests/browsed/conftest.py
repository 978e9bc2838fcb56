"""Pages in files, as the commands write them, for the tests that open them in a browser.

A short form opens one page of each kind; with OCOP_WORKFLOW_EVERY_PAGE set it is every page: `make browse`.
"""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from browser import chromium, chromium_page

from ocop_workflow import Store, load
from ocop_workflow.cli import main
from ocop_workflow.measures import load_targets, measure
from ocop_workflow.pages import case_page, programme_page, workflow_page
from ocop_workflow.reading import catalogued

__all__ = ["chromium", "chromium_page"]  # fixtures

DAY = date(2026, 12, 1)
NOON = datetime(2024, 1, 1, 5, tzinfo=UTC)
SHIPPED = sorted(f"{name}@{version}" for name, versions in catalogued().items() for version in versions)
PRODUCTS = [f"HP-2019-{number:02d}" for number in range(1, 13)]
EVERY_PAGE = bool(os.environ.get("OCOP_WORKFLOW_EVERY_PAGE"))
WORKFLOWS = SHIPPED if EVERY_PAGE else ["ocop-round@2021"]
CASES = PRODUCTS if EVERY_PAGE else PRODUCTS[:1]
Written = Callable[[str], Path]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the demo."""
    file = tmp_path_factory.mktemp("demo") / "demo.db"
    assert main(["demo", "--database", str(file), "--json"]) == 0
    return file


@pytest.fixture(scope="session")
def written(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """A page by what it is of: a workflow that ships, a case of the demo, or the programme."""
    folder = tmp_path_factory.mktemp("pages")

    def write(name: str) -> Path:
        file = folder / f"{name}.html"
        if not file.exists():
            with Store.connect(f"sqlite:///{demo}", existing=True) as store:
                if name in SHIPPED:
                    chunks = workflow_page(load(name), on=DAY)
                elif name == "programme":
                    progress = measure(store, load_targets("hai-phong", store), on=DAY)
                    chunks = programme_page(store, progress)
                else:
                    chunks = case_page(store, name, at=NOON)
                file.write_text("".join(chunks), "utf-8")
        return file

    return write
