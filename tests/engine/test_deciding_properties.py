"""What holds of deciding whatever the definition: it is pure, it never raises, settling is settled once."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from reference import Asked
from strategies import Dice, Settling, Story, payload, stories
from strategies.lockstep import CASE, Lockstep

from ocop_workflow.access import Actor
from ocop_workflow.case import Entry
from ocop_workflow.engine import (
    apply,
    decide,
    decisions,
    entry_document,
    entry_from_document,
    fold,
    seal,
    settle,
    stored_after,
)
from ocop_workflow.engine.seal import case_document

OTHER_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.binary()
    | st.decimals()
    | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


EARLY, LATE = datetime(1980, 1, 1), datetime(2200, 1, 1)  # noqa: DTZ001 - Hypothesis wants them so


def lived(story: Story) -> Lockstep:
    """The story on the engine's side, and on the reference's."""
    run = Lockstep(story.definition, story.world)
    run.live(story.steps)
    return run


def end(story: Story) -> datetime:
    return max(step.now if isinstance(step, Asked) else step.at for step in story.steps)


@given(stories(), st.integers(0, 5000), st.integers(0, 5000))
def test_settling_in_two_goes_is_settling_at_once(story: Story, first: int, second: int) -> None:
    run = lived(story)
    if run.case is None:
        return
    early = end(story) + timedelta(hours=min(first, second))
    late = end(story) + timedelta(hours=max(first, second))
    facts = run.facts(late)
    once = settle(run.machine, run.case, late, facts)
    begun = settle(run.machine, run.case, early, facts)
    ended = settle(run.machine, begun.case, late, facts)
    assert (*begun.entries, *ended.entries) == once.entries
    assert ended.case == once.case
    assert ended.stuck == once.stuck


@given(stories(), st.integers(0, 5000))
def test_what_is_settled_stays_settled(story: Story, hours: int) -> None:
    run = lived(story)
    if run.case is None:
        return
    at = end(story) + timedelta(hours=hours)
    settled = settle(run.machine, run.case, at, run.facts(at))
    again = settle(run.machine, settled.case, at, run.facts(at))
    assert (again.entries, again.case, again.stuck) == ((), settled.case, settled.stuck)


@given(stories())
def test_the_same_question_has_the_same_answer_to_the_last_hash(story: Story) -> None:
    """Asked of another machine, and with the same instants in another zone. What was handed in is left alone."""
    first, second = Lockstep(story.definition, story.world), Lockstep(story.definition, story.world)
    case = None
    for step in story.steps:
        if isinstance(step, Asked):
            handed = deepcopy(step.payload)
            one = decide(first.machine, case, step.event, handed, step.actor, step.at, first.facts(step.now))
            two = decide(
                second.machine, case, step.event, handed, step.actor, step.at, second.facts(step.now)
            )
            assert one == two
            assert handed == step.payload
            at, now = step.at.astimezone(OTHER_ZONE), step.now.astimezone(OTHER_ZONE)
            moved = decide(second.machine, case, step.event, handed, step.actor, at, second.facts(now))
            assert (moved.case, moved.entries) == (one.case, one.entries)
            case = one.case
        elif isinstance(step, Settling) and case is not None:
            facts = first.facts(step.at)
            assert settle(first.machine, case, step.at, facts) == settle(second.machine, case, step.at, facts)


@given(stories(), st.integers(1, 2**32))
def test_what_is_refused_without_a_payload_is_refused_with_any(story: Story, seed: int) -> None:
    run = lived(story)
    if run.case is None:
        return
    at, dice = end(story), Dice(seed)
    actor = story.steps[-1].actor if not isinstance(story.steps[-1], Settling) else Actor("an")
    for offer in decisions(run.machine, run.case, actor, at, run.facts(at)):
        takes = story.definition.events[offer.event].takes
        empty = decide(run.machine, run.case, offer.event, {}, actor, at, run.facts(at))
        handed = payload(dice, takes, wrong_in=0)
        filled = decide(run.machine, run.case, offer.event, handed, actor, at, run.facts(at))
        if offer.allowed:
            assert empty.allowed
        elif offer.needs:
            assert not empty.allowed
            assert set(offer.needs) == set(takes)
        else:
            assert not filled.allowed
            assert all(reason in empty.reasons for reason in offer.reasons)


@given(stories(), st.text(max_size=8), ANYTHING, st.datetimes(EARLY, LATE))
def test_no_question_makes_it_raise(story: Story, event: str, handed: object, at: datetime) -> None:
    run = lived(story)
    at = at.replace(tzinfo=UTC)
    names = [*story.definition.events, *story.definition.start, event]
    for name in names:
        for actor in (Actor(""), Actor("x", ["clerk", ("chief", "nowhere")], frozenset({"firm-1"}))):
            decision = decide(run.machine, run.case, name, handed, actor, at, run.facts(at))
            assert decision.allowed or decision.reasons
    if run.case is not None:
        decisions(run.machine, run.case, Actor(""), at, run.facts(at))
        settle(run.machine, run.case, at, run.facts(at))


@given(stories())
def test_a_time_without_zone_is_a_type_error(story: Story) -> None:
    run = lived(story)
    naive = datetime(2020, 1, 1)  # noqa: DTZ001 - that is the point
    aware = end(story)
    for at, now in ((naive, aware), (aware, naive)):
        with pytest.raises(TypeError):
            decide(run.machine, run.case, "start0", {}, Actor("an"), at, evolve(run.facts(aware), now=now))
    if run.case is not None:
        with pytest.raises(TypeError):
            settle(run.machine, run.case, naive, run.facts(aware))


@given(stories())
def test_a_history_is_a_chain_from_whose_documents_the_case_comes_back(story: Story) -> None:
    run = lived(story)
    previous, case = None, None
    stored = []
    for number, entry in enumerate(run.entries, start=1):
        assert (entry.case, entry.seq, entry.previous) == (CASE, number, previous)
        assert seal(entry) == entry
        back = entry_from_document(entry_document(entry), entry.hash)
        assert back == entry
        stored.append(evolve(back, personal=entry.personal))
        case = apply(run.machine, case, entry)
        previous = entry.hash
    assert case == run.case
    if stored:
        assert fold(run.machine, stored) == run.case


def kept(story: Story, stored: Any = stored_after) -> bool:
    """Whether the data of a case, folded in their JSON form, are the JSON form of its data."""
    run = lived(story)
    if run.case is None:
        return True
    data = stored(run.machine, {}, run.entries)
    return case_document(run.definition, run.case, data) == case_document(run.definition, run.case)


@given(stories())
def test_data_are_folded_in_their_stored_form_as_well(story: Story) -> None:
    assert kept(story)


def test_the_check_has_teeth_a_fold_that_forgets_what_was_collected_is_caught() -> None:
    def forgetful(_: object, before: dict[str, Any], entries: tuple[Entry, ...]) -> dict[str, Any]:
        data = before
        for entry in entries:
            data |= cast("dict[str, Any]", entry.writes["data"])
        return {name: value for name, value in data.items() if value is not None}

    found = settings(max_examples=1000, database=None, phases=[Phase.generate])
    find(stories(), lambda story: not kept(story, forgetful), settings=found)
