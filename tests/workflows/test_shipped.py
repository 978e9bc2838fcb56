"""What every shipped file owes its readers: both languages, a source and a mark on every rule, nothing invented."""

from collections.abc import Iterator
from datetime import date

import pytest
from workflows.life import CALENDAR, LAW, UNITS

from ocop_workflow import DefinitionError, load
from ocop_workflow.engine import machine_of
from ocop_workflow.guards.tree import free_names
from ocop_workflow.model.definition import Definition, Event, Start
from ocop_workflow.model.expression import Expression
from ocop_workflow.model.text import Text
from ocop_workflow.model.tree import walk
from ocop_workflow.reading import load_definition, read_definition

DEFINITION: Definition = load_definition(LAW)
MARKS = {"A", "B", "C", "X"}
NEEDED_ANYWAY = {"return"}  # a plan's return is known from a diagram only, and the cycle cannot do without it


def titles() -> Iterator[tuple[str, Text]]:
    yield "workflow", DEFINITION.title
    yield from DEFINITION.sources.items()
    yield from DEFINITION.levels.items()
    yield from ((name, let.title) for name, let in DEFINITION.let.items() if let.title != Text())
    for kind in (
        DEFINITION.start,
        DEFINITION.events,
        DEFINITION.roles,
        DEFINITION.data,
        DEFINITION.parameters,
    ):
        yield from ((name, item.title) for name, item in kind.items())
    for state, _ in walk(DEFINITION.states):
        yield state.name, state.title
    for record in DEFINITION.types.values():
        yield from ((name, item.title) for name, item in record.fields.items())
    for event in acts():
        yield from ((f"{event.name}.{name}", taken.field.title) for name, taken in event.takes.items())
        yield from ((f"{event.name} when", guard.otherwise) for guard in event.when)
    yield from ((claim.template, claim.title) for claim in DEFINITION.properties)


def acts() -> list[Event | Start]:
    return [*DEFINITION.start.values(), *DEFINITION.events.values()]


@pytest.mark.parametrize(("name", "title"), list(titles()), ids=[name for name, _ in titles()])
def test_everything_that_is_read_by_people_is_said_in_both_languages(name: str, title: Text) -> None:
    assert title.vi, name
    assert title.en, name


def bases() -> Iterator[tuple[str, tuple[str, ...]]]:
    yield from ((act.name, act.basis) for act in acts())
    yield from ((name, let.basis) for name, let in DEFINITION.let.items())
    yield from ((name, parameter.basis) for name, parameter in DEFINITION.parameters.items())
    yield from ((f"{act.name} when", guard.basis) for act in acts() for guard in act.when)
    yield from ((claim.template, claim.basis) for claim in DEFINITION.properties)
    for record in DEFINITION.types.values():
        yield from ((name, item.basis) for name, item in record.fields.items())
    for state, parents in walk(DEFINITION.states):
        above = [basis for parent in parents for basis in parent.basis]
        if state.states and state.name != "preparing":  # its stages have their own
            yield state.name, (*state.basis, *above)


@pytest.mark.parametrize(("name", "basis"), list(bases()), ids=[name for name, _ in bases()])
def test_every_rule_names_a_source_and_says_how_sure_it_is(name: str, basis: tuple[str, ...]) -> None:
    sources = set(basis) - MARKS
    assert sources, name
    assert sources <= set(DEFINITION.sources)
    assert set(basis) & MARKS or sources == {"own"}, name


def parameters_behind(expression: Expression) -> set[str]:
    """The parameters that an expression reads, through every `let`."""
    found: set[str] = set()
    for name in free_names(expression.tree):
        if name.name in DEFINITION.parameters:
            found.add(name.name)
        elif name.name in DEFINITION.let:
            found |= parameters_behind(DEFINITION.let[name.name].expression)
    return found


def unsure() -> Iterator[tuple[str, set[str]]]:
    """Every rule marked local (C) or not confirmed (X), with the parameters that it hangs on."""
    for name, let in DEFINITION.let.items():
        if {"C", "X"} & set(let.basis):
            yield name, parameters_behind(let.expression)
    for act in acts():
        for guard in act.when:
            if {"C", "X"} & set(guard.basis):
                yield f"{act.name} when", parameters_behind(guard.test)
        if {"C", "X"} & set(act.basis) and act.name not in NEEDED_ANYWAY:
            behind = {p for guard in act.when for p in parameters_behind(guard.test)}
            if isinstance(act, Event) and act.after and act.after.parameter:
                behind.add(act.after.parameter)
            yield act.name, behind


@pytest.mark.parametrize(("name", "parameters"), list(unsure()), ids=[name for name, _ in unsure()])
def test_what_is_local_or_not_confirmed_hangs_on_a_parameter_without_default(
    name: str, parameters: set[str]
) -> None:
    assert parameters, f"{name} is hard-coded"
    assert not DEFINITION.values


def test_the_unsure_rules_were_found_at_all() -> None:
    assert {name for name, _ in unsure()} >= {"enough_marks", "close_marks", "convene when", "overdue"}


def test_the_six_stages_stand_in_their_order() -> None:
    numbered = [state.title.vi for state, _ in walk(DEFINITION.states) if (state.title.vi or "")[0].isdigit()]
    assert [title[0] for title in numbered if title] == list("123456")


def test_units_and_calendar_say_which_days_they_speak_for() -> None:
    assert (UNITS.start.year, UNITS.end.year) == (2019, 2024)
    assert (CALENDAR.start.year, CALENDAR.end.year) == (2019, 2023)
    assert UNITS.at_level("hp/kien-thuy/dai-ha", "country", UNITS.start) == "vn"


@pytest.mark.parametrize(
    ("written", "broken", "code"),
    [
        (
            "centre_review: [{when: certified, to: recognised}, {else: not_qualified}]",
            "centre_review: recognised",
            "maybe_unset_in_state",
        ),
        ("withdraw: {title", "withdraw: {clears: [stars], title", "maybe_unset_in_state"),
        ("score: round(points, 2)", "score: points", "needs_round"),
        ("{else: recognised, sets: {stars: 5,", "{else: recognised, sets: {stars: 6,", "never_in_range"),
        (
            "at: notice_by, sets: {notice_missed: true}",
            "at: notice_by, sets: {notice_by: today}",
            "clock_sets_anchor",
        ),
    ],
    ids=[
        "a return without a certificate",
        "a lost certificate",
        "an inexact score",
        "six stars",
        "a clock's anchor",
    ],
)
def test_what_would_break_the_certificate_is_refused_at_load(written: str, broken: str, code: str) -> None:
    text = LAW.read_text(encoding="utf-8")
    assert written in text
    with pytest.raises(DefinitionError) as error:
        read_definition("1048.yaml", text.replace(written, broken))
    assert code in {problem.code for problem in error.value.problems}


def test_the_law_of_the_day_is_found_by_name() -> None:
    assert load("ocop-product@1048").definition == load("ocop-product", on=date(2019, 8, 21)).definition
    with pytest.raises(DefinitionError):
        load("ocop-product", on=date(2019, 8, 20))


def test_every_state_can_be_reached_and_from_every_state_a_certificate_or_an_end_can_be() -> None:
    table = machine_of(DEFINITION).table
    steps = {
        (leaf, branch.to or leaf)
        for event in table.events.values()
        for leaf, branches in event.branches.items()
        for branch in branches
    }
    leaves = set(table.tree.leaves)
    reached = {start.to for start in DEFINITION.start.values()}
    ends = {leaf for leaf in leaves if table.tree.states[leaf].goal or table.tree.states[leaf].final}
    for _ in leaves:
        reached |= {target for source, target in steps if source in reached}
        ends |= {source for source, target in steps if target in ends}
    assert reached == ends == leaves
