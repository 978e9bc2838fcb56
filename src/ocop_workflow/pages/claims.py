"""What a workflow claims of every case, each with its verdict; what is wrong with its control flow and decisions."""

from collections.abc import Iterator

from ..engine.reasons import titled
from ..messages import say
from ..model.definition import Definition
from ..model.text import Text
from ..verification import PROVED, REFUTED, Proofs, Verdict
from ..verification.levels import Shown, level_findings
from ..verification.tell import assumed_parameters, breach, claim_text, remark, story_lines, way
from ..wording import Words
from .markup import Both, Column, both, cited, sources, table, told

SIGNS = {REFUTED: ("✗", "bad")}
DOUBT = ("?", "open")


def claims(definition: Definition, proofs: Proofs, words: Both[Words]) -> Iterator[str]:
    """Those that are not proved, each with its story; those that are, folded in a table; then the findings."""
    short = [verdict for verdict in proofs.verdicts if verdict.verdict != PROVED]
    counts = {"claims": len(proofs.verdicts), "situations": proofs.nodes, "short": len(short)}
    yield f"<p>{told('judged', **counts)}</p>"
    for verdict in sorted(short, key=lambda each: each.verdict != REFUTED):
        yield from _claim(definition, verdict, words)
    proved = [verdict for verdict in proofs.verdicts if verdict.verdict == PROVED]
    if proved:
        yield f'<details><summary id="proved">{told("proved", count=len(proved))}</summary>'
        columns = [Column(say("pages.claim")), Column(say("pages.basis"))]
        rows = (_proved(definition, verdict, words) for verdict in proved)
        yield from table(columns, rows, "proved")
        yield "</details>"
    yield f"<h3>{told('flow')}</h3>"
    found = tuple(level_findings(definition, proofs))
    wrong = [each for each in found if each.fails]
    if not wrong:
        yield f'<p><span class="sign good" aria-hidden="true">✓</span> {told("flow_fine")}</p>'
    for each in (*wrong, *(each for each in found if not each.fails)):
        yield from _finding(definition, each)
    for link in definition.links.values():
        title = titled(link.title, link.name)
        key = "assumed_linked" if link.count is None else "assumed_count"
        yield f'<p class="note">· {told(key, link=title, maximum=link.maximum)}</p>'


def _proved(definition: Definition, verdict: Verdict, words: Both[Words]) -> list[str]:
    said = (
        f'<span class="sign good" aria-hidden="true">✓</span> {both(claim_text(definition, verdict.claim))}'
    )
    rests = remark(verdict)
    return [
        said + (_note(rests) if rests else ""),
        f'<span class="small">{sources(_basis(verdict, words))}</span>',
    ]


def _basis(verdict: Verdict, words: Both[Words]) -> Both[list[str]]:
    return Both(*(each.basis(verdict.claim.basis) for each in (words.vi, words.en)))


def _claim(definition: Definition, verdict: Verdict, words: Both[Words]) -> Iterator[str]:
    sign, looks = SIGNS.get(verdict.verdict, DOUBT)
    claim, broken = verdict.claim, verdict.verdict == REFUTED
    called = both(say(f"verification.{verdict.verdict}"))
    yield f'<div class="card {looks}"><p><b class="{looks}"><span aria-hidden="true">{sign}</span> {called}:</b> '
    yield f"{both(breach(definition, claim) if broken and not claim.title else claim_text(definition, claim))}</p>"
    if broken and claim.title:
        yield f"<p>{told('because', breach=breach(definition, claim))}</p>"
    if said := remark(verdict):
        yield _note(said)
    if verdict.story is not None:
        yield f"<p>{told('story')}</p><ol>"
        yield "".join(f"<li>{both(line)}</li>" for line in story_lines(verdict.story))
        yield "</ol>"
        if assumed := assumed_parameters(definition, verdict.story):
            yield _note(assumed)
    yield cited(_basis(verdict, words))
    yield "</div>\n"


def _finding(definition: Definition, found: Shown) -> Iterator[str]:
    if not found.fails:
        yield f'<p class="note">· {both(found.text)}</p>'
        return
    yield f'<div class="card bad"><p><b class="bad"><span aria-hidden="true">✗</span></b> {both(found.text)}</p>'
    if found.path:
        yield _note(way(definition, found.path))
    yield f"{_note(say('verification.hint', hint=found.hint))}</div>\n"


def _note(text: Text) -> str:
    return f'<p class="note">{both(text)}</p>'
