"""A checked definition to the table of its rules."""

import re
from collections.abc import Iterator

from attrs import evolve

from ...engine.machine import WorkflowMachine, machine_of
from ...engine.reasons import titled
from ...messages import say, sentences
from ...model.canonical import plain
from ...model.definition import Definition, Role, State
from ...model.text import Text
from ...model.tree import walk
from ...model.types import EnumType, Field, LevelType, RoleType
from .fields import field_text
from .lines import Lines
from .parts import Annex, Cited, Line, Rule, Section
from .refusals import general_refusals, refusals

MARKS = ("A", "B", "C", "X")
ADDRESS = re.compile(r"https?://[^\s)]+(?<![,.;])")


def annex_of(definition: Definition) -> Annex:
    """The table of a checked definition; parameters without a value stand for themselves, as ‹title›."""
    given = definition
    definition = opened(definition)
    machine = machine_of(definition)
    lines = Lines(machine)
    sections = (
        Section("parameters", tuple(_parameters(given))),
        Section("terms", tuple(_terms(definition, lines))),
        Section("states", tuple(_states(definition, lines))),
    )
    return Annex(
        title=titled(definition.title, definition.workflow),
        code=code_of(definition),
        sources=tuple(sources_of(definition)),
        marks=tuple(Line(Text(vi=mark, en=mark), mark_text(mark)) for mark in MARKS),
        sections=sections,
        rules=tuple(_rules(machine, lines)),
        general=general_refusals(machine),
        claims=Section("claims", tuple(_claims(definition))),
    )


def code_of(definition: Definition) -> Text:
    """Which workflow it is, its version, and the day from which it is in force."""
    code = say("annex.code", name=definition.workflow, version=definition.version)
    if definition.from_ is None:
        return code
    start = say("annex.from", day=definition.from_)
    return Text(vi=f"{code.say('vi')}, {start.say('vi')}", en=f"{code.say('en')}, {start.say('en')}")


def mark_text(mark: str) -> Text:
    """What a mark means."""
    return say(f"engine.mark_{mark}") if f"mark_{mark}" in sentences("engine") else Text(vi=mark, en=mark)


def opened(definition: Definition, called: str = "annex.called") -> Definition:
    """Roles and levels that parameters leave open are called by the parameters' titles, as this sentence says them."""
    roles, levels, values = dict(definition.roles), dict(definition.levels), dict(definition.values)
    for name, declared in definition.parameters.items():
        if name in values or not isinstance(declared.type, RoleType | LevelType):
            continue
        title = say(called, title=titled(declared.title, name))
        values[name] = name
        if isinstance(declared.type, RoleType):
            roles[name] = Role(name, title=title)
        else:
            levels[name] = title
    return evolve(definition, roles=roles, levels=levels, values=values)


def sources_of(definition: Definition) -> Iterator[Cited]:
    """Each source in full; an address that one language leaves out stands in the other."""
    for name, text in definition.sources.items():
        found = [each for language in ("vi", "en") for each in ADDRESS.findall(text.say(language))]
        yield Cited(name, titled(text, name), tuple(dict.fromkeys(found)), None)


def _parameters(definition: Definition) -> Iterator[Line]:
    for name, declared in definition.parameters.items():
        value = definition.values.get(name)
        said = (
            say("annex.open")
            if value is None
            else say("annex.value", value=value_text(definition, declared, value))
        )
        yield Line(said, field_text(definition, declared), declared.basis)


def value_text(definition: Definition, declared: Field, value: object) -> Text:
    """The value of a parameter, as people call it."""
    match declared.type:
        case EnumType() as words:
            return words.title(str(value))
        case RoleType():
            return titled(definition.roles[str(value)].title, str(value))
        case LevelType():
            return titled(definition.levels.get(str(value), Text()), str(value))
    return Text(vi=str(plain(value)), en=str(plain(value)))


def _terms(definition: Definition, lines: Lines) -> Iterator[Line]:
    """What is computed or named once and used by several rules, unless its title says it already.

    Without a title it is said where it is used.
    """
    for let in definition.let.values():
        text = lines.expression(let.expression)
        if let.title and text != let.title:
            yield Line(titled(let.title, let.name), text, let.basis)


def _states(definition: Definition, lines: Lines) -> Iterator[Line]:
    """The tree of states, each under those that it lies in."""
    for state, parents in walk(definition.states):
        depth = "– " * len(parents)
        text = _state(state, lines)
        yield Line(Text(), Text(vi=depth + text.say("vi"), en=depth + text.say("en")), state.basis)


def _state(state: State, lines: Lines) -> Text:
    text = titled(state.title, state.name)
    if state.at:
        text = say("annex.state_level", state=text, level=lines.level(state.at))
    if state.goal:
        return say("annex.goal", state=text)
    return (
        say("annex.aborted" if state.final == "aborted" else "annex.ended", state=text)
        if state.final
        else text
    )


def _rules(machine: WorkflowMachine, lines: Lines) -> Iterator[Rule]:
    for event in (*machine.table.starts.values(), *machine.table.events.values()):
        declared = event.declared
        title = titled(declared.title, declared.name)
        yield Rule(declared.name, title, lines.of(event), declared.basis, refusals(machine, event))


def _claims(definition: Definition) -> Iterator[Line]:
    for claim in definition.properties:
        if claim.title:
            yield Line(Text(), claim.title, claim.basis)
