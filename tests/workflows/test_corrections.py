"""Everyday mistakes: a wrong click, a wrong day on a decision, a decision that should not have been made."""

from datetime import date

from workflows.life import CITY, COMMITTEE, DISTRICT, MINISTRY, PAPER, PRODUCER, Product

from ocop_workflow import Actor, load

LAWS = ("1048", "148", "148-1489")
WAYS = {"reopen", "correct", "correct_decision", "annul", "revoke"}
REVIEWER = Actor("tham-dinh", roles=[("reviewer", "hp/kien-thuy"), ("officer", "hp/kien-thuy")])


def test_an_approval_given_by_mistake_is_taken_back_and_given_again() -> None:
    product = Product().producing()
    assert product.refused("reopen", CITY, reason="Bấm nhầm") == ["not_permitted"]
    assert product.refused("reopen", DISTRICT, reason="Bấm nhầm") == ["not_permitted"]
    product.does("reopen", REVIEWER, reason="Bấm nhầm")
    assert product.state == "plan_review"
    assert "wrong_state" in product.refused("submit_dossier", PRODUCER, organisation=PAPER, samples=5)
    assert product.does("approve_plan", REVIEWER).state == "production"
    assert product.events.count("approve_plan") == 2, "both are in the history"


def test_an_idea_accepted_by_mistake_is_taken_back() -> None:
    product = Product().registered().does("submit_idea", PRODUCER, form=PAPER).does("accept_idea", DISTRICT)
    assert product.does("reopen", REVIEWER, reason="Bấm nhầm").state == "idea_review"


def test_a_wrong_day_of_a_decision_is_corrected_and_moves_the_end() -> None:
    product = Product().recognised("60", "2020-02-14").on("2020-03-02")
    late = {"decision": "144/QĐ-UBND", "decided_on": date(2020, 2, 4), "reason": "Ghi sai ngày ký"}
    assert product.refused("correct_decision", CITY, **late) == ["not_permitted"]
    future = late | {"decided_on": date(2020, 4, 1)}
    assert product.refused("correct_decision", COMMITTEE, **future) == ["guard_unmet"]
    product.does("correct_decision", COMMITTEE, **late)
    assert (product.data["valid_until"], product.data["notice_by"]) == (date(2023, 2, 4), date(2023, 1, 5))
    assert product.on("2023-02-03").settled().state == "recognised"
    assert product.on("2023-02-04").settled().state == "expired"


def test_a_correction_after_the_notice_leaves_the_notice_given() -> None:
    product = Product().recognised("60", "2020-02-14").on("2023-01-03").does("notify", COMMITTEE)
    product.does("correct_decision", COMMITTEE, decision="144", decided_on=date(2020, 2, 4), reason="Ghi sai")
    assert "notice_by" not in product.data
    assert product.on("2023-02-04").settled().events[-1] == "expire"
    assert "notice_overdue" not in product.events


def test_an_annulled_decision_leaves_no_certificate_and_the_product_may_be_evaluated() -> None:
    product = Product().recognised("60", "2020-02-14").on("2020-03-02")
    product.does("annul", COMMITTEE, cause="Hội đồng họp không đúng thành phần")
    assert product.state == "production"
    assert not {"stars", "valid_until", "decision"} & set(product.data)
    assert product.does("submit_dossier", PRODUCER, organisation=PAPER, samples=5).state == "district_review"


def test_whoever_issued_a_certificate_revokes_it_while_it_is_being_evaluated_again() -> None:
    product = Product().recognised("60", "2020-02-04").on("2021-06-01").does("upgrade", PRODUCER, form=PAPER)
    assert product.state == "district_review"
    assert product.refused("revoke", DISTRICT, cause="Vi phạm") == ["not_permitted"]
    assert product.refused("revoke", MINISTRY, cause="Vi phạm") == ["not_permitted"]
    product.does("revoke", COMMITTEE, cause="Vi phạm an toàn thực phẩm")
    assert (product.state, "stars" in product.data) == ("revoked", False)


def test_where_no_certificate_runs_there_is_none_to_revoke() -> None:
    product = Product().filed()
    reason, unmet = product.asked("revoke", COMMITTEE, cause="Vi phạm").reasons
    assert [reason.code, unmet.code] == ["not_permitted", "guard_unmet"], "nobody issued one yet"
    assert "Cấp cấp giấy chứng nhận" in (reason.text.vi or "")


def test_every_rule_set_has_these_ways() -> None:
    for version in LAWS:
        assert set(load(f"ocop-product@{version}").definition.events) >= WAYS
