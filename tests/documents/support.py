"""Which pages there are, and which of them need more than an empty folder."""

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
# Pages that a test of their own follows, as they need a database, a wheel, or what is generated.
ELSEWHERE = {
    "docs/embed.md": "tests/test_embed.py",
    "docs/embed.vi.md": "tests/test_embed.py",
    "docs/guards.md": "tests/judges/test_differences.py",
    "docs/migration.md": "tests/examples/test_law_changes.py",
    "docs/migration.vi.md": "tests/examples/test_law_changes.py",
    "docs/outbox.md": "tests/examples/test_outbox.py",
    "docs/outbox.vi.md": "tests/examples/test_outbox.py",
    "docs/round.md": "tests/examples/test_new_round.py",
    "docs/round.vi.md": "tests/examples/test_new_round.py",
    "docs/service.md": "tests/test_service_page.py",
    "docs/service.vi.md": "tests/test_service_page.py",
    "docs/stages.md": "tests/test_package.py",
    "docs/stages.vi.md": "tests/test_package.py",
    "docs/start.md": "tests/test_package.py",
    "docs/start.vi.md": "tests/test_package.py",
    "examples/construction-permit/README.md": "tests/examples/test_construction_permit.py",
    "examples/law-changes/README.md": "tests/examples/test_law_changes.py",
    "examples/rounds/README.md": "tests/examples/test_rounds.py",
}
# Pages that a tool writes: another test writes them anew and compares.
WRITTEN = {"docs/errors.md", "docs/errors.vi.md", "docs/reference.md", "docs/reference.vi.md"}
# The workflow that lies in the folder of whoever reads the page.
BESIDE = {
    "docs/testing.md": EXAMPLES / "testing-your-own" / "leave.yaml",
    "docs/testing.vi.md": EXAMPLES / "testing-your-own" / "leave.yaml",
    "docs/testing-kit.md": ROOT / "tests" / "testing" / "faults" / "grant.yaml",
    "docs/testing-kit.vi.md": ROOT / "tests" / "testing" / "faults" / "grant.yaml",
}


def pages() -> list[Path]:
    """Every page that is read: the READMEs, the site, those of the examples."""
    found = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md")]
    return sorted(path for path in found if "node_modules" not in path.parts)


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def prepare(page: Path, folder: Path) -> None:
    """The folder in which the page is followed: a reader's, or a copy of the example that the page lies in."""
    if page.is_relative_to(EXAMPLES):
        shutil.copytree(page.parent, folder, ignore=shutil.ignore_patterns("__pycache__"))
        return
    folder.mkdir()
    if beside := BESIDE.get(name_of(page)):
        shutil.copy(beside, folder)
