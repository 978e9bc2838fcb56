"""The fifth stage: sheets, quorum, spread, exact bands, the three levels."""

from decimal import Decimal

import pytest
from workflows.life import (
    CITY,
    COMMITTEE,
    DISTRICT,
    MINISTRY,
    OTHER_DISTRICT,
    PAPER,
    PRODUCER,
    Product,
    law,
    member,
    officer,
    secretary,
    sheet,
)

from ocop_workflow import Actor


def at_the_city(*totals: str, mandatory: bool = True) -> Product:
    """Passed by the district, and scored by the city with these totals."""
    return Product().filed().scored("district", "60").scored("city", *totals, mandatory=mandatory)


@pytest.mark.parametrize(
    ("part", "above"), [("A", "35.01"), ("B", "25.01"), ("C", "40.01"), ("A", "-0.01"), ("B", "12.345")]
)
def test_a_sheet_above_a_cap_below_zero_or_too_fine_is_refused_and_never_clamped(
    part: str, above: str
) -> None:
    product = Product().filed().convened("district")
    assert product.refused("mark", member("district", 1), **(sheet("60") | {part: above})) == [
        "invalid_payload"
    ]
    assert "marks" not in product.data


def test_the_caps_of_this_decision_are_35_25_and_40() -> None:
    product = Product().filed().convened("district")
    product.does("mark", member("district", 1), A=35, B=25, C=40, mandatory=True)
    assert product.refused("mark", member("district", 2), A=38, B=25, C=37, mandatory=True) == [
        "invalid_payload"
    ]


def test_a_binary_float_is_refused() -> None:
    product = Product().filed().convened("district")
    assert product.refused("mark", member("district", 1), A=28.1, B=18, C=26, mandatory=True) == [
        "invalid_payload"
    ]


def test_only_members_of_the_council_of_that_level_score_and_the_last_sheet_of_each_counts() -> None:
    product = Product().filed().convened("district")
    assert product.refused("mark", member("city", 1), **sheet("60")) == ["not_permitted"]
    assert product.refused("mark", DISTRICT, **sheet("60")) == ["not_permitted"]
    product.does("mark", member("district", 1), **sheet("60")).does(
        "mark", member("district", 1), **sheet("62")
    )
    assert len(product.data["marks"]) == 1  # type: ignore[arg-type]


def test_closing_without_quorum_is_refused_with_what_was_counted() -> None:
    product = Product().filed().convened("district").marked("district", ["60"] * 4)
    (reason,) = product.asked("close", secretary("district")).reasons
    assert reason.code == "guard_unmet"
    assert reason.guard == "enough_marks"
    assert reason.values["size(marks)"] == 4
    assert reason.values["quorum"] == 5
    assert reason.basis[:2] == ("qd1048", "X")


def test_only_the_secretary_closes() -> None:
    product = Product().filed().convened("district").marked("district", ["60"] * 5)
    for actor in (member("district", 1), DISTRICT, secretary("city")):
        assert product.refused("close", actor) == ["not_permitted"]


def test_totals_too_far_apart_are_discussed_and_scored_again() -> None:
    product = Product(law(max_spread=10)).filed().convened("district")
    assert product.refused("score_again", secretary("district")) == ["guard_unmet"] * 2
    product.marked("district", ["70", "70", "70", "70", "59.99"])
    (reason,) = product.asked("close", secretary("district")).reasons
    assert (reason.code, reason.guard) == ("guard_unmet", "close_marks")
    product.does("score_again", secretary("district"))
    assert "marks" not in product.data
    assert product.refused("close", secretary("district"))[0] == "guard_unmet"
    product.marked("district", ["70", "70", "70", "70", "60"])
    assert product.refused("score_again", secretary("district")) == ["guard_unmet"], (
        "a spread of 10 is allowed"
    )
    assert product.does("close", secretary("district")).state == "city_review"


def test_without_the_parameter_no_spread_is_forbidden() -> None:
    assert Product().filed().scored("district", "95", "95", "95", "95", "20").state == "city_review"


def test_files_must_reach_the_members_in_time_only_where_the_parameter_says_so() -> None:
    product = Product(law(file_days=2)).on("2019-11-05").filed()
    friday_to = {"files_sent": "2019-11-08"}
    assert product.refused("convene", DISTRICT, **friday_to, meeting="2019-11-11") == ["guard_unmet"]
    assert product.does("convene", DISTRICT, **friday_to, meeting="2019-11-12").state == "district_scoring"
    unruled = Product().filed().does("convene", DISTRICT, files_sent="2019-11-08", meeting="2019-11-08")
    assert unruled.state == "district_scoring"


@pytest.mark.parametrize(
    ("totals", "score", "state"),
    [
        (["49.5"], "49.5", "not_qualified"),
        (["50"], "50", "city_review"),
        (["45.22", "42.41", "50.14", "55.58", "56.65"], "50", "city_review"),
        (["66.36"], "66.36", "city_review"),
    ],
)
def test_the_district_passes_on_from_a_mean_of_exactly_50(totals: list[str], score: str, state: str) -> None:
    product = Product().filed().scored("district", *totals)
    assert (product.state, product.data["score"]) == (state, Decimal(score))


def test_a_mean_of_49_995_is_shown_as_50_and_does_not_pass() -> None:
    totals = ["49.99", "50", "49.99", "50"]  # mean 49.995
    product = Product(law(quorum=4)).filed().convened("district").marked("district", totals)
    product.does("close", secretary("district"))
    assert product.data["score"] == 50, "rounded half away from zero, for show"
    assert (product.state, product.data["rank"]) == ("not_qualified", 2)


@pytest.mark.parametrize(
    ("totals", "rank", "stars"),
    [
        (["50"], 3, 3),
        (["66.36"], 3, 3),
        (["69.99", "70", "70", "70", "70"], 3, 3),
        (["70"], 4, 4),
        (["89.5"], 4, 4),
        (["89.99", "90", "90", "90", "90"], 4, 4),
    ],
)
def test_the_city_recognises_three_and_four_stars_by_the_exact_mean(
    totals: list[str], rank: int, stars: int
) -> None:
    product = at_the_city(*totals)
    assert (product.state, product.data["rank"]) == ("city_decision", rank)
    product.decided()
    assert (product.state, product.data["stars"]) == ("recognised", stars)


def test_a_mean_of_89_998_is_shown_as_90_and_stays_with_the_city() -> None:
    product = at_the_city("89.99", "90", "90", "90", "90.00")
    assert product.data["score"] == 90
    assert product.decided().state == "recognised"


def test_a_product_below_the_minimum_requirements_fails_whatever_its_points() -> None:
    assert Product().filed().scored("district", "95", mandatory=False).state == "not_qualified"
    assert at_the_city("95", mandatory=False).state == "not_qualified"


def test_one_sheet_without_the_minimum_requirements_is_enough_to_fail() -> None:
    product = Product().filed().convened("district").marked("district", ["70"] * 5)
    product.does("mark", member("district", 4), **sheet("70", mandatory=False))
    assert product.does("close", secretary("district")).state == "not_qualified"


def test_who_is_not_qualified_registers_again_with_the_approved_plan() -> None:
    product = Product().filed().scored("district", "49.5").does("register_again", PRODUCER)
    assert product.state == "production"
    product.does("submit_dossier", PRODUCER, organisation=PAPER, samples=5)
    assert "marks" not in product.data, "every scoring begins with no sheet"
    product.scored("district", "55").scored("city", "55").decided()
    assert product.data["stars"] == 3


def test_sheets_of_the_district_do_not_count_for_the_city() -> None:
    product = Product().filed().scored("district", "60").convened("city")
    assert product.refused("close", secretary("city")) == ["guard_unmet"]


def test_each_level_is_handled_by_its_own_officers() -> None:
    product = Product().filed()
    sent = {"files_sent": "2019-09-03", "meeting": "2019-09-10"}
    for actor in (CITY, OTHER_DISTRICT):
        assert product.refused("convene", actor, **sent) == ["not_permitted"]
    product.scored("district", "60")
    assert product.refused("convene", DISTRICT, **sent) == ["not_permitted"]
    assert product.does("convene", CITY, **sent).state == "city_scoring"


def at_the_centre(on: str = "2020-02-04") -> Product:
    """94 points at the city, as a product of Thanh Hóa had in 2020: certified 4 stars, and sent on."""
    product = Product().on("2019-09-03").filed().on("2019-11-05").scored("district", "92")
    return product.on("2019-12-10").scored("city", "94").on(on).decided()


def test_from_90_points_the_city_certifies_four_stars_and_sends_the_file_to_the_centre() -> None:
    product = at_the_centre()
    assert (product.state, product.data["stars"], product.data["rank"]) == ("centre_review", 4, 5)


def test_the_ministry_recognises_five_stars() -> None:
    product = at_the_centre().on("2020-05-04").scored("centre", "90")
    assert product.state == "centre_decision"
    assert product.refused("recognise", COMMITTEE, decision="1", decided_on="2020-05-04") == ["not_permitted"]
    product.on("2020-06-01").decided(MINISTRY)
    assert (product.state, product.data["stars"]) == ("recognised", 5)
    assert product.data["valid_until"].isoformat() == "2023-06-01"  # type: ignore[attr-defined]


def test_a_file_that_the_centre_returns_keeps_the_citys_certificate() -> None:
    product = at_the_centre().on("2020-05-04")
    assert product.refused("return", CITY, reason="Không đủ điều kiện") == ["not_permitted"]
    product.does("return", officer("centre"), reason="Hồ sơ không đủ điều kiện")
    assert (product.state, product.data["stars"]) == ("recognised", 4)


@pytest.mark.parametrize(("points", "mandatory"), [("89.99", True), ("95", False)])
def test_a_product_that_the_centre_finds_short_keeps_the_citys_certificate(
    points: str, *, mandatory: bool
) -> None:
    product = at_the_centre().on("2020-05-04").scored("centre", points, mandatory=mandatory)
    assert (product.state, product.data["stars"]) == ("recognised", 4)


def test_a_file_returned_after_the_certificate_ended_leaves_nothing_to_keep() -> None:
    product = at_the_centre().on("2023-02-06").does("return", officer("centre"), reason="Quá hạn")
    assert product.state == "not_qualified"
    assert "stars" not in product.data
    assert "expire" in product.events


def test_who_closed_the_scoring_or_approved_the_plan_does_not_recognise() -> None:
    both = Actor("both", roles=[("secretary", "hp"), ("authority", "hp")])
    product = Product().filed().scored("district", "60").convened("city").marked("city", ["60"] * 5)
    product.does("close", both)
    assert product.refused("recognise", both, decision="1", decided_on="2019-09-03") == ["not_permitted"]
    assert product.decided().state == "recognised"


@pytest.mark.parametrize(
    ("rounding", "mean", "rank"),
    [
        *(
            ("none", mean, rank)
            for mean, rank in (("89.6", 4), ("90", 5), ("69.5", 3), ("49.99", 2), ("29.5", 1))
        ),
        *(
            ("whole", mean, rank)
            for mean, rank in (("89.6", 5), ("89.49", 4), ("69.5", 4), ("49.5", 3), ("29.49", 1))
        ),
    ],
)
def test_whether_a_mean_is_rounded_before_it_is_ranked_is_a_named_choice(
    rounding: str, mean: str, rank: int
) -> None:
    product = Product(law(rounding=rounding)).filed().scored("district", mean)
    assert (product.data["rank"], product.data["score"]) == (rank, Decimal(mean)), "the score stays as it is"
    assert product.state == ("city_review" if rank >= 3 else "not_qualified")
