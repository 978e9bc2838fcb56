"""Ways in which a claim says less than it seems to, or more: each with the claim, or the workflow, that is right."""

from importlib import import_module

import pytest
from attrs import evolve
from verification.files import proofs, small, verdict
from verification.retelling import is_broken

from ocop_workflow.model.definition import Property
from ocop_workflow.properties import Automaton, automaton
from ocop_workflow.verification import PROVED, REFUTED, UNKNOWN, VACUOUS, Verdict, prove
from ocop_workflow.verification.tell import remark


def story(found: Verdict) -> str:
    assert found.story is not None, found
    assert is_broken(found.story, found.claim)
    return " ".join(step.event for step in found.story.steps)


def test_a_certificate_that_another_event_issues_is_seen_by_its_effect_alone() -> None:
    by_name, by_effect = proofs(
        """
data: {stars: {type: integer, minimum: 1, maximum: 5}}
start: {begin: {by: worker, to: open}}
states: {open: {}, approved: {}, done: {final: completed}}
events:
  approve: {by: worker, moves: {open: approved}}
  recognise: {by: worker, sets: {stars: 3}, moves: {approved: done}}
  adopt: {by: worker, takes: [stars], moves: {open: done}}
properties:
  - precedence: [approve, recognise]
  - precedence: [approve, {changes: "!has(before.stars) && has(after.stars)"}]
"""
    ).verdicts
    assert by_name.verdict == PROVED
    assert by_effect.verdict == REFUTED
    assert story(by_effect) == "begin adopt"


ROUNDS = """
start: {begin: {by: worker, to: open}}
states: {open: {}, scored: {}, ranked: {goal: true}}
events:
  score: {by: worker, moves: {open: scored, scored: stay}}
  again: {by: worker, moves: {scored: stay, ranked: SCORED}}
  rank: {by: worker, moves: {scored: ranked}}
properties:
  - alternate_precedence: [score, rank]
  - {precedence: [score, rank], per_round: {starts: [again]}}
"""


def test_each_of_its_own_does_not_mean_in_the_same_round() -> None:
    """Scored, then registered again, then ranked by the old score: no second ranking, and yet in another round."""
    own, same_round = proofs(ROUNDS.replace("SCORED", "open")).verdicts
    assert own.verdict == PROVED
    assert story(same_round) == "begin score again rank"
    mended = ROUNDS.replace("scored: stay, ranked: SCORED", "scored: open, ranked: open")
    assert [found.verdict for found in proofs(mended).verdicts] == [PROVED, PROVED]


def timer(fails: str) -> str:
    return f"""
start: {{begin: {{by: worker, to: granted}}}}
states: {{granted: {{}}, evaluation: {{}}, lapsed: {{final: completed}}, closed: {{final: completed}}}}
events:
  expire: {{by: clock, after: 36 months, moves: {{granted: lapsed}}}}
  upgrade: {{by: worker, moves: {{granted: evaluation}}}}
  fail: {{by: worker, moves: {{evaluation: {fails}}}}}
properties: [{{response: [begin, expire]}}]
"""


def test_a_timer_that_dies_during_an_upgrade_is_told() -> None:
    assert story(verdict(timer("closed"))) == "begin upgrade fail"
    assert verdict(timer("granted")).verdict == PROVED


@pytest.mark.parametrize("members", [1, 2, 3, 4])
@pytest.mark.parametrize("quorum", [1, 2, 3, 4, 5])
def test_a_council_too_small_for_its_quorum_stalls_and_nothing_is_proved_to_follow(
    members: int, quorum: int
) -> None:
    found = verdict(
        f"""
types: {{vote: {{agree: {{type: boolean}}}}}}
data: {{votes: {{collect: vote, per: person, max: {members}}}}}
start: {{convene: {{by: worker, to: meeting}}}}
states: {{meeting: {{}}, closed: {{final: completed}}}}
events:
  cast: {{by: worker, takes: vote, collects: votes, moves: {{meeting: stay}}}}
  close: {{by: worker, when: size(votes) >= {quorum}, moves: {{meeting: closed}}}}
properties: [{{response: [convene, close]}}]
"""
    )
    expected = (PROVED, "") if members >= quorum else (UNKNOWN, "completion")
    assert (found.verdict, found.why) == expected


@pytest.mark.parametrize(
    ("branches", "expected"),
    [
        ("{when: taken.x >= 70, to: four}, {when: taken.x >= 90, to: five}, {else: none}", REFUTED),
        ("{when: taken.x >= 90, to: five}, {when: taken.x >= 70, to: four}, {else: none}", PROVED),
    ],
)
def test_of_ordered_branches_the_first_one_counts(branches: str, expected: str) -> None:
    found = verdict(
        f"""
data: {{stars: {{type: integer, minimum: 0, maximum: 5}}}}
start: {{begin: {{by: worker, to: open, sets: {{stars: 0}}}}}}
states: {{open: {{}}, none: {{final: aborted}}, four: {{final: completed}}, five: {{final: completed}}}}
events:
  rank:
    by: worker
    takes: {{x: {{type: number, scale: 2, minimum: 0, maximum: 100}}}}
    moves: {{open: [{branches}]}}
  hand_over: {{by: worker, moves: {{open: stay}}}}
properties: [{{never: {{event: rank, where: taken.x >= 90}}, within: four}}]
"""
    )
    assert found.verdict == expected
    if found.story is not None:
        assert found.story.steps[-1].target == "four"


NOTHING_WRONG = """
start: {begin: {by: worker, to: open}}
states: {open: {}, approved: {}, done: {final: completed}}
events:
  approve: {by: worker, moves: {open: approved}}
  recognise: {by: worker, moves: {approved: done}}
properties: [{precedence: [approve, recognise]}]
"""


def test_a_story_that_breaks_nothing_is_told_as_our_own_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """An automaton with a fault finds a path; it can be gone, but the log checker finds nothing broken by it."""
    assert verdict(NOTHING_WRONG).verdict == PROVED

    def faulty(claim: Property) -> Automaton | None:
        right = automaton(claim)
        assert right is not None
        first = tuple(0 if each == 1 else each for each in right.table[0])  # nothing ever enables
        return evolve(right, table=(first, *right.table[1:]))

    monkeypatch.setattr(import_module("ocop_workflow.verification.prove"), "automaton", faulty)
    found = verdict(NOTHING_WRONG)
    assert (found.verdict, found.why, found.story) == (UNKNOWN, "fault", None)
    assert "phần mềm này" in remark(found).say("vi")
    assert "report it" in remark(found).say("en")


APART = """
data: {from_day: {type: date}, to_day: {type: date}}
start: {begin: {by: worker, to: open, takes: [from_day, to_day], when: taken.from_day < taken.to_day}}
states: {open: {}, done: {final: completed}}
events:
  close: {by: worker, when: from_day > to_day, moves: {open: done}}
properties: [{never: close}]
"""


def test_what_cannot_be_gone_again_is_no_fault_but_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert verdict(APART).verdict == PROVED  # by a solver
    monkeypatch.setattr(import_module("ocop_workflow.verification.solved"), "is_installed", lambda: False)
    found = verdict(APART)
    assert (found.verdict, found.why) == (UNKNOWN, "replay")


ALREADY_BROKEN = """
data: {c: {type: integer, minimum: 0, maximum: 3}, d: {type: date}}
start: {begin: {by: worker, to: open, takes: [c]}}
states: {open: {}, done: {final: completed}}
events:
  ask: {by: worker, moves: {open: stay}}
  close: {by: worker, moves: {open: done}}
  remind: {by: clock, at: "has(d) ? d : date('2019-01-01')", moves: {open: stay}}
properties: [{precedence: [ask, {changes: has(before.c) && before.c < 2}]}]
"""


def test_a_story_ends_where_the_claim_is_broken() -> None:
    """A clock that was due before the path's own last step may have broken it already."""
    found = verdict(ALREADY_BROKEN)
    assert found.verdict == REFUTED
    assert found.story is not None
    assert [step.event for step in found.story.steps] == ["begin", "remind"]
    assert is_broken(found.story, found.claim)


VACUITY = """
start: {{begin: {{by: worker, to: open}}}}
states: {{open: {{}}, done: {{final: completed}}, apart: {{final: aborted}}}}
events:
  close: {{by: worker, moves: {{open: done}}}}
  lost: {{by: worker, when: "false", moves: {{open: apart}}}}
properties: [{claim}]
"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("{precedence: [close, lost]}", VACUOUS),
        ("{precedence: [begin, close]}", PROVED),
        ("{not_succession: [close, lost]}", VACUOUS),
        ("{not_succession: [close, begin]}", PROVED),
        ("{not_co_existence: [lost, close]}", VACUOUS),
        ('{never: {event: lost, where: "true"}}', VACUOUS),
        ("{never: lost}", PROVED),  # forbidding it altogether protects from whoever adds a way to it
        ("{never: lost, within: apart}", VACUOUS),  # nobody ever gets there
        ("{existence: close, between: {after: lost, until: close}}", VACUOUS),
        (
            "{never: lost, between: {after: begin, until: close}}",
            VACUOUS,
        ),  # nothing ever lies between the two
        ("{existence: close, per_round: {starts: [lost]}}", PROVED),  # the first round begins with the case
    ],
)
def test_a_claim_that_protects_nothing_is_told_apart(claim: str, expected: str) -> None:
    assert verdict(VACUITY.format(claim=claim)).verdict == expected


SCORING = """
start: {apply: {by: [producer, worker], to: open}}
states: {open: {}, scored: {goal: true}}
events:
  mark: {by: council, DUTY moves: {open: scored}}
  again: {by: worker, moves: {scored: open}}
properties:
  - {never: {event: mark, by: producer}}
  - apart: [apply, mark]
  - {apart: [mark, mark], per_round: {starts: [again]}}
  - apart: [mark, mark]
"""


def test_a_role_that_never_scores_does_not_keep_whoever_has_it_from_scoring() -> None:
    """Roles are not persons: who applies may be on the council too, unless `not_by` bars them."""
    by_role, by_person, once_a_round, once = proofs(SCORING.replace("DUTY", "")).verdicts
    assert by_role.verdict == PROVED
    assert by_person.verdict == REFUTED
    assert story(by_person) == "apply mark"
    assert by_person.story is not None
    first, second = by_person.story.steps
    assert first.actor is not None
    assert second.actor is not None
    assert first.actor.id == second.actor.id
    assert (first.role, second.role) == ("producer", "council")
    assert once_a_round.verdict == PROVED
    assert once.verdict == REFUTED
    assert story(once) == "apply mark again mark"
    barred = proofs(SCORING.replace("DUTY", "not_by: [apply, mark],")).verdicts
    assert [each.verdict for each in barred] == [PROVED] * 4


def test_who_was_barred_on_one_visit_is_not_barred_on_the_next() -> None:
    found = proofs(
        """
start: {apply: {by: worker, to: open}}
states: {review: {states: {open: {}, read: {}}}, done: {goal: true}}
events:
  examine: {by: worker, moves: {open: read}}
  sign: {by: council, within: review, not_by: [examine], moves: {read: done}}
  again: {by: worker, moves: {done: open}}
properties:
  - {apart: [examine, sign], within: review}
  - apart: [examine, sign]
"""
    ).verdicts
    assert [each.verdict for each in found] == [PROVED, REFUTED]
    assert story(found[1]) == "apply examine sign again examine"


def test_what_bars_somebody_on_a_visit_is_forgotten_when_it_ends() -> None:
    """Who has signed never examines again; who has examined may sign on the next visit, and not on the same one."""
    found = proofs(
        """
start: {apply: {by: worker, to: open}}
states: {review: {states: {open: {}, read: {}}}, done: {goal: true}}
events:
  examine: {by: worker, not_by: [sign], moves: {open: read}}
  sign: {by: council, within: review, not_by: [examine], moves: {read: done}}
  again: {by: worker, moves: {done: open}}
properties:
  - {apart: [examine, sign], within: review}
  - apart: [examine, sign]
"""
    ).verdicts
    assert [each.verdict for each in found] == [PROVED, REFUTED]
    assert story(found[1]) == "apply examine sign again examine sign"


def test_what_time_does_is_nobodys_act() -> None:
    found = verdict(
        """
start: {apply: {by: worker, to: open}}
states: {open: {}, late: {}, done: {goal: true}}
events:
  lapse: {by: clock, after: 3 days, moves: {open: late}}
  mark: {by: council, moves: {late: done}}
properties:
  - apart: [lapse, mark]
"""
    )
    assert found.verdict == PROVED


OPEN_ROLE = """
parameters: {scorer: {type: role}}
start: {apply: {by: producer, to: open}}
states: {open: {}, scored: {goal: true}}
events: {mark: {by: scorer, moves: {open: scored}}}
properties:
  - {never: {event: mark, by: producer}}
  - at: {event: mark, by: scorer}
  - at: {event: mark, by: [producer, worker, council]}
"""


def test_a_role_that_is_left_open_may_be_any() -> None:
    by_name, by_parameter, by_all = proofs(OPEN_ROLE).verdicts
    assert by_name.verdict == REFUTED
    assert story(by_name) == "apply mark"
    assert by_name.story is not None
    assert by_name.story.definition.values == {"scorer": "producer"}
    assert (by_parameter.verdict, by_parameter.undecided) == (UNKNOWN, ("scorer",))
    assert by_all.verdict == PROVED
    given = prove(evolve(small(OPEN_ROLE), values={"scorer": "council"}))
    assert [each.verdict for each in given.verdicts] == [PROVED] * 3


def test_a_clock_whose_time_may_be_given_goes_off_in_a_story() -> None:
    """It is optional, and never goes off where it is not given; the claim is broken where it is."""
    found = verdict(
        """
parameters: {answer_time: {type: working_days, optional: true}}
start: {apply: {by: producer, to: open}}
states: {open: {}, lapsed: {goal: true}}
events:
  lapse: {by: clock, after: answer_time, moves: {open: lapsed}}
  grant: {by: worker, moves: {open: lapsed}}
properties:
  - never: {to: lapsed, by: clock}
"""
    )
    assert found.verdict == REFUTED
    assert story(found) == "apply lapse"
