"""The national council under the law of 2025: four sheets of five, and the band that 89.6 falls into."""

from decimal import Decimal

from explanation.council import PAPER, Product

from ocop_workflow.explanation import Explanation


def told(answer: Explanation) -> list[tuple[str, str, object, object, int | None]]:
    """The first change of every remedy, without what only must stay so."""
    return [
        (need.what, need.relation, need.has, need.bound, need.more)
        for remedy in answer.remedies
        for need in remedy.changes[0].needs
        if not need.kept
    ]


def test_with_four_of_five_sheets_one_more_is_needed_and_members_can_write_it() -> None:
    answer = Product("91", "91", "91", "91").explained("close_national")
    assert [reason.guard for reason in answer.reasons] == ["national_quorum"]
    assert told(answer) == [("size(marks)", ">=", 4, 5, 1)]
    assert answer.remedies[0].said.en == "The national council meets with at least 5 of its 7 members"
    assert answer.remedies[0].changes[0].writers == ("mark",)


def test_with_one_sheet_four_more_are_needed() -> None:
    assert told(Product("91").explained("close_national")) == [("size(marks)", ">=", 1, 5, 4)]


def test_a_mean_of_89_6_leads_back_and_would_need_90() -> None:
    answer = Product(*["89.6"] * 5).explained("close_national")
    assert answer.reasons == ()
    leads = {outcome.target: outcome for outcome in answer.outcomes}
    assert [target for target, outcome in leads.items() if outcome.taken] == ["recognised"]
    need, kept = leads["centre_decision"].changes[0].needs
    assert (need.what, need.relation, need.has, need.bound) == ("points", ">=", Decimal("89.6"), 90)
    assert (kept.what, kept.relation, kept.kept) == ("mandatory_met", "holds", True)


def test_what_is_said_of_the_band_is_true_of_the_sheets_that_members_can_still_hand_in() -> None:
    product = Product(*["89.6"] * 5)
    (change,) = {o.target: o for o in product.explained("close_national").outcomes}["centre_decision"].changes
    (added,) = [record for key, record in change.data["marks"].items() if key.startswith("+")]  # type: ignore[attr-defined]
    product.does("2026-03-05", "mark", "w6", added)
    product.does("2026-03-05", "close_national", "thu-ky-tw", {})
    assert product.case
    assert product.case.state == "centre_decision"


def test_rounded_to_whole_points_the_same_mean_is_in_the_band() -> None:
    answer = Product(*["89.6"] * 5, rounding="whole").explained("close_national")
    assert [outcome.target for outcome in answer.outcomes if outcome.taken] == ["centre_decision"]


def test_totals_too_far_apart_are_told_with_how_far_they_may_be() -> None:
    answer = Product("95", "95", "95", "95", "40", max_spread=10).explained("close_national")
    spread = "marks.max(m, m.A + m.B + m.C) - marks.min(m, m.A + m.B + m.C)"
    assert told(answer) == [(spread, "<=", Decimal(55), Decimal(10), None)]
    assert answer.remedies[0].changes[0].needs[0].bound_text == "max_spread"


def test_people_are_those_of_the_day() -> None:
    answer = Product("91").explained("close_national")
    assert answer.who
    assert [(each.actor, each.role, each.unit) for each in answer.who.able or ()] == [
        ("thu-ky-tw", "secretary", "vn")  # the other one's term ended with 2025
    ]


def test_a_day_that_is_too_late_is_told_with_the_bound_that_today_is() -> None:
    product = Product(*["95"] * 5)
    product.does("2026-03-05", "close_national", "thu-ky-tw", {})
    answer = product.explained("recognise", decision="9/QĐ", decided_on="2026-03-07")
    assert [reason.code for reason in answer.reasons] == ["guard_unmet"]
    changes = answer.remedies[0].changes
    assert {(need.what, need.relation) for change in changes for need in change.needs} == {
        ("taken.decided_on", "<="),
        ("today", ">="),
    }
    waits = next(change for change in changes if change.at)
    assert waits.at
    assert waits.at.isoformat() == "2026-03-06T17:00:00+00:00"  # the 7th begins in Hải Phòng


def test_what_must_come_first_is_told_with_who_can_do_it() -> None:
    answer = Product(until="assess").explained("request", request=PAPER)
    assert [reason.code for reason in answer.reasons] == ["requires_unmet"]
    (missing,) = answer.missing
    assert missing.event == "assess"
    assert missing.who
    assert [each.actor for each in missing.who.able or ()] == ["chu-tich"]


def test_in_a_wrong_state_the_shortest_way_is_told() -> None:
    answer = Product("91").explained("recognise")
    assert [reason.code for reason in answer.reasons] == ["wrong_state"]
    assert answer.ways[0].state == "centre_decision"
    assert answer.ways[0].steps == (("close_national", "centre_decision"),)
