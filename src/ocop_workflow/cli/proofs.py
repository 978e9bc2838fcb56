"""The proofs of `check`, as people and programs read them."""

from decimal import Decimal

from ..guards import unparse
from ..messages import say
from ..model.canonical import plain
from ..model.definition import Definition
from ..model.expression import Name
from ..model.text import Text
from ..verification import PROVED, REFUTED, Boundary, Proofs, Verdict, boundaries
from ..verification.levels import PATHS, PLAIN
from ..verification.tell import assumed_parameters, breach, claim_text, remark, story_lines
from ..wording import Words
from .levels import levels_document, show_levels
from .screen import Screen

ON_A_SCREEN = 20  # claims; of more it is said at the end how many are not proved
_STYLES = {PROVED: "green", REFUTED: "red"}
_SIGNS = {PROVED: "✓", REFUTED: "✗"}


def show_proofs(out: Screen, definition: Definition, proofs: Proofs, words: Words) -> None:
    """Every claim with its verdict; a refuted one with its place, its story and the legal basis."""
    if proofs.verdicts:
        out.line()
        told = words.told("proofs", claims=len(proofs.verdicts), nodes=proofs.nodes)
        if proofs.seconds >= 1:
            seconds = words.value(Decimal(f"{proofs.seconds:.1f}"))
            told = words.told("proofs_took", proofs=told, seconds=seconds)
        out.paragraph(told)
    for verdict in proofs.verdicts:
        show_verdict(out, definition, verdict, words)
    short = sum(verdict.verdict != PROVED for verdict in proofs.verdicts)
    if short and len(proofs.verdicts) > ON_A_SCREEN:
        told = words.told("proofs_short", count=short, claims=len(proofs.verdicts))
        out.paragraph(told, indent=2, first="✗ ", style="red")
    show_levels(out, definition, proofs)
    for link in definition.links.values():
        kind = "assumed_linked" if link.count is None else "assumed_count"
        told = words.told(kind, link=words.title(link.title, link.name), maximum=link.maximum)
        out.paragraph(told, indent=2, first="· ", style="dim")
    for boundary in boundaries(definition):
        out.paragraph(boundary_text(boundary, definition, words), indent=2, first="· ", style="dim")


def show_verdict(out: Screen, definition: Definition, verdict: Verdict, words: Words) -> None:
    """One claim with its verdict, its story and its basis."""
    called = say(f"verification.{verdict.verdict}").say(out.language)
    first = f"{_SIGNS.get(verdict.verdict, '?')} "
    claim, titled = verdict.claim, bool(verdict.claim.title)
    broken = verdict.verdict == REFUTED
    said = breach(definition, claim) if broken and not titled else claim_text(definition, claim)
    place = f"{claim.position}: " if verdict.verdict != PROVED and claim.position else ""
    style = _STYLES.get(verdict.verdict, "yellow")
    out.paragraph(f"{place}{called}: {said.say(out.language)}", indent=2, first=first, style=style)
    if broken and titled:
        out.paragraph(words.told("because", breach=breach(definition, claim)), indent=4)
    told = remark(verdict)
    if told:
        out.paragraph(told.say(out.language), indent=4, style="dim")
    if verdict.story is not None:
        lines = story_lines(verdict.story)
        for number, line in enumerate(lines, 1):
            out.paragraph(line.say(out.language), indent=4, first=f"{number:>2}. ")
        assumed = assumed_parameters(definition, verdict.story)
        if assumed:
            out.paragraph(assumed.say(out.language), indent=4, style="dim")
    if verdict.verdict != PROVED and verdict.claim.basis:
        out.pairs([(words.told("basis"), line) for line in words.basis(verdict.claim.basis)], indent=4)


def boundary_text(boundary: Boundary, definition: Definition, words: Words) -> str:
    """With which bounds a number is compared as it is, and what just misses the highest."""
    name = boundary.term.name if isinstance(boundary.term, Name) else ""
    declared = definition.let.get(name) or definition.data.get(name)
    term = words.title(declared.title, name) if declared else unparse(boundary.term)
    return words.told(
        "boundary",
        term=term,
        bounds="; ".join(words.value(bound) for bound in boundary.bounds),
        value=words.value(boundary.witness),
        highest=words.value(boundary.bounds[-1]),
    )


def proofs_document(definition: Definition, proofs: Proofs) -> dict[str, object]:
    """Verdicts, stories and control flow as JSON."""
    return {
        "proofs": {
            "verdicts": [verdict_document(definition, verdict) for verdict in proofs.verdicts],
            "flow": {
                **{kind: list(getattr(proofs.flow, kind)) for kind in PLAIN},
                **{
                    kind: [
                        {"state": leaf, "events": [edge.event for edge in path]}
                        for leaf, path in getattr(proofs.flow, kind)
                    ]
                    for kind in PATHS
                },
            },
            "levels": levels_document(definition, proofs),
            "nodes": proofs.nodes,
            "stopped_by": proofs.stopped_by or None,
            "assumed": {event: list(terms) for event, terms in proofs.assumed.items()},
            "boundaries": [
                {
                    "term": unparse(each.term),
                    "bounds": [plain(bound) for bound in each.bounds],
                    "below": plain(each.witness),
                }
                for each in boundaries(definition)
            ],
        }
    }


def verdict_document(definition: Definition, verdict: Verdict) -> dict[str, object]:
    """One claim as JSON."""
    claim, told = verdict.claim, remark(verdict)
    said, position = breach(definition, claim), claim.position
    return {
        "template": claim.template,
        "claim": _both(claim_text(definition, claim)),
        "verdict": verdict.verdict,
        "message": _both(said) if verdict.verdict == REFUTED else None,
        "remark": _both(told) if told else None,
        "carried_by": verdict.carried_by,
        "why": verdict.why or None,
        "line": position.line if position else None,
        "column": position.column if position else None,
        "basis": list(claim.basis),
        "story": None
        if verdict.story is None
        else [
            {
                "at": plain(step.at),
                "event": step.event,
                "actor": step.actor.id if step.actor else None,
                "role": step.role,
                "payload": plain(step.payload),
                "state": step.target,
                "text": _both(line),
            }
            for step, line in zip(verdict.story.steps, story_lines(verdict.story), strict=True)
        ],
    }


def _both(text: Text) -> dict[str, str | None]:
    return {"vi": text.vi, "en": text.en}
