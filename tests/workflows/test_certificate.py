"""A certificate's life: 36 months, notice, its end in the middle of an evaluation, renewal, revocation."""

from datetime import date, datetime

import pytest
from workflows.life import CITY, COMMITTEE, HERE, PAPER, PRODUCER, Product, secretary

FORMS = {"form": PAPER, "report": PAPER}


def test_a_certificate_of_4_february_2020_ends_on_4_february_2023() -> None:
    product = Product().recognised("75", "2020-02-04")
    assert product.data["valid_until"] == date(2023, 2, 4)
    assert product.on("2023-02-02").settled().state == "recognised"
    assert product.on("2023-02-04").settled().state == "expired"
    assert product.history[-1].event == "expire"
    assert product.history[-1].due == datetime(2023, 2, 4, tzinfo=HERE)
    assert product.history[-1].actor is None
    assert not {"stars", "decision", "decided_on", "valid_until"} & set(product.data)


def test_a_decision_entered_late_counts_from_the_day_it_was_signed() -> None:
    product = Product().on("2019-09-03").filed().on("2019-11-05").scored("district", "60")
    product.on("2019-12-10").scored("city", "60").on("2020-02-06").decided(on="2020-02-04")
    assert (product.data["valid_until"], product.data["notice_by"]) == (date(2023, 2, 4), date(2023, 1, 5))


def test_the_end_comes_in_the_middle_of_an_upgrade_and_takes_the_certificate_away() -> None:
    product = Product().recognised("60", "2020-02-04")
    product.on("2022-06-01").does("upgrade", PRODUCER, form=PAPER)
    product.on("2022-06-20").scored("district", "75")
    product.on("2023-01-30").convened("city")
    assert product.data["stars"] == 3, "the certificate runs while the upgrade is evaluated"
    product.on("2023-02-06").marked("city", ["40"] * 5)
    assert product.events.count("expire") == 1
    ended = next(entry for entry in product.history if entry.event == "expire")
    assert (ended.source, ended.target, ended.stay) == ("city_scoring", "city_scoring", True)
    assert ended.due == datetime(2023, 2, 4, tzinfo=HERE)
    assert "stars" not in product.data
    assert len(product.data["marks"]) == 5, "the council's sheets are not touched"  # type: ignore[arg-type]
    product.does("close", secretary("city"))
    assert product.state == "not_qualified"
    product.does("register_again", PRODUCER)
    assert product.state == "production"


def test_an_upgrade_that_fails_before_the_end_leaves_the_certificate_as_it_is() -> None:
    product = Product().recognised("60", "2020-02-04")
    product.on("2022-06-01").does("upgrade", PRODUCER, form=PAPER)
    product.on("2022-06-20").scored("district", "40")
    assert product.state == "recognised"
    assert (product.data["stars"], product.data["valid_until"]) == (3, date(2023, 2, 4))
    assert product.data["score"] == 40, "the score of the failed upgrade is on record"


def test_an_upgrade_that_passes_after_the_end_gives_a_new_certificate() -> None:
    product = Product().recognised("60", "2020-02-04")
    product.on("2022-12-01").does("upgrade", PRODUCER, form=PAPER)
    product.on("2022-12-12").scored("district", "75").on("2023-01-09").scored("city", "75")
    product.on("2023-02-20").decided()
    assert product.events.count("expire") == 1
    assert (product.state, product.data["stars"]) == ("recognised", 4)
    assert product.data["valid_until"] == date(2026, 2, 20)


def test_the_new_certificate_ends_36_months_from_its_own_day() -> None:
    product = Product().recognised("60", "2020-02-04")
    product.on("2022-06-01").does("upgrade", PRODUCER, form=PAPER)
    product.on("2022-06-20").scored("district", "75").on("2022-07-11").scored("city", "75")
    product.on("2022-08-31").decided()
    assert product.on("2023-03-01").settled().state == "recognised"
    assert product.on("2025-08-31").settled().state == "expired"


def test_five_stars_cannot_be_upgraded() -> None:
    product = Product().on("2020-03-02").adopted(5, "2020-02-04")
    assert product.refused("upgrade", PRODUCER, form=PAPER) == ["guard_unmet"]


@pytest.mark.parametrize(
    ("before", "points", "after"),
    [(4, "60", 3), (3, "60", 3), (3, "72", 4)],
    ids=["4 to 3, as the Hoa Tiến brocade", "stays", "3 to 4, as the Diễn Châu peanuts"],
)
def test_a_new_evaluation_may_lead_up_stay_or_lead_down(before: int, points: str, after: int) -> None:
    product = Product().on("2020-03-02").adopted(before, "2020-02-04")
    product.on("2022-12-01").does("notify", COMMITTEE)
    product.does("reevaluate", PRODUCER, **FORMS)
    product.on("2022-12-12").scored("district", points).on("2023-01-04").scored("city", points)
    product.on("2023-01-20").decided()
    assert (product.state, product.data["stars"]) == ("recognised", after)
    assert product.data["valid_until"] == date(2026, 1, 20)


def test_a_certificate_from_before_the_system_is_evaluated_again_without_a_new_plan() -> None:
    product = Product().on("2020-03-02").adopted(3, "2020-02-04")
    assert product.state == "recognised"
    product.on("2023-02-10").does("reevaluate", PRODUCER, **FORMS)
    assert product.events == ["adopt", "notice_overdue", "expire", "reevaluate"]
    product.scored("district", "66.36").scored("city", "66.36").on("2023-02-20").decided()
    assert (product.state, product.data["stars"]) == ("recognised", 3)


def test_a_certificate_that_ended_before_it_was_taken_over_is_expired_at_once() -> None:
    product = Product().on("2023-06-01").adopted(3, "2020-02-04")
    assert product.settled().state == "expired"


def test_a_decision_cannot_be_dated_in_the_future() -> None:
    product = Product().on("2019-09-03").filed().scored("district", "60").scored("city", "60")
    payload = {"decision": "144/QĐ-UBND", "decided_on": "2019-09-04"}
    assert product.refused("recognise", COMMITTEE, **payload) == ["guard_unmet"]


def test_notice_given_in_time_is_not_overdue() -> None:
    product = Product().recognised("60", "2020-02-04")
    assert product.data["notice_by"] == date(2023, 1, 5), "thirty days before 4/2/2023"
    product.on("2023-01-04").does("notify", COMMITTEE)
    assert product.state == "expiring"
    product.on("2023-02-10").settled()
    assert product.state == "expired"
    assert "notice_overdue" not in product.events


def test_notice_not_given_in_time_is_marked_overdue_and_may_still_be_given_until_the_end() -> None:
    product = Product().recognised("60", "2020-02-04").on("2023-01-06").settled()
    assert product.events[-1] == "notice_overdue"
    assert product.data["notice_missed"] is True
    assert product.does("notify", COMMITTEE).state == "expiring"


def test_notice_after_the_end_is_refused() -> None:
    product = Product().recognised("60", "2020-02-04").on("2023-02-04")
    assert product.refused("notify", COMMITTEE) == ["wrong_state"]


def test_notice_is_given_once_even_if_an_upgrade_fails_after_it() -> None:
    product = Product().recognised("60", "2020-02-04").on("2022-12-01").does("notify", COMMITTEE)
    product.does("upgrade", PRODUCER, form=PAPER).scored("district", "40")
    assert product.state == "recognised"
    assert product.refused("notify", COMMITTEE) == ["guard_unmet"]
    assert "notice_overdue" not in product.on("2023-01-20").settled().events


def test_the_recognising_authority_revokes_and_the_producer_may_register_again() -> None:
    product = Product().recognised("60", "2020-02-04").on("2021-05-04")
    assert product.refused("revoke", CITY, cause="Vi phạm an toàn thực phẩm") == ["not_permitted"]
    product.does("revoke", COMMITTEE, cause="Vi phạm an toàn thực phẩm")
    assert product.state == "revoked"
    assert "stars" not in product.data
    assert product.on("2023-03-01").settled().state == "revoked", "a revoked certificate does not end again"
    assert product.does("register_again", PRODUCER).state == "production"


def test_an_upgrade_is_withdrawn_without_losing_the_certificate() -> None:
    product = Product().recognised("60", "2020-02-04")
    product.on("2021-06-01").does("upgrade", PRODUCER, form=PAPER).does("withdraw", PRODUCER)
    assert (product.state, product.data["stars"]) == ("recognised", 3)


def test_an_upgrade_withdrawn_after_the_end_leaves_no_certificate_behind() -> None:
    product = Product().recognised("60", "2020-02-04")
    product.on("2022-12-01").does("upgrade", PRODUCER, form=PAPER)
    product.on("2023-02-10").does("withdraw", PRODUCER)
    assert product.state == "withdrawn"
    assert "stars" not in product.data


def test_trade_promotion_is_recorded_while_the_certificate_runs() -> None:
    product = Product().recognised("60", "2020-02-04").on("2020-08-03")
    product.does("promote", PRODUCER, activity="HC-2023")
    assert product.state == "recognised"
    product.on("2023-02-06")
    assert product.refused("promote", PRODUCER, activity="HC-2023") == ["wrong_state"]


def test_a_decision_of_1850_is_refused_with_the_day_that_it_would_lead_to() -> None:
    about = {"product": "Gạo", "producer": "Một", "owner": "htx-1", "kind": "household", "group": "food"}
    given = {**about, "place": "hp/kien-thuy/dai-ha", "stars": 3, "decision": "1", "decided_on": "1850-01-01"}
    (reason,) = Product().on("2020-03-02").asked("adopt", COMMITTEE, **given).reasons
    assert reason.code == "guard_error"
    assert reason.text.say("en").endswith("The day would be 1852-12-02, outside the years 1900 to 2999.")
