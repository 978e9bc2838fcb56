"""A migration plan and what is proved of it, as people and programs read it."""

from collections.abc import Iterator

from ..engine.reasons import state_title
from ..messages import say
from ..migration import Checked, in_its_terms, place_of_path, place_of_verdict
from ..model.position import Position
from ..model.text import LANGUAGES, Text
from ..model.tree import state_tree
from ..verification import PROVED
from ..verification.levels import Shown, level_findings
from ..verification.tell import claim_text, way
from ..wording import Words
from .proofs import show_verdict, verdict_document
from .screen import Screen

FLOW, GAP = ("flow/stuck", "flow/endless"), "decision/gap"


def show_checked(out: Screen, checked: Checked) -> None:
    """What holds in one line, what is waived with its reason, and what falls short with its story."""
    plan, definition = checked.composed.plan, checked.composed.definition
    words = Words(out.language, definition, state_tree(definition))
    out.heading(words.title(plan.title, plan.name))
    proved = sum(each.verdict == PROVED for each in checked.proofs.verdicts)
    told = words.told("plan_proved", claims=proved, nodes=checked.proofs.nodes)
    if proved:
        out.paragraph(told, first=out.style("✓ ", "green"))
    for waiver in dict.fromkeys(waiver for waiver, _ in checked.waived):
        out.paragraph(
            words.told("plan_waived", claim=_claim(checked, waiver.claim, out.language)), first="· ", indent=0
        )
        why = words.told("plan_waived_why", reason=waiver.reason, decision=waiver.decision)
        out.paragraph(why, indent=2, style="dim")
    for verdict in checked.short:
        show_verdict(out, definition, verdict, words)
        place = place_of_verdict(checked.composed, verdict)
        out.paragraph(words.told("plan_here", place=place), indent=4, style="dim")
    for waiver in checked.idle:
        told = words.told("plan_idle", place=waiver.position, claim=waiver.claim)
        out.paragraph(told, first=out.style("✗ ", "red"))
    for finding, place in _findings(checked):
        told = f"{place}: {_said(checked, finding).say(out.language)} [{finding.code}]"
        out.paragraph(told, first=out.style("✗ ", "red"))
        if finding.path:
            out.paragraph(way(definition, finding.path).say(out.language), indent=4)
    if checked.proofs.stopped_by:
        out.paragraph(words.told("plan_stopped"), first=out.style("? ", "yellow"))
    out.line()
    key, style = ("plan_holds", "green") if checked.holds else ("plan_short", "red")
    out.paragraph(words.told(key), style=style)


def _findings(checked: Checked) -> Iterator[tuple[Shown, Position]]:
    """Cases that could not go on or end, and those that no branch is for, with the line of the plan to be mended."""
    composed = checked.composed
    for each in level_findings(composed.definition, checked.proofs):
        if each.code in FLOW:
            yield each, place_of_path(composed, each.path)
        elif each.code == GAP and each.fails and each.facts["event"] == composed.crossing:
            yield each, each.position or composed.plan.place("states")
    tree = state_tree(composed.definition)
    for leaf, path in checked.proofs.flow.doubtful:
        told = say("cli.plan_doubtful", name=state_title(tree, leaf))
        doubtful = Shown("flow/doubtful", None, told, Text(), path=path, facts={"state": leaf})
        yield doubtful, place_of_path(composed, path)


def _said(checked: Checked, finding: Shown) -> Text:
    return in_its_terms(checked.composed, finding.text)


def _claim(checked: Checked, title: str, language: str) -> str:
    plan = checked.composed.plan
    for claim in (*plan.properties, *plan.new.properties):
        if title in (claim.title.vi, claim.title.en):
            return claim_text(plan.new, claim).say(language)
    return title


def checked_document(checked: Checked) -> dict[str, object]:
    """The same as JSON."""
    plan, definition = checked.composed.plan, checked.composed.definition
    return {
        "holds": checked.holds,
        "plan": plan.name,
        "from": f"{plan.old.workflow}@{plan.old.version}",
        "to": f"{plan.new.workflow}@{plan.new.version}",
        "proved": sum(each.verdict == PROVED for each in checked.proofs.verdicts),
        "nodes": checked.proofs.nodes,
        "stopped_by": checked.proofs.stopped_by or None,
        "waived": [
            {
                "property": waiver.claim,
                "decision": waiver.decision,
                "reason": {n: waiver.reason.say(n) for n in LANGUAGES},
            }
            for waiver in dict.fromkeys(waiver for waiver, _ in checked.waived)
        ],
        "short": [
            {**verdict_document(definition, verdict), **_where(place_of_verdict(checked.composed, verdict))}
            for verdict in checked.short
        ],
        "idle": [
            {"property": each.claim, **_where(each.position or plan.place("waives"))} for each in checked.idle
        ],
        "findings": [
            {
                "code": each.code,
                "message": {n: _said(checked, each).say(n) for n in LANGUAGES},
                **_where(place),
                **each.facts,
            }
            for each, place in _findings(checked)
        ],
    }


def _where(place: Position) -> dict[str, object]:
    """The line of the plan that is to be mended; `line` of a claim is where it stands itself."""
    return {"plan_line": place.line, "plan_column": place.column}
