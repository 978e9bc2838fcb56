"""The journal of events has each one once, whenever it was killed; the page on consumers does as it shows."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pages import follow
from store.support import CITIZEN, OFFICER, PERSONAL, begun

from ocop_workflow import Store

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "examples" / "outbox" / "file_events.py"


def file_events(url: str, journal: Path) -> str:
    done = subprocess.run(
        [sys.executable, SCRIPT, url, journal], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return done.stdout


def filed(journal: Path) -> list[tuple[str, str]]:
    lines = [json.loads(line) for line in journal.read_text("utf-8").splitlines()]
    return [(line["id"], line["type"]) for line in lines]


def test_the_journal_goes_on_where_it_stopped_and_files_nothing_twice(tmp_path: Path) -> None:
    url, journal = f"sqlite:///{tmp_path / 'cases.db'}", tmp_path / "events.jsonl"
    with Store.connect(url) as store:
        begun(store)
        store.fire("D-1", "submit", actor=CITIZEN)
        assert file_events(url, journal) == "2 filed, 0 waiting, 0 dead\n"
        whole = [("D-1/1", "dossier.register"), ("D-1/2", "dossier.submit")]
        assert filed(journal) == whole
        assert PERSONAL["name"] not in journal.read_text("utf-8")
        store.fire("D-1", "remark", actor=OFFICER)
        file_events(url, journal)
        text = journal.read_bytes()
        # killed in the middle of a line, and before it was kept that the second and third were delivered
        journal.write_bytes(text[:-20])
        with store._session.writing() as link:  # noqa: SLF001 - as a kill leaves it
            link.run("UPDATE workflow_consumer SET position = 1")
        file_events(url, journal)
        assert filed(journal) == [*whole, ("D-1/3", "dossier.remark")]
        assert journal.read_bytes() == text


@pytest.mark.parametrize("name", ["outbox.md", "outbox.vi.md"])
def test_the_page_does_what_it_shows(name: str, tmp_path: Path) -> None:
    seen = follow(ROOT / "docs" / name, tmp_path, Path(sys.executable).parent)
    assert seen == {"yaml", "console", "python", "text"}
