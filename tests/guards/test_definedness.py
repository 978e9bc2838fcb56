"""Reading what may be unset is refused, unless `has` shows before that it is set."""

import pytest
from guards.world import SCOPE, definition

from ocop_workflow.guards import names, narrowed, parse, reads_taken, scope_of, unset_reads


def unset(text: str, *defined: str) -> list[str]:
    return [str(fault.values["name"]) for fault in unset_reads(parse(text), SCOPE, frozenset(defined))]


@pytest.mark.parametrize(
    ("text", "names_"),
    [
        ("score > 3", ["score"]),
        ("score > 3 && stars > 3", ["score", "stars"]),
        ("has(score) && score > 3", []),
        ("score > 3 && has(score)", ["score"]),
        ("!has(score) || score > 3", []),
        ("has(score) || score > 3", ["score"]),
        ("has(score) ? score > 3 : stars > 3", ["stars"]),
        ("!has(score) ? true : score > 3", []),
        ("(has(score) ? true : false) && score > 3", []),
        ("(has(score) ? has(stars) : false) && stars > 3", []),
        ("has(score) && has(stars) && score > stars", []),
        ("(has(score) || has(stars)) && score > 3", ["score"]),
        ("!(!has(score) || !has(stars)) && score > stars", []),
        ("!(has(score) && has(stars)) || score > stars", []),
        ("(has(score) && score > 3) == true", []),
        ("[score, 1].sum(x, x) > 3", ["score"]),
        ("size(marks) > 3", []),
        ("spread > 3", ["spread"]),
        ("quorum > 3", []),
        ("has(spread) && spread > 3", []),
        ("taken.reason == 'x'", ["taken.reason"]),
        ("has(taken.reason) && taken.reason == 'x'", []),
        ("taken.decided_on < today", []),
        ("sheet.A > 3", ["sheet"]),
        ("has(sheet) && sheet.A > 3", []),
        ("has(sheet) && sheet.remark == 'x'", ["sheet.remark"]),
        ("has(sheet.remark) && sheet.remark == 'x'", ["sheet", "sheet"]),
        ("has(sheet) && has(sheet.remark) && sheet.remark == 'x'", []),
        ("marks.all(m, m.remark == 'x')", ["m.remark"]),
        ("marks.all(m, has(m.remark) && m.remark == 'x')", []),
        ("marks.all(m, has(m.remark)) && marks.all(n, n.remark == 'x')", ["n.remark"]),
        ("certified", ["valid_until"]),
        ("has(valid_until) && certified", []),
        ("known && stars > 3", []),
        ("known || stars > 3", ["stars"]),
    ],
)
def test_reads_are_judged_from_left_to_right(text: str, names_: list[str]) -> None:
    assert unset(text) == names_


def test_what_is_known_to_be_set_may_be_read() -> None:
    assert unset("score > 3 && stars > 3", "score") == ["stars"]
    assert unset("certified", "valid_until") == []


def test_a_fault_in_a_let_names_the_let_and_the_field() -> None:
    (fault,) = unset_reads(parse("true && certified"), SCOPE, frozenset())
    assert (fault.code, fault.offset) == ("maybe_unset_in_let", 8)
    assert (
        fault.text.en.startswith("“certified” reads “valid_until”, which may be unset here")
        if fault.text.en
        else 0
    )


def test_what_is_known_of_a_variable_does_not_reach_into_a_let() -> None:
    lets = {"noted": "marks.all(m, m.remark == 'x')"}
    scope = scope_of(definition(lets))
    tree = parse("marks.all(m, has(m.remark) && noted)")
    assert [f.values["name"] for f in unset_reads(tree, scope, frozenset())] == ["m.remark"]


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("has(score)", {"score"}, set()),
        ("!has(score)", set(), {"score"}),
        ("has(score) && stars > 3", {"score"}, set()),
        ("!has(score) || !has(stars)", set(), {"score", "stars"}),
        ("certified", {"stars"}, set()),
        ("score > 3", set(), set()),
    ],
)
def test_a_condition_tells_what_is_set_when_it_holds_and_when_it_does_not(
    text: str, true: set[str], false: set[str]
) -> None:
    assert narrowed(parse(text), SCOPE) == (frozenset(true), frozenset(false))


def test_names_are_the_data_read_with_every_let_in_its_place() -> None:
    assert names(parse("certified && passed"), SCOPE) == {"stars", "valid_until", "marks"}
    assert names(parse("marks.all(score2, score2.ok) && taken.reason == 'x' && quorum > 1"), SCOPE) == {
        "marks"
    }
    assert reads_taken(parse("score > 1 && taken.reason == 'x'"), SCOPE)
    assert not reads_taken(parse("score > 1"), SCOPE)
