"""Counts that were published, reached by running as many cases; the scores and days behind them are made up."""

from collections import Counter
from datetime import date, timedelta

from workflows.life import Product, law


def test_the_round_of_2021_gives_16_four_star_31_three_star_and_7_not_qualified() -> None:
    workflow = law()
    points = ["71.5"] * 16 + ["58.25"] * 31 + ["47.75"] * 7
    outcomes: Counter[object] = Counter()
    for mean in points:
        product = Product(workflow).on("2021-03-01").filed().on("2021-09-06").scored("district", "60")
        product.on("2021-10-04").scored("city", mean)
        if product.state == "city_decision":
            product.on("2021-12-01").decided()
        outcomes[product.data.get("stars", product.state)] += 1
    assert outcomes == {4: 16, 3: 31, "not_qualified": 7}
    assert sum(outcomes.values()) == 54


def test_of_287_certificates_242_are_still_valid_at_the_end_of_2024() -> None:
    workflow = law()
    lapsed, running = date(2021, 12, 31), date(2022, 1, 1)
    valid: Counter[object] = Counter()
    for number in range(287):
        stars = 4 if number < 87 else 3
        ended = number < 87 - 66 or 87 <= number < 87 + (200 - 176)
        day = lapsed - timedelta(days=number) if ended else running + timedelta(days=number)
        product = Product(workflow).on(day.isoformat()).adopted(stars, day.isoformat())
        if product.on("2024-12-31").settled().state == "recognised":
            valid[product.data["stars"]] += 1
    assert valid == {4: 66, 3: 176}
    assert sum(valid.values()) == 242
