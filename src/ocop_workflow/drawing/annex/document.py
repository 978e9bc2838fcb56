"""The table as one JSON document, in both languages, for other programs."""

from collections.abc import Iterable

from ...case import Reason
from ...model.text import Text
from .parts import Annex, Line


def document(annex: Annex) -> dict[str, object]:
    """Everything that the pages have, and names beside titles; `basis` has the names of sources and their marks."""
    return {
        "title": _text(annex.title),
        "code": _text(annex.code),
        "marks": {mark.label.say("vi"): _text(mark.text) for mark in annex.marks},
        "sources": {
            source.name: {**_text(source.text), "addresses": list(source.addresses)}
            for source in annex.sources
        },
        **{section.name: _lines(section.lines) for section in (*annex.sections, annex.claims)},
        "rules": [
            {
                "name": rule.name,
                "title": _text(rule.title),
                "basis": _basis(annex, rule.basis),
                "lines": _lines(rule.lines),
                "refusals": _reasons(annex, rule.refusals),
            }
            for rule in annex.rules
        ],
        "general": _reasons(annex, annex.general),
    }


def _text(text: Text) -> dict[str, object]:
    return {"vi": text.say("vi"), "en": text.say("en")}


def _lines(lines: Iterable[Line]) -> list[object]:
    return [
        {"about": _text(line.label), "text": _text(line.text), "basis": list(line.basis)} for line in lines
    ]


def _basis(annex: Annex, basis: tuple[str, ...]) -> list[object]:
    return [{"source": cited.name, "mark": cited.mark} for cited in annex.cited(basis)]


def _reasons(annex: Annex, reasons: Iterable[Reason]) -> list[object]:
    return [
        {
            "code": reason.code,
            "guard": reason.guard,
            "text": _text(reason.text),
            "basis": _basis(annex, reason.basis),
        }
        for reason in reasons
    ]
