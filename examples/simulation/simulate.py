"""Years of the programme, from a seed: products live under the law of each day, in the units that there are.

    python simulate.py --seed 7 --products 335 --from 2021 --to 2026 --database sqlite:///years.db
    python simulate.py --seed 7 --from 2021 --to 2023 --workflow ../custom-stage/laboratory.yaml

The same seed gives the same store, byte for byte. With --workflow, a variant (an extension, or a file of parameters) is
compared with what it changes, on the same seed. What is drawn, and by which rates, is in rates.yaml and conduct.yaml.
"""

import os
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from figures import counts, histories, waits
from programme import HERE, alone, simulate, variants
from telling import Telling
from world import document, kept, laws_as_they_came

from ocop_workflow.cli.language import language

USAGE = 2


def compare(words: Telling, file: Path, given: Namespace) -> int:
    """Both on the same seed, side by side: the same products, people and chances."""
    both = variants(file)
    if both is None:
        print(words.say("no_base", file=file), file=sys.stderr)
        return USAGE
    years = (given.first, given.last)
    columns = []
    for workflow in both:
        lives = simulate(given.seed, given.products, years, alone(workflow)).lives
        found = histories(lives.world.store, workflow.name)
        columns.append(
            {**counts(found, date(given.last, 12, 31)), **waits(found), "stranded": lives.stranded()}
        )
    head = [f"{words.say('day')} 31/12/{given.last}", both[0].name + "@" + both[0].version, file.name]
    print(words.table(head, columns))
    print(words.say("assumed"))
    return 0


def fill(words: Telling, given: Namespace) -> int:
    """All laws as they came, into a database."""
    laws = laws_as_they_came(document(HERE / "rates.yaml")["law_change"]["values"])
    mornings = simulate(given.seed, given.products, (given.first, given.last), laws)
    lives = mornings.lives
    found = histories(lives.world.store, "ocop-product")
    years = [date(year, 12, 31) for year in range(given.first, given.last + 1)]
    print(
        words.table(
            [f"{words.say('day')} 31/12", *(str(day.year) for day in years)],
            [counts(found, day) for day in years],
        )
    )
    print(*(f"{words.say(name)}: {days:g}" for name, days in waits(found).items()), sep="\n")
    print(words.went_on(mornings.told))
    print(words.say("foreseen"))
    for text, times in lives.foreseen.most_common():
        print(f"  {times} × {text.say(words.language)}")
    print(f"{words.say('stranded')}: {lives.stranded()}")
    kept(lives.world.store, given.database)
    print(
        words.say(
            "events", cases=len(found), events=sum(len(each.entries) for each in found), seed=given.seed
        )
    )
    print(words.say("kept", database=given.database))
    print(words.say("assumed"))
    return 0


def main(arguments: Sequence[str]) -> int:
    """0 if all that was refused had been foreseen; anything else is raised."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--products", type=int, default=335)
    parser.add_argument("--from", type=int, default=2021, dest="first")
    parser.add_argument("--to", type=int, default=2026, dest="last")
    parser.add_argument("--database", metavar="URL")
    parser.add_argument("--workflow", metavar="FILE", type=Path)
    parser.add_argument("--lang", choices=["vi", "en"], default=language(arguments, os.environ))
    given = parser.parse_args(arguments)
    words = Telling(given.lang)
    if given.workflow is not None:
        return compare(words, given.workflow, given)
    if given.database is None:
        print(words.say("nothing"), file=sys.stderr)
        return USAGE
    return fill(words, given)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
