"""Mistakes in who may act and after what: requirements and duties dropped, roles widened."""

from collections.abc import Iterator

from attrs import evolve

from ...engine.reasons import titled
from ...engine.table import role_names
from ...messages import say
from ...model.definition import Definition, Event
from .mutant import Change
from .parts import acts_of, called, with_act

DUTIES = {"requires": "requires_dropped", "not_by": "duty_dropped", "only_by": "duty_dropped"}


def duties(definition: Definition) -> Iterator[Change]:
    """Each `requires`, `not_by` and `only_by` dropped, one event at a time."""
    for event in definition.events.values():
        for word, kind in DUTIES.items():
            named: tuple[str, ...] = getattr(event, word)
            for other in named:
                rest = tuple(each for each in named if each != other)
                text = say(
                    f"mutants.{word}_dropped",
                    act=called(definition, event.name),
                    other=called(definition, other),
                )
                changed = _with_duty(event, word, rest)
                name = f"{event.name}/{word}-{other}"
                yield Change(kind, name, text, event.position, (event.name,), with_act(definition, changed))


def roles(definition: Definition) -> Iterator[Change]:
    """Each act also open to the next role of the file; each role without its party, and without its level."""
    names = tuple(definition.roles)
    for act in acts_of(definition):
        if isinstance(act, Event) and act.is_clock:
            continue
        may = role_names(definition, act)
        last = max((names.index(each) for each in may), default=-1)
        more = next((each for each in (*names[last + 1 :], *names) if each not in may), None)
        if more is not None:
            called_so = titled(definition.roles[more].title, more)
            text = say("mutants.role_added", act=called(definition, act.name), role=called_so)
            changed = with_act(definition, evolve(act, by=(*act.by, more)))
            yield Change("role_widened", f"{act.name}/{more}", text, act.position, (act.name,), changed)
    for role in definition.roles.values():
        acts = tuple(act.name for act in acts_of(definition) if role.name in role_names(definition, act))
        without = {"party": evolve(role, party=None), "at": evolve(role, at=None)}
        for word, less in without.items():
            if less != role:
                text = say(f"mutants.role_without_{word}", role=titled(role.title, role.name))
                changed = evolve(definition, roles={**definition.roles, role.name: less})
                yield Change("role_widened", f"role.{role.name}/{word}", text, role.position, acts, changed)


def _with_duty(event: Event, word: str, names: tuple[str, ...]) -> Event:
    match word:
        case "requires":
            return evolve(event, requires=names)
        case "not_by":
            return evolve(event, not_by=names)
    return evolve(event, only_by=names)
