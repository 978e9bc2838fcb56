"""What can be done with a case now, by whom, or why not and what it would take."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from ..case import Case, Reason
from ..engine import Facts
from ..explanation import Able, Change, Explanation, Listing, Post, Who, explain
from ..explanation.telling import change_text
from ..explanation.telling import told as told_by
from ..messages import say
from ..model.definition import Event
from ..model.text import Text
from ..model.types import Field
from ..wording import Words
from ..wording.seen import seen
from .law import Law
from .markup import Both, both, pairs, told
from .rules import basis


def possible(law: Law, case: Case, facts: Facts, at: datetime, people: Listing | None) -> Iterator[str]:
    """Events that the state has, each with whether it is possible; then those that it has not."""
    machine = law.workflow.machine
    events = machine.definition.events
    answers = [
        explain(machine, case, name, at=at, facts=facts, directory=people)
        for name, event in events.items()
        if not event.is_clock
    ]
    here = [answer for answer in answers if not _elsewhere(answer)]
    if not here:
        yield f"<p>{told('nothing_here')}</p>"
    for answer in sorted(here, key=lambda each: bool(each.reasons)):
        yield from _answer(answer, events[answer.event], law)
    away = [answer for answer in answers if _elsewhere(answer)]
    if away:
        yield f"<details><summary>{told('elsewhere', count=len(away))}</summary><ul>"
        for answer in away:
            reason = next(each for each in answer.reasons if each.code == "wrong_state")
            yield f"<li>{both(reason.text)}</li>"
        yield "</ul></details>"


def _elsewhere(answer: Explanation) -> bool:
    return any(reason.code == "wrong_state" for reason in answer.reasons)


def _answer(answer: Explanation, event: Event, law: Law) -> Iterator[str]:
    words = law.words
    title = both(words(Words.event, answer.event))
    fields = [taken.field for taken in event.takes.values() if not taken.field.optional]
    looks = "bad" if answer.reasons else "good"
    yield f'<article class="card {looks}" aria-labelledby="do-{answer.event}"><h3 id="do-{answer.event}">{title}</h3>'
    if answer.reasons:
        yield f'<p><b class="bad">{both(say("explanation.impossible"))}</b></p>'
        yield from reasons(answer.event, answer.reasons, law)
    else:
        named = words(_named, fields)
        key = "needs_payload" if fields else "possible"
        yield f'<p><b class="good">{both(say(f"explanation.{key}", fields=named))}</b></p>'
    if answer.who is not None:
        yield from pairs(_who(answer.who, words))
    yield from _remedies(answer, words)
    yield basis(event.basis, words)
    yield "</article>\n"


def reasons(event: str, against: Sequence[Reason], law: Law) -> Iterator[str]:
    """Each reason with what it saw and its basis."""
    yield "<ul>"
    for reason in against:
        shown = law.seen(reason.values, event, _value, guard=reason.guard)
        values = f' <span class="note">({told("seen", values=shown)})</span>' if shown else ""
        yield f"<li>{both(reason.text)}{values}{basis(reason.basis, law.words)}</li>"
    yield "</ul>"


def _value(name: str, value: object, words: Words, _: str) -> str:
    return seen(name, value, words)


def _named(words: Words, fields: Sequence[Field]) -> str:
    return "; ".join(words.title(field.title, field.name) for field in fields)


def _who(found: Who, words: Both[Words]) -> Iterator[tuple[str, str]]:
    yield both(say("explanation.who")), "<br>".join(both(_post(post, words)) for post in found.posts)
    if found.able is not None:
        names = words(_people, found.able) if found.able else say("explanation.nobody")
        yield both(say("explanation.people")), both(names)
    for barred in found.barred or ():
        why = "; ".join(both(reason.text) for reason in barred.reasons)
        yield both(say("explanation.barred")), f"{both(words(Words.person, barred.actor))}: {why}"


def _post(post: Post, words: Both[Words]) -> Text:
    if post.problem is not None:
        return say("explanation.post_problem", role=words(Words.role, post.role), problem=post.problem)
    if post.party is not None:
        party = words(Words.person, post.party)
        return say("explanation.post_party", role=words(Words.role, post.role), party=party)
    return words(Words.held, post.role, post.unit)


def _people(words: Words, able: Sequence[Able]) -> str:
    return "; ".join(_person(words, each.actor, each.on_behalf) for each in able)


def _person(words: Words, actor: str, whose: str | None) -> str:
    person = words.person(actor)
    return told_by(words, "on_behalf", person=person, whose=words.person(whose)) if whose else person


def _remedies(answer: Explanation, words: Both[Words]) -> Iterator[str]:
    for remedy in answer.remedies:
        yield f"<p><b>{both(say('explanation.remedy', guard=remedy.said))}</b></p>"
        yield from _changes(answer, remedy.changes, words)
    for outcome in sorted(answer.outcomes, key=lambda each: not each.taken):
        state = words(Words.state, outcome.target) if outcome.target else say("explanation.stays")
        if outcome.taken:
            yield f"<p>{both(say('explanation.leads_to', state=state))}</p>"
        elif outcome.changes:
            yield f"<p>{both(say('explanation.could_lead', state=state))}</p>"
            yield from _changes(answer, outcome.changes, words)


def _changes(answer: Explanation, changes: Sequence[Change], words: Both[Words]) -> Iterator[str]:
    if not changes:
        yield f'<p class="note">{both(say("explanation.not_found"))}</p>'
        return
    yield "<ul>"
    for change in changes:
        text = words(change_text, answer.event, change, answer.case.data)
        yield f"<li>{both(text)}</li>"
    yield "</ul>"
