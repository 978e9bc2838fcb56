"""Every hostile file is refused where it is hostile, in a tenth of a second and fifty megabytes, and no child dies."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from reading.hostile.kinds import SPECIFIC
from reading.hostile.surroundings import chain, put, surround
from reading.hostile.texts import FILE, GENERAL, KINDS, Hostile

HOSTILE = (*GENERAL, *SPECIFIC)
SECONDS = 0.2  # a tenth on a quick machine; files near the most that is read take 0.14 on a slow one
MEGABYTES = 50.0
Measured = dict[str, dict[str, object]]


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    """Name → what the child said."""
    folder = tmp_path_factory.mktemp("hostile")
    asked = []
    chain(folder)
    for number, one in enumerate(HOSTILE):
        room = folder / str(number)
        room.mkdir()
        surround(room)
        put(room / FILE, one.text)
        asked.append(f"{one.kind} {room / FILE}\n")
    reader = Path(__file__).with_name("reading.py")
    run = subprocess.run(
        [sys.executable, str(reader)],
        input="".join(asked),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    answers = [json.loads(answer) for answer in run.stdout.splitlines()]
    return dict(zip((one.name for one in HOSTILE), answers, strict=True))


def test_there_are_enough_of_every_kind() -> None:
    assert len(HOSTILE) >= 60
    assert len({one.name for one in HOSTILE}) == len(HOSTILE)
    assert {one.kind for one in HOSTILE} == {"workflow", *KINDS}


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda one: str(one.name))
def test_a_hostile_file_is_refused_at_its_place_quickly_and_in_little_memory(
    hostile: Hostile, measured: Measured
) -> None:
    found = measured[hostile.name]
    assert "told" in found, f"the child ended: {found}"
    if hostile.told is None:
        assert found["told"] == []
    else:
        assert [*hostile.told, hostile.at] in found["told"]  # type: ignore[operator]
    assert float(str(found["seconds"])) < SECONDS
    assert float(str(found["megabytes"])) < MEGABYTES
