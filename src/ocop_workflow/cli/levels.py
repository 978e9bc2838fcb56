"""What control flow and decisions show, as people and programs read it."""

from ..messages import say
from ..model.definition import Definition
from ..model.text import LANGUAGES
from ..verification import Proofs
from ..verification.levels import level_findings
from ..verification.tell import way
from .screen import Screen


def show_levels(out: Screen, definition: Definition, proofs: Proofs) -> None:
    """Failures and remarks, each with its place and with what to do."""
    for each in level_findings(definition, proofs):
        sign, style = ("✗ ", "red") if each.fails else ("· ", "dim")
        place = f"{each.position}: " if each.position else ""
        told = f"{place}{each.text.say(out.language)} [{each.code}]"
        out.paragraph(told, indent=2, first=sign, style=style)
        if each.path:
            out.paragraph(way(definition, each.path).say(out.language), indent=6)
        if each.fails:
            hint = say("verification.hint", hint=each.hint).say(out.language)
            out.paragraph(hint, indent=6, style="dim")


def levels_document(definition: Definition, proofs: Proofs) -> list[dict[str, object]]:
    """The findings as JSON."""
    return [
        {
            "code": each.code,
            "fails": each.fails,
            **each.facts,
            "line": each.position.line if each.position else None,
            "column": each.position.column if each.position else None,
            "events": [edge.event for edge in each.path],
            "message": {language: each.text.say(language) for language in LANGUAGES},
            "hint": {language: each.hint.say(language) for language in LANGUAGES},
        }
        for each in level_findings(definition, proofs)
    ]
