"""The years themselves: products appear as the seed says, and live under the laws that are given."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from chance import Seeded
from choosing import Choosing
from lives import Lives
from mornings import Mornings
from office import Office
from rounds import YearlyRounds
from world import PARAMETERS, Change, World, at, document, local, values

from ocop_workflow import Actor, Workflow, load
from ocop_workflow.model.types import EnumType

HERE = Path(__file__).parent


def simulate(seed: int, products: int, years: tuple[int, int], laws: tuple[Change, ...]) -> Mornings:
    """A store in memory, filled; the last of the years ends with its 31 December."""
    rates = document(HERE / "rates.yaml")
    draws = Seeded(seed, rates)
    rounds = YearlyRounds(rates["rounds"], *years)
    begins = date(years[0], rates["begins"]["month"], rates["begins"]["day"])
    ends = at(date(years[1], 12, 31), 24 * 60 - 1)
    world = World.of("sqlite:///:memory:", str(seed), begins, laws)
    conduct = document(HERE / "conduct.yaml")["conduct"]
    lives = Lives(world, Choosing(world, draws, rounds, conduct))
    for number in range(1, products + 1):
        _appears(lives, draws, number, begins, (years[1] - years[0]) or 1, rates)
    Office(lives).works(begins, local(ends), rounds.all())
    mornings = Mornings(lives)
    mornings.come(begins, ends)
    lives.run(ends)
    return mornings


def _appears(
    lives: Lives, draws: Seeded, number: int, begins: date, years: int, rates: Mapping[str, Any]
) -> None:
    """A product, its producer and its place are drawn, and when it registers: in any year but the last."""
    case_id = f"P-{number:04}"
    dice = draws.fixed(case_id, "birth")
    world, party = lives.world, f"chu-the-{number:04}"
    day = world.workday(begins + timedelta(days=dice.randrange(years * 365)))
    places = [unit for unit in world.units.units if world.units.level(unit, day) == "commune"]
    law = world.law(day).definition
    kinds = law.data["group"].type
    assert isinstance(kinds, EnumType)
    groups = {each: weight for each, weight in rates["groups"]["weights"].items() if each in kinds.values}
    given = {
        "product": f"Sản phẩm mô phỏng {number:04}",
        "producer": f"Chủ thể mô phỏng {number:04}",
        "owner": party,
        "kind": draws.weighed(case_id, "kind", rates["kinds"]["weights"]),
        "place": dice.choice(places),
        "group": draws.weighed(case_id, "group", groups),
    }
    moment = at(day, 600)
    owner = Actor(party, parties=[party])
    lives.put(moment, lambda: lives.register(case_id, owner, given, moment))


def alone(workflow: Workflow) -> tuple[Change, ...]:
    """One law, whatever the day."""
    return (Change(date.min, workflow),)


def variants(file: Path) -> tuple[Workflow, Workflow] | None:
    """What a file extends, or gives other parameters to, as it ships; and what comes of the file."""
    said = document(file)
    name = said.get("extends") or (said["workflow"] if "values" in said else None)
    if name is None:
        return None
    shipped = values(PARAMETERS[load(name).version])
    changed = (
        load(name, parameters={**shipped, **said["values"]})
        if "values" in said
        else load(file, parameters=shipped)
    )
    return load(name, parameters=shipped), changed
