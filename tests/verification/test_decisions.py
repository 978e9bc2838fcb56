"""Bands that leave something open are told as intervals with a value of each; their mended form is proved."""

import pytest
from verification.files import small, verdict

from ocop_workflow.verification import PROVED, REFUTED, UNKNOWN, VACUOUS, Decided, Proofs, prove

PRINTED = (
    "score < 30",
    "score >= 30 && score <= 49",
    "score >= 50 && score <= 69",
    "score >= 70 && score <= 89",
    "score >= 90",
)
MENDED = tuple(
    band.replace("<= 49", "< 50").replace("<= 69", "< 70").replace("<= 89", "< 90") for band in PRINTED
)


def bands(conditions: tuple[str, ...], *, scale: int = 2, when: str = "true", last: str = "") -> str:
    """One event with a branch for each band."""
    branches = "".join(
        f"        - {{when: '{each}', to: s1, sets: {{stars: {n}}}}}\n"
        for n, each in enumerate(conditions, 1)
    )
    return f"""
data:
  score: {{type: number, scale: {scale}, minimum: 0, maximum: 100}}
  stars: {{type: integer, minimum: 1, maximum: 9}}
  flag: {{type: boolean}}
start:
  begin: {{by: worker, to: s0, takes: [score]}}
  flagged: {{by: worker, to: s0, takes: [score, flag]}}
states: {{s0: {{}}, s1: {{final: completed}}}}
events:
  rank:
    by: worker
    when: {when}
    moves:
      s0:
{branches}{last}"""


def found(text: str) -> Proofs:
    return prove(small(text))


def told(proofs: Proofs, kind: str = "gap") -> list[tuple[str, str]]:
    """Where, and the witness."""
    return [
        (each.box.text, str(next(iter(each.box.witness.values())))) for each in of(proofs, kind) if each.box
    ]


def of(proofs: Proofs, kind: str) -> list[Decided]:
    return [each for each in proofs.decisions if each.kind == kind]


@pytest.mark.parametrize(("scale", "digits"), [(1, ""), (2, "0"), (6, "00000")])
def test_bands_as_a_decision_prints_them_leave_open_intervals(scale: int, digits: str) -> None:
    proofs = found(bands(PRINTED, scale=scale))
    assert told(proofs) == [
        ("49 < score < 50", f"49.5{digits}"),
        ("69 < score < 70", f"69.5{digits}"),
        ("89 < score < 90", f"89.5{digits}"),
    ]
    assert all(each.sure and [edge.event for edge in each.path] == ["begin"] for each in of(proofs, "gap"))
    assert not proofs.holds


def test_their_mended_form_has_no_gap_and_no_overlap() -> None:
    proofs = found(bands(MENDED))
    assert proofs.decisions == ()
    assert proofs.holds


def test_whole_points_leave_nothing_open() -> None:
    assert found(bands(PRINTED, scale=0)).decisions == ()


def test_an_else_takes_what_is_left() -> None:
    assert found(bands(PRINTED, last="        - {else: s1}\n")).decisions == ()


def test_what_the_event_itself_rules_out_is_no_gap() -> None:
    assert len(told(found(bands(PRINTED[:4])))) == 3
    assert [where for where, _ in told(found(bands(PRINTED[:4], when="score < 90")))][2:] == [
        "89 < score < 90"
    ]
    assert len(told(found(bands(PRINTED[:4], when="score <= 89")))) == 2


def test_what_no_case_can_be_is_no_gap() -> None:
    text = bands(("score < 50", "score > 60"))
    text = text.replace("takes: [score]", "sets: {score: 49}").replace(
        "[score, flag]", "[flag], sets: {score: 49}"
    )
    assert of(found(text), "gap") == []
    assert told(found(text.replace("score: 49", "score: 55"))) == [("50 <= score <= 60", "55.00")]


def test_the_last_point_that_two_bands_share_is_an_overlap_and_the_first_counts() -> None:
    proofs = found(bands(tuple(band.replace("< 50", "<= 50") for band in MENDED)))
    assert told(proofs, "overlap") == [("score == 50", "50.00")]
    assert [each.branches for each in proofs.decisions] == [(2, 3)]
    assert proofs.holds  # it is settled which one is taken


def test_a_ladder_is_no_overlap() -> None:
    assert found(bands(("score >= 90", "score >= 70", "score >= 0"))).decisions == ()


def test_a_branch_that_an_earlier_one_takes_from_is_never_taken() -> None:
    proofs = found(bands(("score >= 70", "score >= 90", "score < 70")))
    (never,) = of(proofs, "never")
    assert never.branches == (2,)
    assert str(never.position) == "small.yaml:21:11"
    assert not proofs.holds
    assert of(found(bands(("score >= 90", "score >= 70", "score < 70"))), "never") == []


def test_what_may_be_unset_is_told_as_such() -> None:
    proofs = found(bands(("has(flag) && flag", "has(flag) && !flag")))
    assert told(proofs) == [("!has(flag)", "None")]


def test_a_gap_in_two_terms_is_told_in_both() -> None:
    proofs = found(
        bands(("has(flag) && flag && score < 50", "has(flag) && flag && score > 50", "!has(flag)", "!flag"))
    )
    assert [each.box.text for each in of(proofs, "gap") if each.box] == ["flag && score == 50"]


APART = """
data: {{score: {{type: number, scale: 1, minimum: 0, maximum: 100}}}}
start: {{begin: {{by: worker, to: s0, takes: [score]}}}}
states: {{s0: {{}}, s1: {{final: completed}}, s2: {{}}}}
events:
  low: {{by: worker, when: "score {low}", moves: {{s0: s1}}}}
  high: {{by: worker, when: "score {high}", moves: {{s0: s1}}}}
  away: {{by: worker, moves: {{s0: s2}}}}
  back: {{by: worker, moves: {{s2: s0}}}}
properties: [{{{template}: {{state: {state}, events: [low, high]}}}}]
"""


@pytest.mark.parametrize(
    ("template", "low", "high", "expected", "where"),
    [
        ("complete", "<= 49", ">= 50", REFUTED, "49 < score < 50"),
        ("complete", "< 50", ">= 50", PROVED, None),
        ("unique", "<= 50", ">= 50", REFUTED, "score == 50"),
        ("unique", "<= 49", ">= 50", PROVED, None),
    ],
)
def test_events_that_are_bands_of_one_decision(
    template: str, low: str, high: str, expected: str, where: str | None
) -> None:
    judged = verdict(APART.format(template=template, low=low, high=high, state="s0"))
    assert judged.verdict == expected
    assert (judged.lacking.text if judged.lacking else None) == where
    if where:
        assert judged.story is not None
        assert judged.story.case.state == "s0"


def test_a_decision_in_a_state_that_the_events_do_not_leave_says_nothing() -> None:
    assert verdict(APART.format(template="complete", low="< 1", high="> 2", state="s2")).verdict == VACUOUS


def test_what_two_events_take_under_one_name_has_one_value() -> None:
    text = """
start: {begin: {by: worker, to: s0}}
states: {s0: {}, s1: {final: completed}}
events:
  low: {by: worker, takes: {x: {type: integer, minimum: 0, maximum: 9}}, when: taken.x < 5, moves: {s0: s1}}
  high: {by: worker, takes: {x: {type: integer, minimum: 0, maximum: 9}}, when: taken.x >= 5, moves: {s0: s1}}
properties: [{complete: {state: s0, events: [low, high]}}]
"""
    assert verdict(text).verdict == PROVED
    assert verdict(text.replace(">= 5", "> 5")).verdict == REFUTED
    other = text.replace("maximum: 9}}, when: taken.x >= 5", "maximum: 8}}, when: taken.x >= 5")
    assert (verdict(other).verdict, verdict(other).why) == (UNKNOWN, "class")
