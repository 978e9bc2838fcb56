"""The figures that Hải Phòng published, as histories: a store whose cases, folded to a day, come to them.

    python public_totals.py sqlite:///totals.db

What is public and what is assumed is in totals.yaml; here it is only turned into cases, each event through the store.
"""

import os
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from choosing import Choosing
from figures import counts, histories
from lives import Lives
from mornings import Mornings
from office import Office
from spoken import Dated, Spoken
from telling import Telling
from world import PRODUCT, World, at, document, kept, laws_as_they_came

from ocop_workflow import Actor
from ocop_workflow.cli.language import language

HERE = Path(__file__).parent
BEGINS, ENDS = date(2019, 9, 3), date(2026, 3, 5)
DAYS = (date(2019, 12, 31), date(2020, 12, 31), date(2021, 12, 31), date(2024, 12, 31), ENDS)
GROUPS = ("food", "drinks", "herbal", "tourism")  # assumed, as are the kinds
KINDS = ("cooperative", "household", "enterprise", "cooperative_group")


def public_totals() -> Mornings:
    """A store in memory, filled with what was published up to 5 March 2026."""
    told = document(HERE / "totals.yaml")
    spoken, rounds = Spoken(), Dated(told["rounds"])
    world = World.of(
        "sqlite:///:memory:", "public totals", BEGINS, laws_as_they_came(told["law_change"]["values"])
    )
    conduct = document(HERE / "conduct.yaml")["conduct"]
    lives = Lives(world, Choosing(world, spoken, rounds, conduct))
    _as_shipped(lives, document(PRODUCT / told["run"]))
    for cohort in told["cohorts"]:
        for number, (results, party) in enumerate(_products(cohort), 1):
            case_id = f"{cohort['name']}-{number:03}"
            spoken.results[case_id] = results["of"]
            if results.get("late"):
                spoken.late.add(case_id)
            _registers(lives, cohort, case_id, number, f"{cohort['name']}-{party}")
    Office(lives).works(BEGINS, ENDS, rounds.all())
    mornings = Mornings(lives)
    mornings.come(BEGINS, at(ENDS, 24 * 60 - 1))
    lives.run(at(ENDS, 24 * 60 - 1))
    return mornings


def _products(cohort: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], int]]:
    """What each product comes to, with the number of its producer."""
    before = 0
    for results in cohort["results"]:
        producers = results.get("producers", results["count"])
        for number in range(results["count"]):
            yield results, before + number % producers + 1
        before += producers


def _registers(lives: Lives, cohort: Mapping[str, Any], case_id: str, number: int, party: str) -> None:
    """A product of which no more than its result is public; where it is made is assumed, one producer one place."""
    day = lives.world.workday(cohort["registers"] + timedelta(days=number % 20))
    places = _places(lives.world, day, cohort)
    producer = int(party.rpartition("-")[2])
    given = {
        "product": f"Sản phẩm {number:03} của {cohort['name']} (tên, nơi, ngày là giả định)",
        "producer": f"Chủ thể {producer:03} của {cohort['name']} (giả định)",
        "owner": party,
        "kind": KINDS[producer % len(KINDS)],
        "place": places[(producer - 1) % len(places)],
        "group": GROUPS[number % len(GROUPS)],
    }
    moment = at(day, 600)
    lives.put(moment, partial(lives.register, case_id, Actor(party, parties=[party]), given, moment))


def _places(world: World, day: date, cohort: Mapping[str, Any]) -> list[str]:
    """Communes of that day of which it is known, one by one, what they became: as many as the cohort says."""
    units = world.units
    there = [unit for unit in units.units if units.level(unit, day) == "commune"]
    known = [unit for unit in there if len(units.successors(unit, ENDS)) == 1]
    if "first" in cohort:
        known = [cohort["first"], *(unit for unit in known if unit != cohort["first"])]
    return known[: cohort.get("units")]


def _as_shipped(lives: Lives, run: Mapping[str, Any]) -> None:
    """The steps of a run file, each on its day, in the order of the file."""
    actors = {
        name: Actor(
            name, roles=[tuple(role) for role in said.get("roles", ())], parties=said.get("parties", ())
        )
        for name, said in run["actors"].items()
    }
    for case_id, case in run["cases"].items():
        minute = 540
        for step in case["steps"]:
            for name in [step["as"]] if isinstance(step["as"], str) else step["as"]:
                minute += 1
                moment = at(step["at"], minute)
                lives.put(
                    moment,
                    partial(
                        lives.told_to, case_id, step["do"], actors[name], _exact(step.get("with", {})), moment
                    ),
                )


def _exact(value: Any) -> Any:
    """Numbers as they are written: points are no binary fractions."""
    if isinstance(value, Mapping):
        return {name: _exact(each) for name, each in value.items()}
    return Decimal(str(value)) if isinstance(value, float) else value


def main(arguments: Sequence[str]) -> int:
    """Print the figures of each day; 0 once they are kept."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("database", metavar="URL")
    parser.add_argument("--lang", choices=["vi", "en"], default=language(arguments, os.environ))
    given = parser.parse_args(arguments)
    words = Telling(given.lang)
    mornings = public_totals()
    store = mornings.lives.world.store
    lives = histories(store, "ocop-product")
    figures = [counts(lives, day) for day in DAYS]
    print(words.table([words.say("day"), *(f"{day:%d/%m/%Y}" for day in DAYS)], figures))
    print(words.went_on(mornings.told))
    kept(store, given.database)
    print(words.say("kept", database=given.database))
    print(words.say("assumed_totals"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
