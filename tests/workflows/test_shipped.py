"""What every shipped file owes its readers: both languages, a source and a mark on every rule, nothing invented."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from workflows.life import CALENDAR, LAW, UNITS

from ocop_workflow import DefinitionError, load
from ocop_workflow.engine import machine_of
from ocop_workflow.guards.tree import free_names
from ocop_workflow.guards.unparse import unparse
from ocop_workflow.model.definition import Definition, Event, Start
from ocop_workflow.model.expression import Expression
from ocop_workflow.model.text import Text
from ocop_workflow.model.tree import state_tree, walk
from ocop_workflow.reading import load_definition, read_definition

LAWS: dict[str, Definition] = {
    name: load_definition(f"ocop-product@{name}") for name in ("1048", "148", "148-1489")
}
MARKS = {"A", "B", "C", "X"}
NEEDED_ANYWAY = {"return", "send_back"}  # a plan's return is known from a diagram only; the cycle needs it

Named = Iterator[tuple[str, Text]]
Based = Iterator[tuple[str, tuple[str, ...]]]


def each(found: Callable[[Definition], Iterator[tuple[str, Any]]]) -> list[Any]:
    """What is found in every rule set, as cases of a test."""
    return [
        pytest.param(law, name, value, id=f"{version} {name}")
        for version, law in LAWS.items()
        for name, value in found(law)
    ]


def titles(law: Definition) -> Named:
    yield "workflow", law.title
    yield from law.sources.items()
    yield from law.levels.items()
    yield from ((name, let.title) for name, let in law.let.items() if let.title != Text())
    for kind in (law.start, law.events, law.roles, law.data, law.parameters):
        yield from ((name, item.title) for name, item in kind.items())
    for state, _ in walk(law.states):
        yield state.name, state.title
    for record in law.types.values():
        yield from ((name, item.title) for name, item in record.fields.items())
    for event in acts(law):
        yield from ((f"{event.name}.{name}", taken.field.title) for name, taken in event.takes.items())
        yield from ((f"{event.name} when", guard.otherwise) for guard in event.when)
    yield from ((claim.template, claim.title) for claim in law.properties)


def acts(law: Definition) -> list[Event | Start]:
    return [*law.start.values(), *law.events.values()]


@pytest.mark.parametrize(("law", "name", "title"), each(titles))
def test_everything_that_is_read_by_people_is_said_in_both_languages(
    law: Definition, name: str, title: Text
) -> None:
    assert title.vi, f"{law.version} {name}"
    assert title.en, f"{law.version} {name}"


def bases(law: Definition) -> Based:
    yield from ((act.name, act.basis) for act in acts(law))
    yield from ((name, let.basis) for name, let in law.let.items())
    yield from ((name, parameter.basis) for name, parameter in law.parameters.items())
    yield from ((f"{act.name} when", guard.basis) for act in acts(law) for guard in act.when)
    yield from ((claim.template, claim.basis) for claim in law.properties)
    for record in law.types.values():
        yield from ((name, item.basis) for name, item in record.fields.items())
    for state, parents in walk(law.states):
        above = [basis for parent in parents for basis in parent.basis]
        if state.states and state.name != "preparing":  # its stages have their own
            yield state.name, (*state.basis, *above)


@pytest.mark.parametrize(("law", "name", "basis"), each(bases))
def test_every_rule_names_a_source_and_says_how_sure_it_is(
    law: Definition, name: str, basis: tuple[str, ...]
) -> None:
    sources = set(basis) - MARKS
    assert sources, name
    assert sources <= set(law.sources)
    assert set(basis) & MARKS or sources == {"own"}, name


@pytest.mark.parametrize("version", LAWS)
def test_every_source_is_used(version: str) -> None:
    law = LAWS[version]
    data = [source for field in law.data.values() for source in field.basis]
    assert set(law.sources) - {source for _, basis in bases(law) for source in basis} <= set(data)


def parameters_behind(law: Definition, expression: Expression) -> set[str]:
    """The parameters that an expression reads, through every `let`."""
    found: set[str] = set()
    for name in free_names(expression.tree):
        if name.name in law.parameters:
            found.add(name.name)
        elif name.name in law.let:
            found |= parameters_behind(law, law.let[name.name].expression)
    return found


def unsure(law: Definition) -> Iterator[tuple[str, set[str]]]:
    """Every rule marked local (C) or not confirmed (X), with the parameters that it hangs on."""
    for name, let in law.let.items():
        if {"C", "X"} & set(let.basis):
            yield name, parameters_behind(law, let.expression)
    for act in acts(law):
        for guard in act.when:
            if {"C", "X"} & set(guard.basis):
                yield f"{act.name} when", parameters_behind(law, guard.test)
        if {"C", "X"} & set(act.basis) and act.name not in NEEDED_ANYWAY:
            behind = {p for guard in act.when for p in parameters_behind(law, guard.test)}
            if isinstance(act, Event) and act.after and act.after.parameter:
                behind.add(act.after.parameter)
            yield act.name, behind


@pytest.mark.parametrize(("law", "name", "parameters"), each(unsure))
def test_what_is_local_or_not_confirmed_hangs_on_a_parameter_without_default(
    law: Definition, name: str, parameters: set[str]
) -> None:
    assert parameters, f"{law.version}: {name} is hard-coded"
    assert not law.values


def test_the_unsure_rules_were_found_at_all() -> None:
    found = {version: {name for name, _ in unsure(law)} for version, law in LAWS.items()}
    assert all(names >= {"enough_marks", "close_marks", "overdue"} for names in found.values())
    assert "convene when" in found["1048"], (
        "two working days are one province's rule; in 2023 one is the law's"
    )
    assert "convene when" not in found["148"]


@pytest.mark.parametrize("version", LAWS)
def test_the_six_stages_stand_in_their_order(version: str) -> None:
    titles = [state.title.vi or "" for state, _ in walk(LAWS[version].states)]
    assert [title[0] for title in titles if title[0].isdigit()] == list("123456")


@pytest.mark.parametrize(
    ("day", "version"),
    [
        ("2019-08-21", "1048"),
        ("2023-02-23", "1048"),
        ("2023-02-24", "148"),
        ("2025-07-05", "148"),
        ("2025-07-06", "148-1489"),
        ("2030-01-01", "148-1489"),
    ],
)
def test_a_new_case_follows_the_law_of_its_day(day: str, version: str) -> None:
    assert load("ocop-product", on=date.fromisoformat(day)).version == version


def test_before_the_first_decision_there_is_no_law() -> None:
    with pytest.raises(DefinitionError, match="no_version_on"):
        load("ocop-product", on=date(2019, 8, 20))


@pytest.mark.parametrize(
    ("version", "caps"), [("1048", (35, 25, 40)), ("148", (40, 25, 35)), ("148-1489", (40, 25, 35))]
)
def test_the_parts_of_the_criteria_are_those_of_each_decision(
    version: str, caps: tuple[int, int, int]
) -> None:
    fields = LAWS[version].types["sheet"].fields
    assert tuple(fields[part].type.maximum for part in "ABC") == caps  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("version", "who"),
    [
        ("1048", {3: "city", 4: "city", 5: "country"}),
        ("148", {3: "district", 4: "city", 5: "country"}),
        ("148-1489", {3: "city", 4: "city", 5: "country"}),
    ],
)
def test_who_recognises_is_who_each_decision_names(version: str, who: dict[int, str]) -> None:
    tree = state_tree(LAWS[version])
    (said,) = [
        {
            int(unparse(branch.sets["stars"].tree)): (tree.level[move.source], branch.sets["issued_at"].tree)
            for move in event.moves
            for branch in move.branches
            if "stars" in branch.sets
        }
        for event in LAWS[version].events.values()
        if event.name == "recognise"
    ]
    # a product of 5 stars has had 4 from the city
    assert {stars: level for stars, (level, _) in said.items()} == who
    assert {stars: unparse(issued).strip("'") for stars, (_, issued) in said.items()} == who


def test_units_and_calendar_say_which_days_they_speak_for() -> None:
    assert (UNITS.start, UNITS.end) == (date(2019, 8, 21), date.max)
    assert (CALENDAR.start.year, CALENDAR.end.year) == (2019, 2026)
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


@pytest.mark.parametrize("version", LAWS)
def test_every_state_can_be_reached_and_from_every_state_a_certificate_or_an_end_can_be(version: str) -> None:
    table = machine_of(LAWS[version]).table
    steps = {
        (leaf, branch.to or leaf)
        for event in table.events.values()
        for leaf, branches in event.branches.items()
        for branch in branches
    }
    leaves = set(table.tree.leaves)
    reached = {start.to for start in LAWS[version].start.values()}
    ends = {leaf for leaf in leaves if table.tree.states[leaf].goal or table.tree.states[leaf].final}
    for _ in leaves:
        reached |= {target for source, target in steps if source in reached}
        ends |= {source for source, target in steps if target in ends}
    assert reached == ends == leaves
