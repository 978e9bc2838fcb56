"""Years of the programme, from a seed: products live under the law of each day, in the units that there are.

    python simulate.py --seed 7 --products 335 --from 2021 --to 2026 --database sqlite:///years.db

The same seed gives the same store, byte for byte. What is drawn, and by which rates, is in rates.yaml and conduct.yaml.
"""

import sys
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from choosing import Choosing
from drawing import Seeded
from figures import tell
from lives import Lives
from rounds import YearlyRounds
from world import Change, World, at, document, laws_as_they_came

from ocop_workflow import Actor

HERE = Path(__file__).parent


def simulate(url: str, seed: int, products: int, years: tuple[int, int], laws: tuple[Change, ...]) -> Lives:
    """Fill the store of that URL; the last of the years ends with its 31 December."""
    rates = document(HERE / "rates.yaml")
    draws = Seeded(seed, rates)
    rounds = YearlyRounds(rates["rounds"], *years)
    begins = date(years[0], rates["begins"]["month"], rates["begins"]["day"])
    ends = at(date(years[1], 12, 31), 24 * 60 - 1)
    world = World.of(url, str(seed), begins, laws)
    conduct = document(HERE / "conduct.yaml")["conduct"]
    lives = Lives(world, Choosing(world, draws, rounds, conduct))
    for number in range(1, products + 1):
        _appears(lives, draws, number, begins, rates)
    lives.keep_days(begins, ends)
    lives.run(ends)
    return lives


def _appears(lives: Lives, draws: Seeded, number: int, begins: date, rates: Mapping[str, Any]) -> None:
    """A product, its producer and its place are drawn, and when it registers."""
    case_id = f"P-{number:04}"
    dice = draws.fixed(case_id, "birth")
    world, party = lives.world, f"chu-the-{number:04}"
    day = world.workday(begins + timedelta(days=dice.randrange(rates["registering"]["years"] * 365)))
    places = [unit for unit in world.units.units if world.units.level(unit, day) == "commune"]
    law = world.law(day).definition
    groups = {
        each: weight for each, weight in rates["groups"]["weights"].items() if each in law.data["group"].type.values
    }
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


def main(arguments: Sequence[str]) -> int:
    """0 if all that was refused had been foreseen."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--products", type=int, default=335)
    parser.add_argument("--from", type=int, default=2021, dest="first")
    parser.add_argument("--to", type=int, default=2026, dest="last")
    parser.add_argument("--database")
    given = parser.parse_args(arguments)
    rates = document(HERE / "rates.yaml")
    laws = laws_as_they_came(rates["law_change"])
    began = datetime.now()
    lives = simulate(given.database, given.seed, given.products, (given.first, given.last), laws)
    print(datetime.now() - began)
    print(lives.foreseen, len(lives.stranded))
    from collections import Counter
    print(Counter(l.workflow.version + " " + l.case.state for l in lives.lives.values()))
    print(sum(l.case.seq for l in lives.lives.values()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
