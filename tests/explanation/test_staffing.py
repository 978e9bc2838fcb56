"""Which roles a directory leaves empty, and where separation of duty leaves nobody."""

from datetime import date

from explanation.everybody import Everybody

from ocop_workflow.access import Actor
from ocop_workflow.access.tree import Stay, Unit, UnitTree
from ocop_workflow.engine import machine_of
from ocop_workflow.explanation import Finding, staffing
from ocop_workflow.reading import bind, read_definition

DAY = date(2026, 1, 1)


def unit(name: str, level: str, above: str | None) -> Unit:
    return Unit(name, level, (Stay(date.min, date.max, above),))


UNITS = UnitTree(
    "small",
    ("town", "ward"),
    {each.id: each for each in (unit("t", "town", None), unit("t/a", "ward", "t"), unit("t/b", "ward", "t"))},
)
FLAT = """
workflow: flat
version: "1"
roles: {clerk: {}, chief: {}}
start: {begin: {by: clerk, to: open}}
states: {open: {}, filed: {}, checked: {}, done: {final: completed}}
events:
  file: {by: clerk, moves: {open: filed}}
  check: {by: [clerk, chief], not_by: [file], moves: {filed: checked}}
  sign: {by: chief, not_by: [check], moves: {checked: done}}
"""
PLACED = """
workflow: placed
version: "1"
parameters: {high: {type: level}, who: {type: role}}
roles: {clerk: {}, chief: {}, giver: {at: given}, owner: {is: owner}}
data: {place: {type: unit, level: ward}, owner: {type: party}, given: {enum: [town, ward]}}
unit: place
start: {begin: {by: clerk, to: open, takes: [place, owner]}}
states: {open: {at: ward}, high_up: {at: high}, given_out: {}, done: {final: completed}}
events:
  file: {by: [owner, clerk], moves: {open: high_up}}
  lift: {by: chief, not_by: [file], moves: {high_up: given_out}}
  take: {by: giver, moves: {given_out: done}}
  ask: {by: who, moves: {open: stay}}
"""


def people(**roles: list[tuple[str, str | None]]) -> Everybody:
    return Everybody({name: Actor(name, held) for name, held in roles.items()})


def flat(directory: Everybody) -> list[tuple[str, str, str]]:
    machine = machine_of(read_definition("flat.yaml", FLAT))
    return [(each.kind, each.event, each.role) for each in staffing(machine, directory, None, DAY)]


def placed(directory: Everybody, **values: object) -> tuple[Finding, ...]:
    machine = machine_of(bind(read_definition("placed.yaml", PLACED), values))
    return staffing(machine, directory, UNITS, DAY)


def test_enough_people_leave_nothing_to_say() -> None:
    assert flat(people(an=[("clerk", None)], binh=[("clerk", None)], chi=[("chief", None)])) == []


def test_a_role_that_nobody_holds_is_told_for_each_event_and_state() -> None:
    assert flat(people(an=[("clerk", None)], binh=[("clerk", None)])) == [
        ("unstaffed", "check", "chief"),
        ("unstaffed", "sign", "chief"),
    ]


def test_one_person_in_both_roles_cannot_be_separated_from_himself() -> None:
    both: list[tuple[str, str | None]] = [("clerk", None), ("chief", None)]
    assert flat(people(an=both)) == [("inseparable", "check", "clerk"), ("inseparable", "sign", "chief")]


def test_a_second_person_is_enough_where_either_may_begin() -> None:
    both: list[tuple[str, str | None]] = [("clerk", None), ("chief", None)]
    assert flat(people(an=both, binh=both)) == []


def test_whoever_acts_in_the_place_of_the_only_holder_is_no_second_person() -> None:
    directory = Everybody(
        {
            "an": Actor("an", [("clerk", None), ("chief", None)]),
            "binh": Actor("binh", delegated=[("chief", None, "an")]),
        }
    )
    assert ("inseparable", "sign", "chief") in flat(directory)


def test_an_act_bound_to_another_needs_somebody_who_can_do_both() -> None:
    text = FLAT.replace("sign: {by: chief, not_by: [check]", "sign: {by: chief, only_by: [file]")
    machine = machine_of(read_definition("flat.yaml", text))
    apart = people(an=[("clerk", None)], chi=[("chief", None)])
    assert [(f.kind, f.event, f.before) for f in staffing(machine, apart, None, DAY)] == [
        ("unbound", "sign", ("file",))
    ]
    both = people(an=[("clerk", None), ("chief", None)], chi=[("chief", None)])
    assert staffing(machine, both, None, DAY) == ()


def test_a_role_must_be_held_at_the_level_of_the_state_or_of_its_own() -> None:
    directory = people(an=[("clerk", "t/a")], chi=[("chief", "t/a"), ("giver", "t")])
    found = placed(directory, high="town", who="clerk")
    assert [(each.kind, each.event, each.state, each.role, each.level) for each in found] == [
        ("unstaffed", "lift", "high_up", "chief", "town"),
        ("unstaffed", "take", "given_out", "giver", "ward"),
    ]
    assert all(each.fails for each in found)


def test_what_a_parameter_leaves_open_is_a_remark() -> None:
    directory = people(an=[("clerk", "t/a")], chi=[("chief", "t"), ("giver", "t"), ("giver", "t/b")])
    found = placed(directory)
    assert [(each.kind, each.event, each.parameter) for each in found] == [
        ("level_open", "lift", "high"),
        ("role_open", "ask", "who"),
    ]
    assert not any(each.fails for each in found)


def test_the_places_where_nobody_else_is_left_are_told_and_parties_are_taken_to_be_others() -> None:
    text = PLACED.replace("by: [owner, clerk]", "by: clerk")
    directory = people(
        an=[("clerk", "t/a"), ("chief", "t"), ("giver", "t"), ("giver", "t/a")], em=[("clerk", "t/b")]
    )
    machine = machine_of(bind(read_definition("placed.yaml", text), {"high": "town", "who": "clerk"}))
    (found,) = staffing(machine, directory, UNITS, DAY)
    assert (found.kind, found.event, found.before, found.places) == (
        "inseparable",
        "lift",
        ("file",),
        ("t/a",),
    )
    assert found.fails
    assert placed(directory, high="town", who="clerk") == ()
    given = text.replace("lift: {by: chief", "lift: {by: [chief, owner]")
    machine = machine_of(bind(read_definition("placed.yaml", given), {"high": "town", "who": "clerk"}))
    assert staffing(machine, directory, UNITS, DAY) == ()
