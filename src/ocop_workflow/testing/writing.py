"""Writing a scenario: the one form in which counterexamples, failing tests and bug reports are handed on.

What is written is read back by `read_scenario`, and is meant to be read by an official: titles stand beside names.
It names no schema: the file goes to other machines, where the one beside the workflows lies elsewhere.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from attrs import evolve, field, frozen

from ..access import Actor
from ..engine.facts import zone
from ..model.canonical import plain
from ..model.definition import Definition
from ..model.text import LANGUAGES, Text
from .scenario import Expected
from .spoken import Spoken

PLAIN = re.compile(r"[A-Za-zÀ-ỹ0-9_./]([A-Za-z0-9À-ỹ_./@+ -]*[A-Za-z0-9À-ỹ_./@+-])?")
WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", "-"})
DAY_OR_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+([+-][0-9:]+|Z))?")
NUMBER_LIKE = re.compile(r"[-+]?\.?[0-9].*")


class Told(Protocol):
    """One step of a story: an event that somebody fired, or (`actor` None) a clock event that time fired."""

    @property
    def at(self) -> datetime: ...
    @property
    def event(self) -> str: ...
    @property
    def actor(self) -> Actor | None: ...
    @property
    def payload(self) -> Mapping[str, object]: ...
    @property
    def target(self) -> str: ...
    @property
    def links(self) -> Mapping[str, object]: ...


@frozen
class Line:
    """A step to write: who, what, with what, and what came of it. `note` becomes a comment on a line before it.

    `links` is what linked cases said to it.
    """

    at: datetime
    event: str
    actor: Actor | None
    payload: Mapping[str, object] = field(factory=dict)
    target: str = ""
    refused: tuple[str, ...] = ()
    note: str = ""
    links: Mapping[str, object] = field(factory=dict)


def write_scenario(
    definition: Definition,
    steps: Iterable[Told],
    *,
    workflow: str,
    title: Text,
    breaks: Text | None = None,
    basis: Sequence[str] = (),
    parameters: Mapping[str, object] | None = None,
    units: str | None = None,
    calendar: str | None = None,
    language: str = "en",
    expect: Expected | None = None,
) -> str:
    """The text of a scenario file. `workflow` is a name, or a path from the folder that the file will be in.

    `breaks` says what makes it a story that must not happen (an empty Text: nothing is known); None writes a plain
    one. `basis` has the titles of sources for a comment. `units` and `calendar` are paths, or the words `any` and
    `weekends`, which are used where nothing is said and the workflow needs them. `parameters` are those that
    `definition` has, unless given. Comments are in `language`. `expect` is how the case stands at the end.
    """
    lines = [each if isinstance(each, Line) else _line(each) for each in steps]
    values = definition.values if parameters is None else parameters
    people = people_of(line.actor for line in lines if line.actor is not None)
    written = [f"scenario: {_text(title)}", f"workflow: {_scalar(workflow)}"]
    if values:
        written.append(f"parameters: {_flow(values)}")
    if definition.unit is not None or units:
        written.append(f"units: {_scalar(units or 'any')}")
    written.append(f"calendar: {_scalar(calendar or 'weekends')}")
    written.append("actors:")
    written += [f"  {_scalar(actor.id)}: {_actor(actor)}" for actor in people.values()]
    written.append("steps:")
    spoken = Spoken(language, definition)
    for group in grouped(lines):
        written += _step(group, spoken)
    if expect is not None:
        written.append(f"expect: {_expected(expect)}")
    if breaks is not None:
        written += [f"# {source}" for source in basis]
        written.append(f"must_not_happen: {_text(breaks) if breaks else 'true'}")
    return "\n".join(written) + "\n"


def _expected(expect: Expected) -> str:
    parts = [f"state: {expect.state}"] if expect.state else []
    parts += [f"data: {_flow(expect.data)}"] if expect.data else []
    parts += [f"unset: [{', '.join(expect.unset)}]"] if expect.unset else []
    return "{" + ", ".join(parts) + "}"


def people_of(actors: Iterable[Actor]) -> dict[str, Actor]:
    """Each person once, with every role and party that they have somewhere in the story."""
    people: dict[str, Actor] = {}
    for actor in actors:
        met = people.get(actor.id, actor)
        roles = tuple(dict.fromkeys((*met.roles, *actor.roles)))
        delegated = tuple(dict.fromkeys((*met.delegated, *actor.delegated)))
        people[actor.id] = evolve(
            actor, roles=roles, parties=met.parties | actor.parties, delegated=delegated
        )
    return people


def _line(told: Told) -> Line:
    return Line(told.at, told.event, told.actor, told.payload, told.target, links=told.links)


def grouped(lines: Sequence[Line]) -> list[list[Line]]:
    """Clock events of one instant are one wait: nobody can come between them."""
    groups: list[list[Line]] = []
    for line in lines:
        if line.actor is None and groups and groups[-1][0].actor is None and groups[-1][0].at == line.at:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _step(group: list[Line], spoken: Spoken) -> list[str]:
    first, last = group[0], group[-1]
    parts = [f"at: {_moment(first.at, spoken.definition.timezone)}"]
    if first.actor is None:
        events = ", ".join(line.event for line in group if line.event)
        parts += ["wait: true", f"happened: [{events}]"]
    else:
        parts += [f"do: {_scalar(first.event)}", f"as: {_scalar(first.actor.id)}"]
        if first.payload:
            parts.append(f"with: {_flow(first.payload)}")
        if first.links:
            parts.append(f"links: {_flow(first.links)}")
    if last.refused:
        parts.append(f"refused: [{', '.join(last.refused)}]")
    elif last.target:
        parts.append(f"then: {last.target}")
    titles = "; ".join(spoken.event(line.event) for line in group if line.event)
    comment = f"  # {titles}" if titles and titles != first.event else ""
    notes = [f"  # {note}" for line in group for note in line.note.splitlines()]
    return [*notes, "  - {" + ", ".join(parts) + "}" + comment]


def _actor(actor: Actor) -> str:
    parts = []
    held = [f"[{_scalar(role)}, {_scalar(unit)}]" if unit else _scalar(role) for role, unit in actor.roles]
    for role, unit, whose in actor.delegated:
        where = f", unit: {_scalar(unit)}" if unit else ""
        held.append(f"{{role: {_scalar(role)}{where}, on_behalf: {_scalar(whose)}}}")
    if held:
        parts.append(f"roles: [{', '.join(held)}]")
    if actor.parties:
        parts.append(f"parties: [{', '.join(_scalar(party) for party in sorted(actor.parties))}]")
    if actor.on_behalf:
        parts.append(f"on_behalf: {_scalar(actor.on_behalf)}")
    return "{" + ", ".join(parts) + "}"


def _text(text: Text) -> str:
    said = [(language, getattr(text, language)) for language in LANGUAGES]
    return "{" + ", ".join(f"{language}: {_scalar(words)}" for language, words in said if words) + "}"


def _moment(moment: datetime, timezone: str | None) -> str:
    """A day where it is midnight, else the local time with its offset."""
    local = moment.astimezone(zone(timezone))
    if (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0):
        return local.date().isoformat()
    return local.isoformat(timespec="minutes" if local.second == local.microsecond == 0 else "auto")


def _flow(value: object) -> str:
    """A value of a payload or a parameter on one line."""
    match value:
        case bool():
            return "true" if value else "false"
        case Mapping():
            return (
                "{"
                + ", ".join(f"{_scalar(str(k))}: {_flow(v)}" for k, v in value.items() if v is not None)
                + "}"
            )
        case list() | tuple():
            return "[" + ", ".join(_flow(item) for item in value) + "]"
        case str():
            return _scalar(value)
        case date() | int():
            return str(value)
    return str(plain(value))


def _scalar(text: str) -> str:
    """A text that is read back as it is: plain where nothing can be mistaken, else in quotes."""
    safe = DAY_OR_TIME.fullmatch(text) or (PLAIN.fullmatch(text) and not NUMBER_LIKE.match(text))
    if safe and text.lower() not in WORDS:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(each if each.isprintable() else f"\\U{ord(each):08X}" for each in quoted)
