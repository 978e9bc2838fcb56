"""Which row of a workflow's table tells a reason that was really given."""

import re

from ocop_workflow.case import Reason
from ocop_workflow.drawing.annex import Annex
from ocop_workflow.model.text import LANGUAGES

PLACES = re.compile("…|‹[^›]*›")


def row_of(annex: Annex, event: str, reason: Reason) -> Reason | None:
    """A row of the event's rule, of the general answers, or of a clock event that is stuck; None if there is none."""
    for row in rows(annex, event):
        same = (row.code, row.guard, row.basis) == (reason.code, reason.guard, reason.basis)
        if same and all(says(row.text.say(each), reason.text.say(each)) for each in LANGUAGES):
            return row
    return None


def rows(annex: Annex, event: str) -> list[Reason]:
    """The most specific first, so that a row which leaves much open does not stand for others."""
    clocks = [rule for rule in annex.rules if any(row.code == "guard_error" for row in rule.refusals)]
    found = [row for rule in annex.rules if rule.name == event for row in rule.refusals]
    found += [row for rule in clocks for row in rule.refusals if row.code == "guard_error"]
    return sorted([*found, *annex.general], key=lambda row: -len(PLACES.sub("", row.text.say("vi"))))


def says(row: str, sentence: str) -> bool:
    """Whether the sentence is the row's, whatever stands in its places."""
    pattern = ".*".join(map(re.escape, PLACES.split(row)))
    return re.fullmatch(pattern, sentence, re.DOTALL) is not None
