"""The long form: every way across each shipped plan, to every outcome behind it, lived in a store.

python tests/migration/long_lives.py [PLAN …]
"""

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from migration.lives import live, lives, space_of, store_for

PLANS = ("ocop-product@1048-148", "ocop-product@148-148-1489")

if __name__ == "__main__":
    for name in sys.argv[1:] or PLANS:
        composed, space = space_of(name)
        found: Counter[str] = Counter()
        for way, outcome, story in lives(composed, space):
            if story is None:
                found["no story"] += 1
                print(name, *way, outcome, "no story")  # noqa: T201 - to whoever runs it
                continue
            store, clock = store_for(story)
            before, told, after = live(composed, story, store, clock, "life")
            stays = way[1].startswith(composed.prefix)
            wanted = ("pinned", None) if stays else ("moved", way[1])
            right = (told.verdict, told.target) == wanted and store.verify("life") == ()
            right = right and after.state == outcome.removeprefix(composed.prefix)
            found["as the plan says" if right else "otherwise"] += 1
        print(name, dict(found))  # noqa: T201 - to whoever runs it
