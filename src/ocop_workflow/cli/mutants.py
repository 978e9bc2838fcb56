"""`test --mutants`: which mistakes the tests notice, by kind; each that they do not, with its place and its story."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from ..messages import say
from ..model.canonical import plain
from ..model.definition import Definition
from ..testing.mutants.killing import (
    KILLED,
    SURVIVED,
    UNDECIDED,
    VERDICTS,
    Fate,
    by_kind,
    killed_percent,
)
from ..testing.mutants.telling import outcome, said_of
from .layout import Column
from .parser import UsageError
from .screen import Screen

WHOLE = 100


def percent(given: str) -> float:
    """A percentage as it was typed; raises UsageError."""
    try:
        found = Decimal(given)
    except InvalidOperation:
        found = Decimal(-1)
    if not 0 <= found <= WHOLE:
        raise UsageError(say("mutants.not_a_percentage", given=given[:20]))
    return float(found)


def enough(found: Sequence[Fate], least: float | None) -> bool:
    """Whether as many are killed as was asked for; where none differs there is nothing to kill."""
    killed = killed_percent(found)
    return least is None or killed is None or killed >= least


def show_mutants(out: Screen, definition: Definition, found: Sequence[Fate], least: float | None) -> None:
    """A table by kind, the survivors, and how many are killed."""

    def said(key: str, **values: object) -> str:
        return say(f"mutants.{key}", **values).say(out.language)

    out.heading(said("heading"))
    columns = [Column(said("kind")), *(Column(said(verdict), right=True) for verdict in VERDICTS)]
    rows = [[said(f"kind_{kind}"), *map(str, ends.values())] for kind, ends in by_kind(found).items()]
    out.table(columns, rows)
    for verdict in (SURVIVED, UNDECIDED):
        alive = [each for each in found if each.verdict == verdict]
        if alive:
            out.heading(said(f"{verdict}_heading"))
        for each in alive:
            out.paragraph(said_of(each).say(out.language), first="– ", indent=2)
            out.paragraph(outcome(definition, each).say(out.language), indent=4)
    out.line()
    killed = killed_percent(found)
    if killed is None:
        out.paragraph(said("no_difference"))
        return
    counts = [sum(each.verdict == verdict for each in found) for verdict in (KILLED, SURVIVED)]
    told = said("result", killed=counts[0], differing=sum(counts), percent=f"{killed:.1f}")
    out.paragraph(told, style="yellow" if counts[1] else "green")
    if not enough(found, least):
        out.paragraph(said("short", percent=f"{killed:.1f}", least=f"{least:g}"), style="red")


def mutants_document(found: Sequence[Fate]) -> dict[str, object]:
    """For programs: counts by kind, and every mutant."""
    return {
        "percent": killed_percent(found),
        "kinds": by_kind(found),
        "all": [
            {
                "id": each.mutant.id,
                "kind": each.mutant.kind,
                "place": each.mutant.place,
                "said": {"vi": each.mutant.text.say("vi"), "en": each.mutant.text.say("en")},
                "verdict": each.verdict,
                "by": each.by,
                "story": [
                    {
                        "at": told.at.isoformat(),
                        "event": told.event,
                        "actor": told.actor.id if told.actor else None,
                        "payload": {name: plain(value) for name, value in told.payload.items()},
                    }
                    for told in each.steps
                ],
                "left": each.left.why if each.left else None,
            }
            for each in found
        ],
    }
