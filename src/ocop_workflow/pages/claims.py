"""What a workflow claims of every case, each with its verdict; what is wrong with its control flow and decisions."""

from collections.abc import Iterator

from ..engine.reasons import titled
from ..messages import say
from ..model.definition import Definition
from ..model.text import Text
from ..verification import PROVED, REFUTED, UNKNOWN, Proofs, Verdict
from ..verification.levels import Shown, level_findings
from ..verification.tell import assumed_parameters, breach, claim_text, remark, story_lines, way
from ..wording import Words
from .markup import Both, both, cited, told

SIGNS = {PROVED: ("✓", "good"), REFUTED: ("✗", "bad")}
DOUBT = ("?", "open")


def claims(definition: Definition, proofs: Proofs, words: Both[Words]) -> Iterator[str]:
    """Every claim, those that are not proved first; then the findings."""
    yield f"<p>{told('judged', claims=len(proofs.verdicts), situations=proofs.nodes)}</p>"
    order = {REFUTED: 0, UNKNOWN: 1}
    for verdict in sorted(proofs.verdicts, key=lambda each: order.get(each.verdict, len(order))):
        yield from _claim(definition, verdict, words)
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
    yield cited(Both(*(each.basis(claim.basis) for each in (words.vi, words.en))))
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
