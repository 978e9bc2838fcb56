"""The table as blocks of rows, in the order in which they are read; what renderers share."""

from collections.abc import Iterable, Iterator

from attrs import frozen

from ...case import Reason
from ...messages import say
from ...model.text import Text
from .parts import Annex, Line


@frozen
class Row:
    """A line of a rule, or an answer; `label` is what it is about (empty: nothing is said)."""

    label: Text
    text: Text
    basis: tuple[str, ...]


@frozen
class Group:
    """Rows under a heading of their own, which may be empty."""

    title: Text
    rows: tuple[Row, ...]


@frozen
class Block:
    """A heading with its groups; `depth` is 2 for parts of the document, 3 for one rule, which has a number."""

    title: Text
    anchor: str
    depth: int
    groups: tuple[Group, ...] = ()
    number: int | None = None


def blocks(annex: Annex) -> Iterator[Block]:
    """Parameters, terms, steps, rules, the answers that are common to all, claims, sources."""
    for section in annex.sections:
        if section.lines:
            yield Block(say(f"annex.{section.name}"), section.name, 2, _lines(section.lines))
    yield Block(say("annex.rules"), "rules", 2)
    for number, rule in enumerate(annex.rules, 1):
        groups = (*_lines(rule.lines), *_answers(rule.refusals))
        yield Block(rule.title, f"rule-{rule.name}", 3, groups, number)
    yield Block(say("annex.general"), "general", 2, tuple(_answers(annex.general)))
    if annex.claims.lines:
        yield Block(say("annex.claims"), "claims", 2, _lines(annex.claims.lines))
    rows = (Row(Text(), Text(), (source.name,)) for source in annex.sources)
    yield Block(say("annex.sources"), "sources", 2, (Group(Text(), tuple(rows)),))


def _lines(lines: Iterable[Line]) -> tuple[Group, ...]:
    return (Group(Text(), tuple(Row(line.label, line.text, line.basis) for line in lines)),)


def _answers(reasons: Iterable[Reason]) -> Iterator[Group]:
    """The answers by their code, each code under what it means."""
    found: dict[str, list[Row]] = {}
    for reason in reasons:
        found.setdefault(reason.code, []).append(Row(Text(), reason.text, reason.basis))
    for code, rows in found.items():
        title = say("annex.answers", code=say(f"engine.code_{code}"))
        yield Group(title, tuple(rows))
