"""A migration plan and what is proved of it, as people and programs read it."""

from ..migration import Checked
from ..model.text import LANGUAGES
from ..model.tree import state_tree
from ..verification import PROVED
from ..verification.tell import claim_text
from .levels import level_findings
from .proofs import show_verdict, verdict_document
from .screen import Screen
from .words import Words

KINDS = ("flow/stuck", "flow/endless", "decision/gap")


def show_checked(out: Screen, checked: Checked) -> None:
    """What holds in one line, what is waived with its reason, and what falls short with its story."""
    plan, definition = checked.composed.plan, checked.composed.definition
    words = Words(out.language, definition, state_tree(definition))
    out.heading(words.title(plan.title, plan.name))
    proved = sum(each.verdict == PROVED for each in checked.proofs.verdicts)
    told = words.told("plan_proved", claims=proved, nodes=checked.proofs.nodes)
    out.paragraph(told, first=out.style("✓ ", "green"))
    for waiver in dict.fromkeys(waiver for waiver, _ in checked.waived):
        out.paragraph(
            words.told("plan_waived", claim=_claim(checked, waiver.claim, out.language)), first="· ", indent=0
        )
        why = words.told("plan_waived_why", reason=waiver.reason, decision=waiver.decision)
        out.paragraph(why, indent=2, style="dim")
    for verdict in checked.short:
        show_verdict(out, definition, verdict, words)
    for waiver in checked.idle:
        told = words.told("plan_idle", place=waiver.position, claim=waiver.claim)
        out.paragraph(told, first=out.style("✗ ", "red"))
    for finding in level_findings(definition, checked.proofs):
        if finding.code in KINDS and finding.fails:
            place = f"{finding.position}: " if finding.position else ""
            out.paragraph(
                f"{place}{finding.text.say(out.language)} [{finding.code}]", first=out.style("✗ ", "red")
            )
    if checked.proofs.stopped_by:
        out.paragraph(words.told("plan_stopped"), first=out.style("? ", "yellow"))
    out.line()
    key, style = ("plan_holds", "green") if checked.holds else ("plan_short", "red")
    out.paragraph(words.told(key), style=style)


def _claim(checked: Checked, title: str, language: str) -> str:
    plan = checked.composed.plan
    for claim in (*plan.properties, *plan.new.properties):
        if title in (claim.title.vi, claim.title.en):
            return claim_text(plan.new, claim).say(language)
    return title


def checked_document(checked: Checked) -> dict[str, object]:
    """The same as JSON."""
    plan, definition = checked.composed.plan, checked.composed.definition
    findings = [
        each for each in level_findings(definition, checked.proofs) if each.code in KINDS and each.fails
    ]
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
        "short": [verdict_document(definition, verdict) for verdict in checked.short],
        "idle": [
            {"property": each.claim, "line": each.position.line if each.position else None}
            for each in checked.idle
        ],
        "findings": [
            {"code": each.code, "message": {n: each.text.say(n) for n in LANGUAGES}, **each.facts}
            for each in findings
        ],
    }
