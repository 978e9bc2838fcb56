"""The long form: `python tests/fuzzing/long.py files|guards|plans COUNT [SEED]`; 1 if anything else was raised."""

import sys
from collections import Counter
from pathlib import Path

sys.path[0] = str(Path(__file__).parents[1])  # not this folder: its guards.py would hide the folder guards

from fuzzing import trying  # noqa: E402

TRIED = {"files": trying.file, "guards": trying.guard, "plans": trying.plan}
what, count, first = sys.argv[1], int(sys.argv[2]), int((*sys.argv, "0")[3])
found: Counter[str] = Counter()
for seed in range(first, first + count):
    try:
        found[TRIED[what](seed)] += 1
    except Exception as error:  # noqa: BLE001  # that is what is looked for
        found["other"] += 1
        print(f"seed {seed}: {type(error).__name__}: {error}"[:300], flush=True)
print(
    f"{what}: tried {found.total()}, refused {found['refused']}, loaded {found['loaded']}, other {found['other']}"
)
sys.exit(found["other"] > 0)
