"""Two values that only each other are compared with stand to each other in one way within a step, without a solver."""

from importlib import import_module

import pytest
from verification.files import verdict
from verification.retelling import is_broken

from ocop_workflow.verification import PROVED, REFUTED, UNKNOWN, VACUOUS

LAW = """
data: {signed: {type: date}, asked: {type: number, scale: 2, minimum: 0, maximum: 1000}}
start: {begin: {by: worker, to: open, takes: [asked]}}
states: {open: {}, done: {goal: true}}
events:
  sign:
    by: worker
    takes:
      - signed
      - {paid: {type: number, scale: 2, minimum: 0, maximum: 1000}}
      - {meeting: {type: date}, who: {type: string}, whom: {type: string}}
    when: GUARD
    moves: {open: done}
properties: [CLAIM]
"""


@pytest.fixture(autouse=True)
def without_a_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("ocop_workflow.verification.solved"), "is_installed", lambda: False)


WORKING, BETWEEN = "working_days(taken.signed, taken.meeting)", "days_between(taken.signed, taken.meeting)"
CASES = [
    ("taken.signed <= today", "never: {event: sign, where: taken.signed > today}", PROVED),
    ("taken.signed <= today", "never: {event: sign, where: today < taken.signed}", PROVED),
    ("taken.signed <= today", "at: {event: sign, where: taken.signed == today, by: worker}", PROVED),
    ("taken.signed < today", "at: {event: sign, where: taken.signed == today, by: worker}", VACUOUS),
    ("taken.signed != today", "at: {event: sign, where: today == taken.signed, by: worker}", VACUOUS),
    ("taken.signed <= today", "never: {event: sign, where: taken.signed == today}", REFUTED),
    ("taken.paid >= asked", "never: {event: sign, where: asked > taken.paid}", PROVED),
    ("taken.paid >= asked", "at: {event: sign, where: asked == taken.paid, by: worker}", PROVED),
    ("taken.paid > asked", "at: {event: sign, where: asked == taken.paid, by: worker}", VACUOUS),
    (
        "taken.paid >= asked",
        "never: {event: sign, where: asked >= taken.paid + 1}",
        UNKNOWN,
    ),  # another relation
    ("taken.who != taken.whom", "never: {event: sign, where: taken.whom == taken.who}", PROVED),
    ("taken.who == taken.whom", "never: {event: sign, where: taken.whom != taken.who}", PROVED),
    (f"{WORKING} >= 1", f"never: {{event: sign, where: '{WORKING} < 1'}}", PROVED),
    (f"{WORKING} >= 1", f"at: {{event: sign, where: '{WORKING} == 1', by: worker}}", PROVED),
    (f"{WORKING} >= 2", f"at: {{event: sign, where: '{WORKING} == 1', by: worker}}", VACUOUS),
    (f"{BETWEEN} > 30", f"never: {{event: sign, where: '{BETWEEN} <= 30'}}", PROVED),
]


@pytest.mark.parametrize(("guard", "claim", "expected"), CASES)
def test_all_comparisons_of_two_values_agree(guard: str, claim: str, expected: str) -> None:
    found = verdict(LAW.replace("GUARD", f'"{guard}"').replace("CLAIM", "{" + claim + "}"))
    assert found.verdict == expected, found
    if found.story is not None:
        assert is_broken(found.story, found.claim)
