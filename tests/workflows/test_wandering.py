"""Long random histories: people of every level try everything, time passes, and what must hold always holds."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from workflows.life import PAPER, PRODUCER, Product, law, sheet

from ocop_workflow import Actor

UNITS = {"commune": "hp/kien-thuy/dai-ha", "district": "hp/kien-thuy", "city": "hp", "country": "vn"}
TEXTS = {
    "reason": "Lý do",
    "cause": "Lý do",
    "activity": "HC-1",
    "round": "R-1",
    "decision": "1/QĐ-UBND",
    "producer": "Một",
}
RARE = {"withdraw": 0.99, "return": 0.9, "revoke": 0.9, "correct": 0.95}  # how often left aside
LAST = date(2023, 6, 1)  # the calendar ends with the year
MEANS = ("45.5", "50", "65.25", "70", "89.5", "90", "92", "94")


def payload(product: Product, event: str, chance: random.Random) -> dict[str, object]:
    """Something that fits, mostly."""
    definition = product.workflow.definition
    takes = (definition.events | definition.start)[event].takes  # type: ignore[operator]
    given: dict[str, object] = {name: PAPER for name in takes if name in ("form", "report", "organisation")}
    given |= {name: text for name, text in TEXTS.items() if name in takes}
    given |= {
        name: product.day.isoformat() for name in ("files_sent", "meeting", "decided_on") if name in takes
    }
    if "samples" in takes:
        given["samples"] = chance.choice([4, 5, 5, 5])
    if "product" in takes:
        given["product"] = "Cá mòi kho"
    return given | (sheet(chance.choice(MEANS), mandatory=chance.random() < 0.97) if "A" in takes else {})


def somebody(product: Product, event: str, chance: random.Random) -> Actor:
    """Mostly one who may: the producer, or a holder of a role of the event in the unit that handles the state."""
    table = product.workflow.machine.table
    role = chance.choice(table.events[event].declared.by)
    level = table.tree.level[product.state] if chance.random() < 0.95 else "district"
    if role == "producer" or level is None:
        return PRODUCER
    return Actor(f"{role}-{level}-{chance.choice('12')}", roles=[(role, UNITS[level])])


def wander(seed: int, steps: int) -> Product:
    """Every step asks for an event that has a move where the product stands; `became` judges what comes of it."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    product = Product(law(quorum=2, max_spread=30, review_days=30))
    if seed % 4:
        product.registered(place=UNITS["commune"])
    else:
        product.on("2020-03-02").adopted(3, "2020-02-04")
    for _ in range(steps):
        if chance.random() < 0.1:
            product.day = min(product.day + timedelta(days=chance.choice([1, 20, 200, 500])), LAST)
        product.settled()
        here = [
            name
            for name, event in product.workflow.machine.table.events.items()
            if product.state in event.branches
        ]
        if not here:
            break
        event = chance.choice(here)
        if chance.random() < RARE.get(event, 0):
            continue
        given = payload(product, event, chance)
        decision = product.asked(event, somebody(product, event, chance), **given)
        if decision.allowed:
            product.became(decision.case, decision.entries)
    return product


@pytest.fixture(scope="module")
def walks() -> list[Product]:
    return [wander(seed, 120) for seed in range(50)]


def test_nothing_is_recognised_below_50_points_or_before_its_plan_was_approved(walks: list[Product]) -> None:
    recognised = 0
    for product in walks:
        approved = product.history[0].event == "adopt"
        score = Decimal(0)
        for entry in product.history:
            approved = approved or entry.event == "approve_plan"
            written = entry.writes["data"]
            assert isinstance(written, dict)
            score = Decimal(str(written.get("score") or score))
            if entry.event == "recognise":
                recognised += 1
                assert approved
                assert score >= 50
                assert written["stars"] == (
                    5 if entry.source == "centre_decision" else 4 if score >= 70 else 3
                )
    assert recognised > 20


def test_who_filed_a_plan_never_approved_it(walks: list[Product]) -> None:
    for product in walks:
        filed = {entry.actor for entry in product.history if entry.event == "submit_plan"}
        approved = {entry.actor for entry in product.history if entry.event == "approve_plan"}
        assert not filed & approved


def test_a_certificate_ends_once_and_never_late(walks: list[Product]) -> None:
    for product in walks:
        for earlier, entry in zip(product.history, product.history[1:], strict=False):
            assert earlier.at <= entry.at
            if entry.event == "expire":
                assert entry.due
                assert earlier.at <= entry.due
