"""The six claims of the shipped cycle are proved; a line changed for the worse refutes the right one, with a story."""

from pathlib import Path

import pytest
from attrs import frozen
from verification.retelling import is_broken

from ocop_workflow.reading import read_definition
from ocop_workflow.verification import PROVED, REFUTED, Flow, Proofs, prove

LAW = Path(__file__).parents[2] / "workflows" / "ocop-product" / "1048.yaml"
TEXT = LAW.read_text(encoding="utf-8")
APPROVED, PASSED, STARS_APPROVED, STARS_PASSED, FIVE, TOGETHER = range(6)


def proved(*edits: tuple[str, str]) -> Proofs:
    text = TEXT
    for written, broken in edits:
        assert text.count(written) == 1, f"{text.count(written)} times: {written}"
        text = text.replace(written, broken)
    return prove(read_definition("1048.yaml", text))


def test_all_six_claims_are_proved_and_none_is_empty() -> None:
    found = proved()
    assert [verdict.verdict for verdict in found.verdicts] == [PROVED] * 6
    assert found.flow == Flow()
    assert found.holds
    carried = {n: verdict.carried_by for n, verdict in enumerate(found.verdicts) if verdict.carried_by}
    assert carried == {APPROVED: "flow", STARS_APPROVED: "flow"}


@frozen
class Broken:
    """A copy with a line or two changed, the claims that fall, and how each story goes without its votes."""

    edits: tuple[tuple[str, str], ...]
    falls: dict[int, str]


REQUIRES = ("    requires: [approve_plan]\n", "")
SHORTCUT = ("moves: {idea_review: planning}, basis: [cycle, A, own]}", "moves: {idea_review: production}, basis: [cycle, A, own]}")
ATTESTS = ("    attests: [approve_plan]\n", "")
TO_RECOGNISED = "district_review convene close convene close recognise"
BROKEN = {
}


def way(*events: str) -> str:
    return " ".join(events)
