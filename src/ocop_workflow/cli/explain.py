"""`explain`: who may do an event on a stored case, and what would have to be otherwise."""

from datetime import date
from pathlib import Path

from attrs import frozen

from ..access import Actor
from ..access.directory import DatedDirectory
from ..engine.facts import Facts, local_date
from ..engine.table import role_names
from ..explanation import Change, Explanation, Missing, Way, Who, explain
from ..explanation.telling import change_text, told
from ..messages import say
from ..reading import read_directory
from ..wording import Words
from ..workflow import Workflow, utc_now
from .databases import open_store
from .days import moment_of
from .explained import explanation_document
from .inputs import read_inputs
from .parser import UsageError
from .reasons import show_reasons
from .screen import Screen

COMMAND = "ocop-workflow explain"


@frozen
class Question:
    """What was asked on the command line."""

    case: str
    event: str
    database: str
    actor: str | None = None
    directory: str | None = None
    units: str | None = None
    calendar: str | None = None
    at: str | None = None


def explain_case(out: Screen, asked: Question, *, as_json: bool) -> int:
    """Prints the answer; returns 1 if the event is not possible, even with what has to be handed in."""
    inputs = read_inputs(*(Path(name) if name else None for name in (asked.units, asked.calendar)))
    people = read_directory(Path(asked.directory)) if asked.directory else None
    with open_store(asked.database, inputs, existing=True) as store:
        case, workflow = store.get(asked.case), store.workflow(asked.case)
        links = store.links(asked.case)
    _known(asked.event, workflow)
    timezone = workflow.definition.timezone
    now = utc_now()
    at = max(case.at, moment_of(asked.at, timezone, COMMAND) if asked.at else now)
    answer = explain(
        workflow.machine,
        case,
        asked.event,
        at=at,
        facts=Facts(now=max(now, at), units=inputs.units, calendar=inputs.calendar, links=links),
        directory=people,
        actor=_actor(asked.actor, people, local_date(at, timezone)),
    )
    words = Words(
        out.language,
        workflow.definition,
        workflow.machine.table.tree,
        units=inputs.units,
        names=people.people if people else None,
    ).on(at)
    if as_json:
        out.json(explanation_document(answer, words))
    else:
        _Shown(out, words, workflow, asked.actor).show(answer)
    return 1 if answer.asked or answer.reasons else 0


def _known(event: str, workflow: Workflow) -> None:
    """Raises UsageError, with all that there are, for an event that the workflow does not have."""
    events = workflow.definition.events
    if event not in events:
        known = ", ".join(events)
        raise UsageError(say("explanation.unknown_event", event=event, known=known), COMMAND)


def _actor(name: str | None, people: DatedDirectory | None, on: date) -> Actor | None:
    if name is None:
        return None
    if people is None:
        raise UsageError(say("explanation.needs_directory"), COMMAND)
    if name not in people.people:
        raise UsageError(say("explanation.unknown_person", name=name, directory=people.id), COMMAND)
    return people.actor(name, on)


class _Shown:
    """Writes one answer on a screen."""

    def __init__(self, out: Screen, words: Words, workflow: Workflow, asked: str | None) -> None:
        self.out, self.words, self.workflow, self.asked = out, words, workflow, asked

    def show(self, answer: Explanation) -> None:
        out, words = self.out, self.words
        day = words.day(answer.at)
        out.heading(told(words, "title", event=words.event(answer.event), case=answer.case.id, day=day))
        out.paragraph(told(words, "state", state=words.state(answer.case.state)))
        self._verdict(answer)
        if answer.who is not None:
            self._who(answer.who, indent=0)
        self._remedies(answer)
        for way in answer.ways:
            self._way(way, indent=0)
        if any(reason.code == "wrong_state" for reason in answer.reasons) and not answer.ways:
            out.paragraph(told(words, "no_way"))
        for missing in answer.missing:
            self._missing(missing)

    def _verdict(self, answer: Explanation) -> None:
        out, words = self.out, self.words
        if answer.reasons:
            out.paragraph(told(words, "impossible"), style="red")
            show_reasons(out, words, answer.event, answer.reasons, indent=2)
        else:
            declared = self.workflow.machine.table.events[answer.event]
            fields = [
                words.title(t.field.title, n) for n, t in declared.takes.items() if not t.field.optional
            ]
            key = "needs_payload" if fields else "possible"
            out.paragraph(told(words, key, fields="; ".join(fields)), style="green")
        due = answer.case.due.get(answer.event)
        if due is not None and due.at is not None:
            out.paragraph(told(words, "due_on", day=words.day(due.at)))
        if answer.asked is not None:
            own = tuple(reason for reason in answer.asked if reason.code == "not_permitted")
            key = "asked_refused" if own else "asked_allowed"
            out.paragraph(told(words, key, actor=words.person(self.asked or "")))
            show_reasons(out, words, answer.event, own, indent=2)

    def _who(self, who: Who, *, indent: int) -> None:
        out, words = self.out, self.words
        pairs: list[tuple[str, str]] = []
        for post in who.posts:
            values = {"role": words.role(post.role)}
            if post.problem is not None:
                text = told(words, "post_problem", **values, problem=post.problem)
            elif post.party is not None:
                text = told(words, "post_party", **values, party=words.person(post.party))
            else:
                text = words.held(post.role, post.unit)
            pairs.append((told(words, "who") if not pairs else "", text))
        if who.able is not None:
            names = [
                told(words, "on_behalf", person=words.person(each.actor), whose=words.person(each.on_behalf))
                if each.on_behalf
                else words.person(each.actor)
                for each in who.able
            ]
            pairs.append((told(words, "people"), "; ".join(names) or told(words, "nobody")))
        for barred in who.barred or ():
            why = "; ".join(reason.text.say(words.language) for reason in barred.reasons)
            pairs.append((told(words, "barred"), f"{words.person(barred.actor)}: {why}"))
        out.pairs(pairs, indent=indent)

    def _remedies(self, answer: Explanation) -> None:
        out, words = self.out, self.words
        for remedy in answer.remedies:
            guard = remedy.said.say(words.language)
            out.paragraph(told(words, "remedy", guard=guard), style="bold")
            self._changes(answer, remedy.changes)
        for outcome in answer.outcomes:
            state = words.state(outcome.target) if outcome.target else told(words, "stays")
            if outcome.taken:
                out.paragraph(told(words, "leads_to", state=state))
            elif outcome.changes:
                out.paragraph(told(words, "could_lead", state=state))
                self._changes(answer, outcome.changes)

    def _changes(self, answer: Explanation, changes: tuple[Change, ...]) -> None:
        if not changes:
            self.out.paragraph(told(self.words, "not_found"), indent=2)
        for number, change in enumerate(changes):
            first = told(self.words, "or") if number else ""
            self.out.paragraph(
                change_text(self.words, answer.event, change, answer.case.data), indent=2, first=first
            )

    def _way(self, way: Way, *, indent: int) -> None:
        words = self.words
        self.out.paragraph(told(words, "way", state=words.state(way.state)), indent=indent)
        for number, (event, target) in enumerate(way.steps, start=1):
            declared = words.definition.events[event]
            able = role_names(words.definition, declared)
            roles = told(words, "by_time") if declared.is_clock else ", ".join(map(words.role, able))
            text = told(words, "step", event=words.event(event), roles=roles, state=words.state(target))
            self.out.paragraph(text, indent=indent + 2, first=f"{number}. ")

    def _missing(self, missing: Missing) -> None:
        words = self.words
        self.out.paragraph(told(words, "missing", event=words.event(missing.event)), style="bold")
        if missing.who is not None:
            self._who(missing.who, indent=2)
        for way in missing.ways:
            self._way(way, indent=2)
        if missing.who is None and not missing.ways:
            self.out.paragraph(told(words, "no_way"), indent=2)
