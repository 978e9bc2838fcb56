"""The long form of the comparison with brute force: small workflows with data by number, with the figures of the docs.

python tests/verification/long_proofs.py 1000 --log proofs.log   # goes on where the log ends; 0: tells what it has
With --solver numbers of more than two values are compared by a solver, as if there were too many of them to try.
A workflow counts if the judge could try all that it can do. What disagrees is told with its number and its text.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1]))

from verification import oracle
from verification.small import Written, numbered
from verification.test_against_brute_force import agree, flow_is_true

from ocop_workflow.verification import Budget, freed, prove

MOST = 3000  # decisions that the judge asks for one choice of parameters
SECONDS = 10  # of the search of one workflow


def judged(written: Written) -> dict[str, object]:
    """What became of one workflow."""
    begun = process_time()
    try:
        graphs = [oracle.explore(given, MOST) for given in oracle.bound(written.definition)]
    except oracle.TooLarge:
        return {"outcome": "too large", "seconds": process_time() - begun}
    tried = process_time()
    proofs = prove(written.definition, Budget(seconds=SECONDS))
    proved = process_time()
    found: dict[str, object] = {"outcome": "compared", "judge": tried - begun, "search": proved - tried}
    try:
        flow_is_true(proofs, graphs)
        found["verdicts"] = dict(agree(written.definition, proofs, graphs))
    except AssertionError as wrong:
        found |= {"outcome": "disagrees", "why": str(wrong), "text": written.text}
    return found | {"seconds": process_time() - begun}


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("most", type=int)
    options.add_argument("--log", type=Path, default=Path("proofs.log"))
    options.add_argument("--solver", action="store_true")
    given = options.parse_args()
    freed.SMALL = 2 if given.solver else freed.SMALL
    done = [json.loads(line) for line in given.log.read_text().splitlines()] if given.log.exists() else []
    compared = sum(one["outcome"] != "too large" for one in done)
    number = done[-1]["number"] + 1 if done else 1
    with given.log.open("a") as log:
        while compared < given.most:
            written = numbered(number)
            if written is not None:
                found = judged(written) | {"number": number}
                done.append(found)
                log.write(json.dumps(found) + "\n")
                log.flush()
                compared += found["outcome"] != "too large"
                if found["outcome"] == "disagrees":
                    print(number, found["why"], found["text"], sep="\n", flush=True)
            number += 1
    tell(done)


def tell(done: list[dict[str, object]]) -> None:
    outcomes = Counter(str(one["outcome"]) for one in done)
    verdicts: Counter[str] = Counter()
    for one in done:
        found = one.get("verdicts")
        verdicts.update(found if isinstance(found, dict) else {})
    seconds = sum(float(str(one["seconds"])) for one in done)
    slowest = max(done, key=lambda one: float(str(one["seconds"])))
    print(dict(outcomes), f"{sum(verdicts.values())} claims", dict(verdicts))
    print(f"{seconds:.0f} s of the processor; the slowest, {slowest['number']}: {slowest['seconds']:.1f} s")


if __name__ == "__main__":
    main()
