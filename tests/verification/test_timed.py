"""`within` is proved where deadlines add up to no more than is claimed, and only there."""

import pytest
from verification.files import verdict

from ocop_workflow.verification import PROVED, UNKNOWN, VACUOUS

HEAD = """
start: {begin: {by: worker, to: asked}}
states: {asked: {}, second: {}, answered: {final: completed}, lost: {final: aborted}}
"""


def within(
    events: str, time: str = "10 days", letters: str = "[begin, {event: [answer, silence]}]", more: str = ""
) -> str:
    found = verdict(f"{more}{HEAD}events:\n{events}\nproperties: [{{within: {letters}, time: {time}}}]\n")
    assert found.why == ("time" if found.verdict == UNKNOWN else "")
    assert found.stopped_by == ""
    return found.verdict


ANSWER = "  answer: {by: worker, moves: {asked: answered, second: answered}}\n"
SILENCE = "  silence: {by: clock, after: 10 days, moves: {asked: answered}}\n"
ON = "  forward: {by: worker, moves: {asked: second}}\n"
BACK = "  back: {by: worker, moves: {second: asked}}\n"
SECOND = "  late: {by: clock, after: 5 days, moves: {second: answered}}\n"
BOTH = "[begin, {event: [answer, silence, late]}]"


@pytest.mark.parametrize(
    ("events", "time", "expected"),
    [
        (ANSWER + SILENCE, "10 days", PROVED),
        (ANSWER + SILENCE, "9 days", UNKNOWN),
        (ANSWER + SILENCE, "10 working days", UNKNOWN),  # fewer or more, nobody has said
        (ANSWER, "10 days", UNKNOWN),  # nobody has to answer
        (ANSWER + SILENCE + ON, "99 days", UNKNOWN),  # where it goes on, nothing falls due
        (ANSWER + SILENCE.replace("asked: answered", "asked: stay"), "10 days", UNKNOWN),
        (ANSWER + SILENCE.replace("10 days,", "10 days, not_counting: asked,"), "10 days", UNKNOWN),
        (ANSWER + SILENCE + "  note: {by: worker, moves: {asked: stay}}\n", "10 days", PROVED),
        (ANSWER + SILENCE + "  anew: {by: worker, moves: {asked: asked}}\n", "99 days", UNKNOWN),
        (ANSWER + SILENCE + "  lose: {by: worker, moves: {asked: lost}}\n", "99 days", UNKNOWN),
    ],
)
def test_one_deadline(events: str, time: str, expected: str) -> None:
    letters = "[begin, {event: [answer, silence]}]" if "silence" in events else "[begin, answer]"
    assert within(events, time, letters) == expected


def test_deadlines_add_up_and_a_circle_has_none() -> None:
    assert within(ANSWER + SILENCE + ON + SECOND, "15 days", BOTH) == PROVED
    assert within(ANSWER + SILENCE + ON + SECOND, "14 days", BOTH) == UNKNOWN
    assert within(ANSWER + SILENCE + ON + SECOND + BACK, "99 days", BOTH) == UNKNOWN


def test_the_time_that_a_parameter_says_is_that_time_whatever_it_is() -> None:
    parameters = "parameters: {wait: {type: days}, other: {type: days}}\n"
    events = ANSWER + SILENCE.replace("10 days", "wait")
    assert within(events, "wait", more=parameters) == PROVED
    assert within(events, "other", more=parameters) == UNKNOWN
    assert (
        within(events, "wait", more=parameters.replace("type: days", "type: days, optional: true")) == UNKNOWN
    )


def test_what_never_begins_is_vacuous() -> None:
    never = ON.replace("moves", 'when: "false", moves')
    assert within(ANSWER + SILENCE + never, "1 days", "[forward, answer]") == VACUOUS
