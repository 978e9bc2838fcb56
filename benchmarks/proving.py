"""How proofs grow: workflows of 10, 100 and 1,000 states with five variables, checked whole.

    python benchmarks/proving.py [--seeds N]

Each has two or three ways out of a state, half of them with a guard, a third that sets something, and twelve claims.
The exit code is 1 if 100 states are not decided within 5 seconds of the processor, or if 1,000 are neither decided nor
given up within 10.
"""

import argparse
import statistics
import sys
from collections import Counter
from random import Random
from time import process_time

from attrs import frozen

from ocop_workflow.model.definition import Definition
from ocop_workflow.reading import read_definition
from ocop_workflow.verification import UNKNOWN, prove

DECIDED = 100  # states, for which no claim may be left open
SIZES = {10: None, DECIDED: 5.0, 1_000: 10.0}  # states → the most seconds
CLAIMS = 12
HEAD = """\
workflow: grown
version: "1"
timezone: Asia/Ho_Chi_Minh
data:
  score: {type: number, scale: 2, minimum: 0, maximum: 100}
  visits: {type: integer, minimum: 0, maximum: 3}
  group: {enum: [food, drinks, herbal]}
  urgent: {type: boolean}
  paid: {type: boolean}
roles: {officer: {}}
start: {begin: {by: officer, to: s0, takes: [score, visits, group, urgent, paid]}}
"""
GUARDS = (
    "score >= 50",
    "score < 90",
    "visits < 3",
    "group == 'food'",
    "urgent",
    "!paid",
    "paid || urgent",
    "score >= 70 && paid",
)
SETS = (
    "visits: 'visits < 3 ? visits + 1 : 3'",
    "paid: true",
    "urgent: '!urgent'",
    "group: \"'food'\"",
    "paid: false",
)


@frozen
class Lap:
    """One workflow checked: seconds of the processor, situations met, verdicts."""

    seconds: float
    nodes: int
    verdicts: Counter[str]


def grown(states: int, seed: int) -> Definition:
    """A workflow in which every state can be reached and left."""
    random = Random(seed)  # noqa: S311 - nothing secret
    lines = [HEAD, "states:\n", *(f"  s{n}: {{}}\n" for n in range(states - 1))]
    lines += [f"  s{states - 1}: {{final: completed}}\n", "events:\n"]
    events = []
    for source in range(states - 1):
        for way in range(random.choice((2, 2, 3))):
            name = f"e{source}_{way}"
            near = range(max(0, source - 5), source + 1)
            target = source + 1 if way == 0 else random.choice(near)  # back, so that some claims hold
            guard = "" if way == 0 or random.randrange(2) else f', when: "{random.choice(GUARDS)}"'
            change = "" if random.randrange(3) else f", sets: {{{random.choice(SETS)}}}"
            lines.append(f"  {name}: {{by: officer{guard}{change}, moves: {{s{source}: s{target}}}}}\n")
            events.append(name)
    lines.append("properties:\n")
    for number in range(CLAIMS):
        first, second = random.sample(events, 2)
        lines.append(
            (
                f"  - {{precedence: [{first}, {second}]}}\n",
                f'  - {{never: {{event: {first}, where: "score < 10"}}}}\n',
                f"  - {{response: [{first}, {second}]}}\n",
                f"  - {{existence: {first}}}\n",
            )[number % 4]
        )
    return read_definition("grown.yaml", "".join(lines))


def measured(states: int, seed: int) -> Lap:
    """One workflow of that size, checked."""
    definition = grown(states, seed)
    begun = process_time()
    proofs = prove(definition)
    seconds = process_time() - begun
    told = Counter(f"{v.verdict} ({v.why})" if v.verdict == UNKNOWN else v.verdict for v in proofs.verdicts)
    return Lap(seconds, proofs.nodes, told)


def main() -> int:
    """Print the figures; 1 if one is above its limit."""
    parser = argparse.ArgumentParser(description="Proofs of workflows that grow.")
    parser.add_argument("--seeds", type=int, default=5, help="workflows of each size")
    given = parser.parse_args()
    short = False
    for states, most in SIZES.items():
        laps = [measured(states, seed) for seed in range(given.seeds)]
        seconds = [lap.seconds for lap in laps]
        told: Counter[str] = sum((lap.verdicts for lap in laps), Counter())
        undecided = sum(count for verdict, count in told.items() if verdict.startswith("unknown (budget"))
        late = most is not None and (max(seconds) > most or (states == DECIDED and undecided > 0))
        short = short or late
        nodes = round(statistics.median(lap.nodes for lap in laps))
        limit = f", at most {most:.0f}: {'EXCEEDED' if late else 'held'}" if most else ""
        print(
            f"{states:5} states  {statistics.median(seconds):6.2f} s median, {max(seconds):6.2f} s worst{limit}"
        )
        print(f"      {nodes:,} situations; {', '.join(f'{n} {v}' for v, n in sorted(told.items()))}")
    return int(short)


if __name__ == "__main__":
    sys.exit(main())
