"""Days that a step computes can be claimed of the data right after it; a wrong one is refuted by a story."""

import pytest
from verification.files import verdict
from verification.retelling import is_broken

from ocop_workflow.verification import PROVED, REFUTED

LAW = """
data: {signed: {type: date}, until: {type: date}, notice: {type: date}}
start: {begin: {by: worker, to: open}}
states: {open: {}, granted: {goal: true}}
events:
  grant:
    by: worker
    takes: [signed]
    sets: {until: "months(taken.signed, 36)", notice: "days(months(taken.signed, 36), -30)"}
    moves: {open: granted}
  extend: {by: worker, moves: {granted: [{else: stay, sets: {until: "months(until, 12)"}}]}}
properties: [{at: {event: CLAIM}}]
"""
RIGHT = (
    'grant, holds: "until == months(signed, 36)"',
    'grant, holds: "notice == days(until, -30) && until == months(signed, 36)"',
)
WRONG = (
    'grant, holds: "until == months(signed, 35)"',
    'grant, holds: "notice == days(until, -29)"',
    'grant, holds: "until == signed"',
)


@pytest.mark.parametrize("claim", RIGHT)
def test_what_is_computed_so_is_proved(claim: str) -> None:
    assert verdict(LAW.replace("CLAIM", claim)).verdict == PROVED


@pytest.mark.parametrize("claim", WRONG)
def test_what_is_computed_otherwise_is_refuted_by_a_story_that_breaks_the_claim_itself(claim: str) -> None:
    found = verdict(LAW.replace("CLAIM", claim))
    assert found.verdict == REFUTED
    assert found.story is not None
    assert is_broken(found.story, found.claim)
    assert [step.event for step in found.story.steps] == ["begin", "grant"]


@pytest.mark.parametrize("claim", RIGHT)
def test_a_changed_law_refutes_the_right_claim(claim: str) -> None:
    changed = LAW.replace('until: "months(taken.signed, 36)"', 'until: "months(taken.signed, 37)"')
    assert verdict(changed.replace("CLAIM", claim)).verdict == REFUTED


BRANCHES = """
data: {signed: {type: date}, until: {type: date}, notice: {type: date}, marks: {collect: sheet, per: person, max: 3}}
types: {sheet: {A: {type: integer, minimum: 0, maximum: 9}}}
start: {begin: {by: worker, to: open}}
states: {open: {}, granted: {goal: true}, warned: {}, gone: {final: aborted}}
events:
  mark: {by: worker, takes: sheet, collects: marks, moves: {open: stay}}
  discuss: {by: worker, clears: [marks], when: size(marks) > 1, moves: {open: stay}}
  grant:
    by: worker
    takes: [signed]
    sets: {until: "months(taken.signed, 36)", notice: "days(months(taken.signed, 36), -30)"}
    moves: {open: granted}
  warn: {by: worker, clears: [notice], moves: {granted: warned}}
  correct:
    by: worker
    takes: [signed]
    sets: {until: "months(taken.signed, 36)"}
    moves: {warned: stay, granted: [{else: stay, sets: {notice: "days(months(taken.signed, 36), -30)"}}]}
  end: {by: clock, at: until, clears: [signed, until, notice], moves: {granted: gone, warned: gone}}
properties: [CLAIM]
"""
BRANCH = 'notice: "days(months(taken.signed, 36), -30)"}}]'


@pytest.mark.parametrize(
    ("claim", "mistake"),
    [
        (
            'never: {event: correct, from: granted, changes: "after.notice != days(after.until, -30)"}',
            (BRANCH, BRANCH.replace("-30", "-29")),
        ),
        (
            'never: {event: correct, from: granted, changes: "after.notice != days(after.until, -30)"}',
            (', sets: {notice: "days(months(taken.signed, 36), -30)"}}]', "}]"),
        ),
        ("never: {event: [end], changes: has(after.signed)}", ("clears: [signed, until", "clears: [until")),
        (
            "at: {event: end, holds: '!has(signed) && !has(until)'}",
            ("clears: [signed, until", "clears: [until"),
        ),
        ("never: {event: discuss, changes: size(after.marks) > 0}", ("clears: [marks], ", "")),
        ("never: {event: end, where: today != until}", ("at: until", 'at: "days(until, 1)"')),
        ("never: {event: end, where: today > until}", ("at: until", 'at: "days(until, 1)"')),
    ],
)
def test_what_a_step_leaves_along_its_branch_is_foreseen(claim: str, mistake: tuple[str, str]) -> None:
    law = BRANCHES.replace("CLAIM", "{" + claim + "}")
    assert verdict(law).verdict == PROVED
    right, wrong = mistake
    assert law.count(right) == 1
    found = verdict(law.replace(right, wrong))
    assert found.verdict == REFUTED
    assert found.story is not None
    assert is_broken(found.story, found.claim)


@pytest.mark.parametrize(
    "claim",
    [
        "never: {event: [warn, end], changes: has(after.signed)}",
        "never: {event: correct, changes: has(after.notice)}",  # only one branch writes it
        "never: {event: correct, changes: has(before.notice) && has(after.notice)}",
    ],
)
def test_what_only_some_ways_leave_is_not_taken_for_all(claim: str) -> None:
    assert verdict(BRANCHES.replace("CLAIM", "{" + claim + "}")).verdict != PROVED


def test_what_every_branch_computes_is_compared_with_what_it_leaves() -> None:
    """A year after what it was is not a year after what it is."""
    assert verdict(LAW.replace("CLAIM", 'extend, holds: "until == months(until, 12)"')).verdict == REFUTED


VISIT = """
data: {day: {type: date, within: open}}
start: {begin: {by: worker, to: open}}
states: {open: {}, done: {goal: true}}
events:
  note: {by: worker, takes: [day], moves: {open: stay}}
  leave: {by: worker, moves: {open: done}}
properties: [{never: {event: leave, changes: "has(before.day) && !has(after.day)"}}]
"""


def test_what_ends_with_a_visit_is_not_taken_for_what_it_was() -> None:
    assert verdict(VISIT).verdict == REFUTED


def test_what_may_not_be_set_is_not_taken_for_granted() -> None:
    optional = LAW.replace("takes: [signed]", "takes: {signed: {type: date, optional: true}}")
    optional = optional.replace("taken.signed", "today")
    assert verdict(optional.replace("CLAIM", 'grant, holds: "until == months(signed, 36)"')).verdict != PROVED


QUIET = """
data: {a: {type: date}, b: {type: date}, loud: {type: boolean}}
let: {quiet: {is: "!loud", title: {vi: yên, en: quiet}}}
start: {begin: {by: worker, to: open, sets: {loud: "false"}}}
states: {open: {}, done: {goal: true}}
events:
  go: {by: worker, takes: [a, loud], sets: {b: "days(taken.a, 1)"}, moves: {open: done}}
properties: [{at: {event: go, holds: "CLAIM && b == days(a, 1)"}}]
"""


@pytest.mark.parametrize(
    "said",
    ["!loud", "(loud ? false : true)", "quiet", "loud in [false]", "(true ? !loud : true)", "loud == false"],
)
def test_whatever_way_it_is_said_it_is_said_of_what_the_step_leaves(said: str) -> None:
    """Before the step it was quiet, and after it it need not be."""
    found = verdict(QUIET.replace("CLAIM", said))
    assert found.verdict == REFUTED
    assert found.story is not None
    assert is_broken(found.story, found.claim)
    silenced = QUIET.replace("takes: [a, loud], sets: {", 'takes: [a], sets: {loud: "false", ')
    assert verdict(silenced.replace("CLAIM", said)).verdict == PROVED


def test_a_day_that_is_moved_on_is_the_day_after_its_own_move() -> None:
    """`until` is computed from what it was: afterwards it is not a year after itself."""
    moved = LAW.replace(
        '[{else: stay, sets: {until: "months(until, 12)"}}]}', 'stay}, sets: {until: "months(until, 12)"}'
    )
    found = verdict(moved.replace("CLAIM", 'extend, holds: "until == months(until, 12)"'))
    assert found.verdict == REFUTED


def test_what_cannot_be_computed_is_not_equal_to_itself() -> None:
    """Days beyond the calendar are an error, so that the claim does not hold, though both sides are alike."""
    beyond = 'grant, holds: "days(until, 99999999) == days(until, 99999999) && until == months(signed, 36)"'
    assert verdict(LAW.replace("CLAIM", beyond)).verdict != PROVED
