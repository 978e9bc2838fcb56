"""What `check` finds, as a list: each finding with its rule, its place and its story, for whoever writes it down."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from attrs import field, frozen

from ..engine.reasons import event_title
from ..errors import Problem
from ..messages import say, sentences
from ..model.definition import Definition
from ..model.position import Position
from ..model.text import Text
from ..verification import PROVED, REFUTED, Proofs, Verdict
from ..verification.levels import level_findings
from ..verification.tell import assumed_parameters, breach, claim_text, remark, story_lines
from .staffing import Staffed

ROOMS = ("reading", "guards", "directory", "workflow")  # whose sentences problems of files say
PLACE = re.compile(r"\{\w+\}")  # in a sentence, what is filled in
Level = Literal["error", "warning", "note"]
Step = tuple[Position | None, Text]  # one of a story: where its event stands, and what happens


@frozen
class Rule:
    """What a finding is an instance of: a stable id, what it says in general, and what to do."""

    id: str
    text: Text
    help: Text


@frozen
class Finding:
    """`position` is None where the whole workflow is meant; `steps` are the shortest way there, if there is one."""

    rule: Rule
    level: Level
    message: Text
    position: Position | None = None
    steps: Sequence[Step] = field(default=())


def of_problems(problems: Sequence[Problem]) -> Iterator[Finding]:
    """What is wrong in the language."""
    for problem in problems:
        room = next(room for room in ROOMS if _says(room, problem))
        known = sentences(room)
        advice = known.get(f"{problem.code}_hint")
        rule = Rule(
            problem.code, _open(known[problem.code]), _open(advice) if advice else say("sarif.problem")
        )
        message = (
            say("sarif.with_hint", message=problem.message, hint=problem.hint)
            if problem.hint
            else problem.message
        )
        yield Finding(rule, "error", message, problem.position)


def of_proofs(definition: Definition, proofs: Proofs) -> Iterator[Finding]:
    """Claims that are not proved, and what control flow and decisions show."""
    events = _events(definition)
    for verdict in proofs.verdicts:
        if verdict.verdict != PROVED:
            yield _of_claim(definition, verdict, events)
    for each in level_findings(definition, proofs):
        rule = Rule(each.code, _open(sentences("verification")[each.sentence]), each.hint)
        way = [(events[edge.event], event_title(definition, edge.event)) for edge in each.path]
        yield Finding(rule, "error" if each.fails else "note", each.text, each.position, way)


def of_staff(definition: Definition, found: Staffed | None, unhandled: Sequence[str]) -> Iterator[Finding]:
    """What a directory, units and a calendar lack, and clock events that nobody heeds."""
    events = _events(definition)
    if found is not None:
        for group, text in found.findings:
            yield Finding(
                _told("staffing", group[0].kind),
                "error" if group[0].fails else "note",
                text,
                events[group[0].event],
            )
        for days in found.days:
            text = say(
                "explanation.uncovered", source=days.source, first=days.first, last=days.last, why=days.why
            )
            yield Finding(_told("staffing", "uncovered"), "error", text)
    for name in unhandled:
        text = say("explanation.unheeded", event=event_title(definition, name))
        yield Finding(_told("remark", "unheeded"), "note", text, events[name])


def _of_claim(definition: Definition, verdict: Verdict, events: Mapping[str, Position | None]) -> Finding:
    claim, refuted = verdict.claim, verdict.verdict == REFUTED
    said = breach(definition, claim) if refuted else claim_text(definition, claim)
    if refuted and claim.title:
        said = say("sarif.titled", claim=claim.title, message=said)
    if told := remark(verdict):
        said = say("sarif.because", message=said, why=told)
    steps: list[Step] = []
    if verdict.story is not None:
        lines = story_lines(verdict.story)
        steps = [(events[step.event], line) for step, line in zip(verdict.story.steps, lines, strict=True)]
        if assumed := assumed_parameters(definition, verdict.story):
            said = say("sarif.because", message=said, why=assumed)
    described = sentences("schema")
    about = described.get(f"template_{claim.template}") or described[f"property_{claim.template}"]
    rule = Rule(f"{verdict.verdict}/{claim.template}", about, say(f"sarif.{verdict.verdict}"))
    return Finding(rule, "error" if refuted else "warning", said, claim.position, steps)


def _events(definition: Definition) -> Mapping[str, Position | None]:
    """Where the events and starts stand."""
    starts = {each.name: each.position for each in definition.start.values()}
    return starts | {each.name: each.position for each in definition.events.values()}


def _told(family: str, kind: str) -> Rule:
    return Rule(f"{family}/{kind}", _open(sentences("explanation")[kind]), say(f"sarif.{family}"))


def _open(template: Text) -> Text:
    """A sentence whose places are not filled."""
    return Text(vi=PLACE.sub("…", template.say("vi")), en=PLACE.sub("…", template.say("en")))


def _says(room: str, problem: Problem) -> bool:
    """Whether the problem is told by this room's sentence of its code."""
    template = sentences(room).get(problem.code)
    if template is None:
        return False
    parts = (re.escape(part) for part in PLACE.split(template.say("en")))
    return re.fullmatch(".*".join(parts), problem.message.say("en"), re.DOTALL) is not None
