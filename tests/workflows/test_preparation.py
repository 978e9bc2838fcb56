"""The first four stages: who registers where, what is returned, who may approve."""

import pytest
from workflows.life import (
    CITY,
    COMMITTEE,
    COMMUNE,
    DISTRICT,
    LAW,
    OTHER_DISTRICT,
    PAPER,
    PRODUCER,
    Product,
    law,
    secretary,
    sheet,
)

from ocop_workflow import Actor, DefinitionError, Workflow
from ocop_workflow.reading import load_definition

ABOUT = {
    "product": "Cá mòi kho",
    "producer": "Hợp tác xã Một",
    "owner": "htx-1",
    "kind": "cooperative",
    "place": "hp/kien-thuy/dai-ha",
    "group": "food",
}


def test_the_producer_or_an_officer_of_the_commune_registers_and_no_officer_of_the_district() -> None:
    assert Product().does("register", PRODUCER, **ABOUT).state == "guided"
    assert Product().does("register", COMMUNE, **ABOUT).state == "guided"
    assert Product().refused("register", DISTRICT, **ABOUT) == ["not_permitted"]


def test_nobody_registers_for_a_producer_whom_they_do_not_act_for() -> None:
    stranger = Actor("stranger", parties=["htx-2"])
    assert Product().refused("register", stranger, **ABOUT) == ["not_permitted"]


def test_a_product_belongs_to_a_commune_that_the_list_of_units_knows() -> None:
    unknown = ABOUT | {"place": "hp/kien-thuy/nowhere"}
    assert "invalid_payload" in Product().refused("register", PRODUCER, **unknown)
    district = ABOUT | {"place": "hp/kien-thuy"}
    assert "invalid_payload" in Product().refused("register", PRODUCER, **district)


def test_a_case_cannot_start_while_quorum_and_rounding_are_open() -> None:
    with pytest.raises(DefinitionError) as error:
        Product(Workflow(load_definition(LAW))).registered()
    assert [problem.code for problem in error.value.problems] == ["parameter_open"] * 2
    assert "quorum" in str(error.value)
    assert "rounding" in str(error.value)


def test_an_idea_and_a_plan_are_returned_with_a_reason_and_filed_again() -> None:
    product = Product().registered().does("submit_idea", PRODUCER, form=PAPER)
    assert product.refused("return", DISTRICT) == ["invalid_payload"]
    assert product.does("return", DISTRICT, reason="Chưa rõ nguồn gốc nguyên liệu").state == "guided"
    product.does("submit_idea", PRODUCER, form=PAPER).does("accept_idea", DISTRICT)
    product.does("submit_plan", PRODUCER, form=PAPER)
    assert product.does("return", DISTRICT, reason="Thiếu phương án vốn").state == "planning"
    assert product.does("submit_plan", PRODUCER, form=PAPER).state == "plan_review"
    assert product.does("approve_plan", DISTRICT).state == "production"


def test_an_officer_may_file_for_the_producer_and_not_approve_what_was_so_filed() -> None:
    both = Actor("x", roles=[("officer", "hp/kien-thuy/dai-ha"), ("officer", "hp/kien-thuy")])
    product = Product().registered().does("submit_idea", both, form=PAPER)
    assert product.refused("accept_idea", both) == ["not_permitted"]
    product.does("accept_idea", DISTRICT).does("submit_plan", both, form=PAPER)
    assert product.refused("approve_plan", both) == ["not_permitted"]
    assert product.does("approve_plan", DISTRICT).state == "production"


def test_only_officers_of_the_products_own_district_approve_the_plan() -> None:
    product = Product().planned()
    for actor in (OTHER_DISTRICT, CITY, COMMUNE, COMMITTEE):
        assert product.refused("approve_plan", actor) == ["not_permitted"]


def test_recognising_a_product_whose_plan_was_never_approved_tells_both_reasons_with_their_basis() -> None:
    product = Product().planned()
    reasons = product.asked("recognise", COMMITTEE, decision="1", decided_on="2019-09-03").reasons
    assert [reason.code for reason in reasons] == ["wrong_state", "requires_unmet"]
    for reason in reasons:
        assert reason.text.vi
        assert reason.text.en
        assert "qd1048" in reason.basis


def test_five_samples_are_handed_in_unless_the_product_is_a_service() -> None:
    product = Product().producing()
    decision = product.asked("submit_dossier", PRODUCER, organisation=PAPER, samples=4)
    (reason,) = decision.reasons
    assert (reason.code, reason.text.vi) == ("guard_unmet", "Phải nộp đủ 05 sản phẩm mẫu")
    assert reason.values["taken.samples"] == 4
    assert product.does("submit_dossier", PRODUCER, organisation=PAPER, samples=5).state == "district_review"
    tour = Product().registered(group="tourism").does("submit_idea", PRODUCER, form=PAPER)
    tour.does("accept_idea", DISTRICT).does("submit_plan", PRODUCER, form=PAPER).does(
        "approve_plan", DISTRICT
    )
    assert tour.does("submit_dossier", PRODUCER, organisation=PAPER, samples=0).state == "district_review"


def test_a_dossier_is_completed_and_filed_again() -> None:
    product = Product().filed().does("return", DISTRICT, reason="Thiếu công bố chất lượng")
    assert product.state == "completion"
    product.does("submit_dossier", PRODUCER, organisation=PAPER, samples=5)
    assert product.state == "district_review"


def test_a_product_is_withdrawn_before_it_is_ranked() -> None:
    product = Product().planned()
    assert product.refused("withdraw", DISTRICT) == ["not_permitted"]
    assert product.does("withdraw", PRODUCER).state == "withdrawn"
    assert product.refused("approve_plan", DISTRICT) == ["wrong_state"]


def test_a_clerical_error_is_corrected_where_the_case_stands_with_a_reason() -> None:
    product = Product().registered(product="Cá mòi kkho")
    corrected = {"product": "Cá mòi kho", "producer": "Hợp tác xã Một"}
    assert product.refused("correct", COMMUNE, **corrected) == ["invalid_payload"]
    product.does("correct", COMMUNE, **corrected, reason="Gõ sai tên sản phẩm")
    assert (product.state, product.data["product"]) == ("guided", "Cá mòi kho")
    assert product.history[-1].payload["reason"] == "Gõ sai tên sản phẩm"
    assert product.history[0].payload["product"] == "Cá mòi kkho", "history is never rewritten"


def test_a_correction_in_the_middle_of_scoring_keeps_the_sheets() -> None:
    product = Product().filed().convened("district").marked("district", ["60"] * 3)
    product.does("correct", DISTRICT, product="Cá mòi", producer="Hợp tác xã Một", reason="Sai tên")
    assert len(product.data["marks"]) == 3  # type: ignore[arg-type]


def test_who_filed_the_plan_neither_scores_nor_closes() -> None:
    everything = [
        ("officer", "hp/kien-thuy/dai-ha"),
        ("member", "hp/kien-thuy"),
        ("secretary", "hp/kien-thuy"),
    ]
    busy = Actor("busy", roles=everything)
    product = Product().registered().does("submit_idea", busy, form=PAPER).does("accept_idea", DISTRICT)
    product.does("submit_plan", busy, form=PAPER).does("approve_plan", DISTRICT)
    product.does("submit_dossier", PRODUCER, organisation=PAPER, samples=5).convened("district")
    assert product.refused("mark", busy, **sheet("60")) == ["not_permitted"]
    product.marked("district", ["60"] * 5)
    assert product.refused("close", busy) == ["not_permitted"]
    assert product.does("close", secretary("district")).state == "city_review"


def test_a_review_has_a_time_only_where_the_parameter_says_one() -> None:
    waiting = Product().planned().on("2019-12-02").settled()
    assert "overdue" not in waiting.events
    timed = Product(law(review_days=5)).planned().on("2019-09-10").settled()
    assert timed.events[-1] == "overdue"
    assert timed.state == "plan_review", "being late changes nothing but is on record"
