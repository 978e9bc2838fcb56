"""What became of the cases that a plan moved, or would move: counted on the screen, one by one in a report."""

import csv
from collections import Counter
from collections.abc import Sequence
from io import StringIO

from ..engine.reasons import state_title
from ..messages import say
from ..migration import Outcome, Plan
from ..model.text import LANGUAGES
from ..model.tree import state_tree
from .layout import Column
from .screen import Screen

MOST = 20  # refused cases that are told on the screen


def show_outcomes(
    out: Screen, outcomes: Sequence[Outcome], plan: Plan, *, dry_run: bool, report: str | None
) -> None:
    """From where to where how many, and each that is refused with its reasons."""
    language = out.language

    def told(key: str, **values: object) -> str:
        return say(f"cli.{key}", **values).say(language)

    out.heading(
        told("would_move" if dry_run else "has_moved", plan=plan.title or plan.name, count=len(outcomes))
    )
    trees = state_tree(plan.old), state_tree(plan.new)
    ways = Counter((each.verdict, each.source, each.target) for each in outcomes)
    rows = [
        [
            told(f"case_{verdict}"),
            state_title(trees[0], source).say(language) if source else "–",
            state_title(trees[1], target).say(language) if target else "–",
            str(number),
        ]
        for (verdict, source, target), number in sorted(
            ways.items(), key=lambda way: (way[0][0], -way[1], way[0][1])
        )
    ]
    if rows:
        columns = [Column(told(key)) for key in ("verdict", "from_state", "to_state")]
        out.table([*columns, Column(told("count"), right=True)], rows)
    refused = [each for each in outcomes if each.verdict == "refused"]
    if rows and (refused or report is not None):
        out.line()
    for each in refused[:MOST]:
        for reason in each.reasons:
            out.paragraph(f"{each.case}: {reason.say(language)}", first=out.style("✗ ", "red"))
    if len(refused) > MOST:
        out.paragraph(told("more_refused", count=len(refused) - MOST))
    if report is not None:
        out.paragraph(told("report_written", file=report))


def outcomes_document(outcomes: Sequence[Outcome], plan: Plan, *, dry_run: bool) -> dict[str, object]:
    """Each case as JSON."""
    return {
        "plan": plan.name,
        "dry_run": dry_run,
        "cases": [
            {
                "case": each.case,
                "verdict": each.verdict,
                "from": each.source or None,
                "to": each.target,
                "reasons": [{name: reason.say(name) for name in LANGUAGES} for reason in each.reasons],
            }
            for each in outcomes
        ],
    }


def report_text(outcomes: Sequence[Outcome], plan: Plan, language: str) -> str:
    """A table in CSV: the case, what becomes of it, from where to where, and why not."""
    trees = state_tree(plan.old), state_tree(plan.new)
    written = StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(
        [say(f"cli.{key}").say(language) for key in ("case", "verdict", "from_state", "to_state", "why")]
    )
    for each in outcomes:
        source = state_title(trees[0], each.source).say(language) if each.source else ""
        target = state_title(trees[1], each.target).say(language) if each.target else ""
        why = "; ".join(reason.say(language) for reason in each.reasons)
        lines.writerow([each.case, say(f"cli.case_{each.verdict}").say(language), source, target, why])
    return written.getvalue()
