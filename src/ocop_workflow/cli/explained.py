"""An explanation as JSON for other programs; what it takes is told in both languages."""

from collections.abc import Iterable

from ..case import Reason
from ..explanation import Change, Explanation, Outcome, Remedy, Way, Who
from ..explanation.telling import change_text
from ..interchange.documents import reason_document
from ..model.canonical import instant_text, plain
from ..model.text import LANGUAGES
from ..wording import Words


def explanation_document(answer: Explanation, words: Words) -> dict[str, object]:
    """The whole answer."""
    return {
        "case": answer.case.id,
        "event": answer.event,
        "state": answer.case.state,
        "at": instant_text(answer.at),
        "reasons": _reasons(answer.reasons, words),
        "asked": None if answer.asked is None else _reasons(answer.asked, words),
        "who": _who(answer.who, words),
        "remedies": [_remedy(each, answer, words) for each in answer.remedies],
        "outcomes": [_outcome(each, answer, words) for each in answer.outcomes],
        "ways": [_way(each) for each in answer.ways],
        "missing": [
            {"event": each.event, "who": _who(each.who, words), "ways": [_way(way) for way in each.ways]}
            for each in answer.missing
        ],
    }


def _reasons(reasons: Iterable[Reason], words: Words) -> list[dict[str, object]]:
    return [reason_document(each, words.definition.sources) for each in reasons]


def _who(who: Who | None, words: Words) -> dict[str, object] | None:
    if who is None:
        return None
    return {
        "state": who.state,
        "posts": [
            {
                "role": post.role,
                "unit": post.unit,
                "party": post.party,
                "problem": {"vi": post.problem.vi, "en": post.problem.en} if post.problem else None,
            }
            for post in who.posts
        ],
        "able": None
        if who.able is None
        else [
            {"actor": each.actor, "role": each.role, "unit": each.unit, "on_behalf": each.on_behalf}
            for each in who.able
        ],
        "barred": None
        if who.barred is None
        else [
            {
                "actor": each.actor,
                "reasons": [reason_document(reason, words.definition.sources) for reason in each.reasons],
            }
            for each in who.barred
        ],
    }


def _remedy(remedy: Remedy, answer: Explanation, words: Words) -> dict[str, object]:
    return {"guard": remedy.guard, "changes": [_change(each, answer, words) for each in remedy.changes]}


def _outcome(outcome: Outcome, answer: Explanation, words: Words) -> dict[str, object]:
    changes = [_change(each, answer, words) for each in outcome.changes]
    return {"target": outcome.target, "taken": outcome.taken, "changes": changes}


def _change(change: Change, answer: Explanation, words: Words) -> dict[str, object]:
    return {
        "text": {
            language: change_text(words.speaking(language), answer.event, change, answer.case.data)
            for language in LANGUAGES
        },
        "needs": [
            {
                "what": need.what,
                "relation": need.relation,
                "has": plain(need.has),
                "bound": plain(need.bound),
                "more": need.more,
                "kept": need.kept,
            }
            for need in change.needs
        ],
        "data": plain(dict(change.data)),
        "taken": plain(dict(change.taken)),
        "links": dict(change.links),
        "at": instant_text(change.at) if change.at else None,
        "writers": list(change.writers),
    }


def _way(way: Way) -> dict[str, object]:
    return {"state": way.state, "events": [{"event": event, "state": state} for event, state in way.steps]}
