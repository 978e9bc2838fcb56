"""What a proof found, in sentences: claims, stories, reasons, in Vietnamese and English."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..engine.facts import local_date
from ..engine.reasons import event_title, state_title, titled
from ..messages import say, sentences
from ..model.canonical import plain
from ..model.definition import CLOCK, Definition, Duration, Letter, Property
from ..model.text import Text
from ..model.tree import StateTree, state_tree
from ..properties import says_doing
from .replay import Story, Told
from .space import Edge
from .verdict import REFUTED, UNKNOWN, VACUOUS, Verdict


def claim_text(definition: Definition, claim: Property) -> Text:
    """The claim's title, else what its template says."""
    return claim.title or _said(definition, claim, "claim_")


def breach(definition: Definition, claim: Property) -> Text:
    """What can happen where the claim is refuted, by its template."""
    return _said(definition, claim, "")


def remark(verdict: Verdict) -> Text:
    """Why a verdict is unknown or vacuous, or what a proof rests on; empty where there is nothing to say."""
    if verdict.verdict == REFUTED and verdict.lacking is not None:
        witness = ", ".join(f"{name} = {plain(value)}" for name, value in verdict.lacking.witness.items())
        return say("verification.lacking", where=verdict.lacking.text, witness=witness)
    if verdict.verdict == VACUOUS:
        return say("verification.vacuous")
    if verdict.verdict == UNKNOWN:
        return _why_unknown(verdict)
    return say(f"verification.carried_by_{verdict.carried_by}") if verdict.carried_by else Text()


def _why_unknown(verdict: Verdict) -> Text:
    key = f"why_{verdict.why}"
    if verdict.why == "class" and not verdict.undecided:
        key = "why_class_plain"
    elif verdict.why == "time" and verdict.stopped_by == "solver":
        key = "why_time_solver"
    elif verdict.why == "replay" and verdict.undecided:
        key = "why_replay_terms"
    undecided = "; ".join(verdict.undecided)
    why = say(f"verification.{key}", stopped_by=verdict.stopped_by, undecided=undecided)
    if not verdict.lacks_solver:
        return why
    missing = say("verification.solver_missing", why=why)
    return say("verification.advised", said=missing, hint=say("verification.solver_missing_hint"))


def story_lines(story: Story) -> tuple[Text, ...]:
    """One sentence a step: who, what, and where it leads."""
    definition, tree = story.definition, state_tree(story.definition)
    roles: dict[str, str | None] = {}  # by person, the one in which they acted first
    for told in story.steps:
        if told.actor is not None:
            roles.setdefault(told.actor.id, told.role)
    return tuple(_step(definition, tree, told, roles) for told in story.steps)


def assumed_parameters(checked: Definition, story: Story) -> Text:
    """The parameter values in which a story happens, where the workflow leaves them open."""
    open_ones = {n: v for n, v in story.definition.values.items() if n not in checked.values}
    if not open_ones:
        return Text()
    values = ", ".join(f"{name} = {plain(value)}" for name, value in open_ones.items())
    return say("verification.with_parameters", values=values)


def way(definition: Definition, path: Sequence[Edge]) -> Text:
    """The events of a path, one after the other."""
    titles = [event_title(definition, edge.event) for edge in path]
    return say("verification.way", steps=_joined(titles, " → "))


def _step(definition: Definition, tree: StateTree, told: Told, roles: Mapping[str, str | None]) -> Text:
    event = event_title(definition, told.event)
    if told.actor is None:
        actor = say("verification.time", day=local_date(told.at, definition.timezone).isoformat())
    else:
        actor = _actor(definition, told)
        first = roles[told.actor.id]
        if first != told.role:
            actor = say("verification.same_person", role=actor, other=_role(definition, first or ""))
    if told.source == told.target:
        step = say("verification.step_stays", actor=actor, event=event)
    else:
        step = say("verification.step", actor=actor, event=event, state=state_title(tree, told.target))
    if not told.links:
        return step
    said = [_link(definition, name, value) for name, value in told.links.items()]
    return say("verification.step_linked", step=step, links=_joined(said, "; "))


def _link(definition: Definition, name: str, value: object) -> Text:
    shown = say(f"verification.link_{str(value).lower()}") if isinstance(value, bool) else value
    return say("verification.link_said", link=titled(definition.links[name].title, name), value=shown)


def _actor(definition: Definition, told: Told) -> Text:
    assert told.actor is not None  # somebody fired it
    role = definition.roles.get(told.role or "")
    called = titled(role.title, role.name) if role else Text(vi=told.actor.id, en=told.actor.id)
    number = told.actor.id.rpartition("-")[2]
    return say("verification.again", role=called, number=number) if number.isdigit() else called


def _said(definition: Definition, claim: Property, prefix: str) -> Text:
    """What a claim, or its breach, says: its template with its letters, on the part of a run that it is about."""
    letters = [_letter(definition, letter) for letter in claim.letters]
    held = [Text(vi=claim.holds.text, en=claim.holds.text)] if claim.holds is not None else []
    if says_doing(claim):
        done = _joined(_doing(definition, claim.letters[1]), ", ")
        letters[1] = _joined([done, *held], "; ")
    else:
        letters += held
    counted = "_times" if claim.times is not None else ""
    key = f"{prefix}{claim.template}{counted}"
    said = say(
        f"verification.{key if key in sentences('verification') else 'claim_other'}",
        template=claim.template,
        **dict(zip(("first", "second"), letters, strict=False)),
        letters=_joined(letters, ", "),
        times=claim.times,
        time=_time(definition, claim.duration),
    )
    return said if claim.scope is None else _scoped(definition, claim.scope, said)


def _scoped(definition: Definition, scope: tuple[str, ...], said: Text) -> Text:
    kind, *names = scope
    if kind in ("within", "state"):
        tree = state_tree(definition)
        called = say("verification.state_name", name=state_title(tree, names[0]))
        return say(f"verification.in_{kind}", claim=said, names=called)
    if kind == "between":
        after = _events(definition, names[:1])
        return say("verification.in_between", claim=said, after=after, names=_events(definition, names[1:]))
    key = f"in_{kind}" if f"in_{kind}" in sentences("verification") else "in_other"
    return say(f"verification.{key}", claim=said, kind=kind, names=_events(definition, names))


def _time(definition: Definition, time: Duration | None) -> Text:
    if time is None:
        return Text()
    if time.parameter is not None:
        declared = definition.parameters.get(time.parameter)
        return titled(declared.title if declared else Text(), time.parameter)
    return say(f"verification.duration_{time.unit}", count=time.amount)


def _letter(definition: Definition, letter: Letter) -> Text:
    parts = [part.text for part in (letter.where, letter.changes) if part is not None]
    condition = " && ".join(parts)
    doing = list(_doing(definition, letter))
    if condition and not letter.events and not doing:
        return say("verification.letter_change", condition=condition)
    events = _events(definition, letter.events) if letter.events else say("verification.letter_any")
    said = _joined([events, *doing], " ")
    return say("verification.letter_when", events=said, condition=condition) if condition else said


def _doing(definition: Definition, letter: Letter) -> Iterator[Text]:
    """By whom, from where, to where: what a letter says of it."""
    tree = state_tree(definition)
    for key, names in (
        ("by", [_role(definition, name) for name in letter.by]),
        ("from", [state_title(tree, name) for name in letter.from_]),
        ("to", [state_title(tree, name) for name in letter.to]),
    ):
        if names:
            yield say(f"verification.letter_{key}", names=_any_of(names))


def _role(definition: Definition, name: str) -> Text:
    if name == CLOCK:
        return say("verification.letter_clock")
    return titled(definition.roles[name].title if name in definition.roles else Text(), name)


def _events(definition: Definition, names: Sequence[str]) -> Text:
    """“a”, “b” or “c”."""
    return _any_of([event_title(definition, name) for name in names])


def _any_of(names: Sequence[Text]) -> Text:
    called = [say("verification.letter_event", event=name) for name in names]
    if len(called) < 2:  # noqa: PLR2004 - nothing to put “or” between
        return _joined(called, "")
    return say("verification.or", first=_joined(called[:-1], ", "), second=called[-1])


def _joined(texts: Iterable[Text], between: str) -> Text:
    given = list(texts)
    return Text(vi=between.join(t.say("vi") for t in given), en=between.join(t.say("en") for t in given))
