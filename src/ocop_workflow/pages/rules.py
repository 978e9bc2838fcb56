"""The table of rules on a page: every start and event with what it asks and where it leads, and every refusal."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from ..case import Reason
from ..drawing.annex import Annex, Cited, Line, Rule
from ..messages import say
from ..model.text import LANGUAGES, Text
from ..wording import Words
from .markup import Both, both, cited, pairs, told, with_links
from .template import Part


def parts(annex: Annex, words: Both[Words]) -> Iterator[Part]:
    """Rules first, since these are asked about; then what they use, the answers that are common to all, sources."""
    yield Part("rules", say("pages.rules"), _rules(annex, words))
    for section in annex.sections:
        if section.lines:
            yield Part(section.name, say(f"annex.{section.name}"), _lines(section.lines, words))
    yield Part("general", say("annex.general"), _answers(annex.general, (), words))
    if annex.sources:
        yield Part("sources", say("annex.sources"), _sources(annex))


def basis(names: tuple[str, ...], words: Both[Words]) -> str:
    """A legal basis in words."""
    return cited(Both(words.vi.basis(names), words.en.basis(names)))


def _rules(annex: Annex, words: Both[Words]) -> Iterator[str]:
    for number, rule in enumerate(annex.rules, 1):
        yield f'<article class="card long" id="rule-{rule.name}" aria-labelledby="of-rule-{rule.name}">'
        yield f'<h3 id="of-rule-{rule.name}">{number}. {both(rule.title)}</h3>'
        yield from _rule(rule, words)
        yield "</article>\n"


def _rule(rule: Rule, words: Both[Words]) -> Iterator[str]:
    """What all its lines rest on is told once."""
    found = [
        (both(label), "".join(_line(line, rule.basis, words) for line in lines))
        for label, lines in groupby(rule.lines, key=lambda line: line.label)
    ]
    yield from pairs(found)
    yield basis(rule.basis, words)
    if rule.refusals:
        yield f"<details><summary>{told('refusals', count=len(rule.refusals))}</summary>"
        yield from _answers(rule.refusals, rule.basis, words)
        yield "</details>"


def _line(line: Line, known: tuple[str, ...], words: Both[Words]) -> str:
    return f"<p>{both(line.text)}</p>" + (basis(line.basis, words) if line.basis != known else "")


def _lines(lines: Iterable[Line], words: Both[Words]) -> Iterator[str]:
    yield '<ul class="plain">'
    for line in lines:
        label = f"<b>{both(line.label)}:</b> " if line.label else ""
        yield f"<li><p>{label}{both(line.text)}</p>{basis(line.basis, words)}</li>\n"
    yield "</ul>"


def _answers(reasons: Iterable[Reason], known: tuple[str, ...], words: Both[Words]) -> Iterator[str]:
    for code, group in groupby(reasons, key=lambda reason: reason.code):
        yield f"<p><b>{both(say('annex.answers', code=say(f'engine.code_{code}')))}</b></p><ul>"
        for reason in group:
            other = basis(reason.basis, words) if reason.basis != known else ""
            yield f"<li>{both(reason.text)}{other}</li>"
        yield "</ul>"


def _addressed(source: Cited) -> Text:
    """With the addresses that only the other language has."""
    vi, en = (
        ", ".join([said, *(address for address in source.addresses if address not in said)])
        for said in (source.text.say(language) for language in LANGUAGES)
    )
    return Text(vi=vi, en=en)


def _sources(annex: Annex) -> Iterator[str]:
    yield '<ul class="small">'
    for source in annex.sources:
        yield f"<li>{with_links(_addressed(source))}</li>\n"
    yield "</ul>"
    marks = "; ".join(f"<b>{both(mark.label)}</b>: {both(mark.text)}" for mark in annex.marks)
    yield f'<p class="note">{both(say("annex.marks"))}: {marks}</p>'
