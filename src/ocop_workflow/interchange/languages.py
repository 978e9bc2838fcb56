"""Which of our languages a reader likes best."""

import re

from ..model.text import LANGUAGES

_RANGE = re.compile(r"(\w+)(?:-[\w-]*)?\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?", re.ASCII)


def preferred_language(accepted: str) -> str:
    """`vi` or `en`: what an Accept-Language header (RFC 9110) likes best, else Vietnamese."""
    liked: dict[str, float] = {}
    for part in accepted.split(","):
        found = _RANGE.fullmatch(part.strip())
        if found and (spoken := found[1].lower()) in LANGUAGES:
            liked[spoken] = max(float(found[2] or 1), liked.get(spoken, 0))
    best = max(liked, key=lambda each: liked[each], default=LANGUAGES[0])
    return best if liked.get(best) else LANGUAGES[0]
