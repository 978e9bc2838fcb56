"""Attempts to weaken a base: each is impossible to say, or refused with both places and what would come of it."""

import re
from pathlib import Path

import pytest
from attrs import frozen

from ocop_workflow.errors import DefinitionError, Problem
from ocop_workflow.reading import bind, extension, read_definition
from ocop_workflow.reading.definition import read_resolved
from ocop_workflow.reading.offered import catalogued
from ocop_workflow.reading.written import written

HERE = Path(__file__).parent / "extension"
BASE = (HERE / "base.yaml").read_text("utf-8").split("\n")
HEAD = 'workflow: mine\nversion: "1"\nextends: {base}\n'
SPLIT = "split: {review: {initial: desk, states: {desk: {}, test: {}}}}\n"


@frozen
class Attempt:
    """What is written, the code that tells it, the line of the extension, and the base's line by what begins it."""

    name: str
    text: str
    code: str
    line: int
    base: str | None = None
    of: str = "base.yaml"

    def __str__(self) -> str:
        return self.name.replace(" ", "-")


ATTEMPTS = (
    # The four naive failures: an ordered branch narrowed alone, a stall, a state beside the base's, a time set anew.
    Attempt(
        "narrow the first band so that 90.08 falls to the lower one",
        "narrow: {score: {moves: {review: [{when: taken.points >= 90.5, to: granted}, {else: scored}]}}}\n",
        "narrow_word",
        4,
        "  score:",
    ),
    Attempt(
        "forbid what must stay possible",
        "narrow: {withdraw: {when: false}}\n",
        "narrow_must",
        4,
        "  withdraw:",
    ),
    Attempt(
        "hold a case in a state of one's own", "states: {hold: {}}\n", "extension_base_word", 4, "states:"
    ),
    Attempt(
        "give the authority more time",
        "parameters: {answer_days: 15}\n",
        "parameter_settled",
        4,
        "parameters:",
        "settled.yaml",
    ),
    # Time
    Attempt(
        "give the applicant less time",
        "parameters: {mend_days: 10}\n",
        "parameter_settled",
        4,
        "parameters:",
        "settled.yaml",
    ),
    Attempt(
        "give the applicant more time",
        "parameters: {mend_days: 30}\n",
        "parameter_settled",
        4,
        "parameters:",
        "settled.yaml",
    ),
    Attempt(
        "shorten a waiting time",
        "parameters: {rest_days: 1}\n",
        "parameter_settled",
        4,
        "parameters:",
        "settled.yaml",
    ),
    Attempt(
        "lower a settled quorum",
        "parameters: {quorum: 1}\n",
        "parameter_settled",
        4,
        "parameters:",
        "settled.yaml",
    ),
    Attempt(
        "hold up what time does", "narrow: {expire: {when: has(valid)}}\n", "narrow_must", 4, "  expire:"
    ),
    Attempt("begin before the base", "from: 2023-01-01\n", "extension_before_base", 4, "from:"),
    Attempt("move days to another zone", "timezone: Asia/Tokyo\n", "extension_base_word", 4, "timezone:"),
    # Other cases
    Attempt(
        "be counted by nobody",
        "",
        "extension_renamed",
        1,
        "  round:",
        "linked.yaml",
    ),
    # What the base declares
    Attempt(
        "widen a bound by declaring the field anew",
        "data:\n  points: {type: number, scale: 2, minimum: -9, maximum: 100}\n",
        "extension_redefines",
        5,
        "  points:",
    ),
    Attempt(
        "declare a parameter anew",
        "parameters: {quorum: {type: integer, minimum: 0}}\n",
        "extension_redefines",
        4,
        "  quorum:",
    ),
    Attempt(
        "name a field like a guard", "data: {enough: {type: boolean}}\n", "extension_redefines", 4, "let:"
    ),
    Attempt(
        "let a field say at which level the chief sits",
        "data: {upper: {enum: [top, low]}}\n",
        "extension_redefines",
        4,
        "roles:",
        "levels.yaml",
    ),
    Attempt(
        "let a parameter say which level is in charge",
        "parameters: {lower: {type: level}}\n",
        "extension_redefines",
        4,
        "  filed:",
        "levels.yaml",
    ),
    Attempt("redefine a guard", "let: {enough: {is: true}}\n", "extension_redefines", 4, "let:"),
    Attempt("redefine a role", "roles: {chief: {is: wanted}}\n", "extension_redefines", 4, "roles:"),
    Attempt("redefine a record", "types: {vote: {p: {type: boolean}}}\n", "extension_redefines", 4, "types:"),
    Attempt(
        "redefine a source", "sources: {law: {vi: Khác, en: Other}}\n", "extension_redefines", 4, "sources:"
    ),
    Attempt(
        "redefine an event",
        "events: {decide: {by: clerk, moves: {scored: granted}}}\n",
        "extension_redefines",
        4,
        "  decide:",
    ),
    Attempt(
        "call an event like a start",
        "events: {apply: {by: clerk, moves: {work: stay}}}\n",
        "extension_redefines",
        4,
        "start:",
    ),
    Attempt(
        "begin in the middle",
        "start: {adopt: {by: clerk, to: granted, attests: [score]}}\n",
        "extension_base_word",
        4,
        "start:",
    ),
    Attempt("let units decide", "unit: wanted\n", "extension_base_word", 4, "workflow:"),
    # What the base's events ask and do
    Attempt("let the clerk decide", "narrow: {decide: {by: clerk}}\n", "narrow_by", 4, "  decide:"),
    Attempt(
        "let a role of one's own decide",
        "roles: {deputy: {}}\nnarrow: {decide: {by: [chief, deputy]}}\n",
        "narrow_by",
        5,
        "  decide:",
    ),
    Attempt(
        "let a role of one's own be who decides",
        "roles: {deputy: {}}\nparameters: {judge: deputy}\n",
        "parameter_unfit",
        5,
        of="levels.yaml",
    ),
    Attempt("let anybody apply", "narrow: {apply: {by: chief}}\n", "narrow_by", 4, "start:"),
    Attempt(
        "count a score of another visit",
        "narrow: {decide: {within: open}}\n",
        "narrow_within",
        4,
        "  decide:",
    ),
    Attempt("write other data", "narrow: {decide: {sets: {points: '100'}}}\n", "narrow_word", 4, "  decide:"),
    Attempt("keep what is cleared", "narrow: {decide: {clears: [points]}}\n", "narrow_word", 4, "  decide:"),
    Attempt("take less", "narrow: {score: {takes: []}}\n", "narrow_word", 4, "  score:"),
    Attempt("start elsewhere", "narrow: {apply: {to: granted}}\n", "narrow_word", 4, "start:"),
    Attempt(
        "attest what did not happen", "narrow: {apply: {attests: [score]}}\n", "narrow_word", 4, "start:"
    ),
    # What new events do
    Attempt(
        "a way round the decision",
        "events: {shortcut: {by: clerk, moves: {scored: granted}}}\n",
        "new_event_moves",
        4,
        "  granted:",
    ),
    Attempt(
        "a way round by a branch",
        "events:\n  shortcut: {by: clerk, moves: {scored: [{when: points > 9, to: refused}, {else: stay}]}}\n",
        "new_event_moves",
        5,
        "  refused:",
    ),
    Attempt(
        "a way out of a split",
        SPLIT + "events: {skip: {by: clerk, moves: {test: scored}}}\n",
        "new_event_moves",
        5,
        "  work:",
    ),
    Attempt(
        "a way in time",
        "events: {hurry: {by: clock, after: 3 days, moves: {scored: granted}}}\n",
        "new_event_moves",
        4,
        "  granted:",
    ),
    Attempt(
        "set the points",
        "events: {polish: {by: clerk, sets: {points: '100'}, moves: {scored: stay}}}\n",
        "new_event_writes",
        4,
        "  points:",
    ),
    Attempt(
        "set the points in a branch",
        "events: {polish: {by: clerk, moves: {scored: [{else: stay, sets: {points: '100'}}]}}}\n",
        "new_event_writes",
        4,
        "  points:",
    ),
    Attempt(
        "take the points anew",
        "events: {mark_up: {by: clerk, takes: [points], moves: {scored: stay}}}\n",
        "new_event_writes",
        4,
        "  points:",
    ),
    Attempt(
        "clear the day of expiry",
        "events: {keep: {by: clerk, clears: [valid], moves: {granted: stay}}}\n",
        "new_event_writes",
        4,
        "  valid:",
    ),
    Attempt(
        "a clock that cannot choose holds up expiry",
        "events: {stop: {by: clock, after: 3 days, moves: {granted: [{when: points > 9, to: stay}, {else: stay}]}}}\n",
        "new_clock_may_fail",
        4,
        "  expire:",
    ),
    Attempt(
        "a clock that may have no calendar",
        "events: {stop: {by: clock, after: 3 working days, moves: {granted: stay}}}\n",
        "new_clock_may_fail",
        4,
        "  expire:",
    ),
    Attempt(
        "a clock whose value may not fit",
        "data: {count: {type: integer, minimum: 0, maximum: 3}}\n"
        "events: {stop: {by: clock, after: 3 days, sets: {count: wanted}, moves: {granted: stay}}}\n",
        "new_clock_may_fail",
        5,
        "  expire:",
    ),
    Attempt(
        "a clock on a day of the base that is computed",
        "events: {stop: {by: clock, at: 'days(valid, 9)', moves: {granted: stay}}}\n",
        "new_clock_may_fail",
        4,
        "  expire:",
    ),
    # What a split state is
    Attempt(
        "a sub-state in which the cycle counts as done",
        "split: {review: {initial: desk, states: {desk: {goal: true}}}}\n",
        "split_word",
        4,
    ),
    Attempt(
        "a sub-state in which a case may end",
        "split: {review: {initial: desk, states: {desk: {final: completed}}}}\n",
        "split_word",
        4,
    ),
    Attempt(
        "a sub-state of another level",
        "split: {review: {initial: desk, states: {desk: {at: top}}}}\n",
        "split_word",
        4,
    ),
    Attempt(
        "go on after the end",
        "split: {refused: {initial: open_again, states: {open_again: {}}}}\n",
        "split_final",
        4,
        "  refused:",
    ),
    Attempt(
        "let a time run on that begins anew",
        "split: {mending: {initial: one, states: {one: {}, two: {}}}}\n",
        "split_entered_again",
        4,
        "  again:",
    ),
    Attempt(
        "call a sub-state like a state",
        "split: {review: {initial: scored, states: {scored: {}}}}\n",
        "extension_redefines",
        4,
        "  work:",
    ),
    Attempt(
        "put a sub-state into a tag of the base",
        "split: {review: {initial: desk, states: {desk: {tag: open}}}}\n",
        "extension_redefines",
        4,
        "  work:",
    ),
    Attempt(
        "split a stage",
        "split: {work: {initial: desk, states: {desk: {}}}}\n",
        "split_composite",
        4,
        "  work:",
    ),
)


def problems_of(text: str, base: str) -> tuple[Problem, ...]:
    with pytest.raises(DefinitionError) as raised:
        read_definition(HERE / "mine.yaml", HEAD.format(base=base) + text)
    return raised.value.problems


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=str)
def test_an_attempt_to_weaken_is_refused_with_both_places_and_a_witness(attempt: Attempt) -> None:
    problems = problems_of(attempt.text, attempt.of)
    assert {problem.code for problem in problems} == {attempt.code}
    (problem, *_) = problems
    assert (Path(problem.position.file).name, problem.position.line) == ("mine.yaml", attempt.line)
    assert problem.message.vi
    assert problem.message.vi != problem.message.en
    assert bool(problem.hint.vi) == bool(problem.hint.en)
    if attempt.base is not None:
        lines = (HERE / attempt.of).read_text("utf-8").split("\n")
        line = next(n for n, said in enumerate(lines, 1) if said.startswith(attempt.base))
        for told in (problem.message.vi, problem.message.en):
            assert f"{HERE / attempt.of}:{line}" in (told or "")


ELSEWHERE = {  # told by tests of their own: what names a base, and slips of the pen
    *("base_unpinned", "base_missing", "extension_circle", "extension_chain", "unknown_workflow"),
    *("unknown_version", "unknown_state", "unknown_event", "initial_not_inside", "narrow_from"),
}


def test_there_are_enough_attempts_and_every_refusal_is_attempted() -> None:
    assert len(ATTEMPTS) >= 25
    source = "".join(file.read_text("utf-8") for file in Path(extension.__file__).parent.glob("*.py"))
    codes = {"parameter_unfit"} | set(re.findall(r'problems\.add\(\s*"([a-z_]+)"', source))
    assert codes == {attempt.code for attempt in ATTEMPTS} | ELSEWHERE


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("split: {reviw: {initial: desk, states: {desk: {}}}}", "unknown_state"),
        ("split: {review: {initial: dusk, states: {desk: {}}}}", "initial_not_inside"),
        ("split: {review: {states: {desk: {}}}}", "missing_key"),
        ("split: {review: {initial: desk}}", "missing_key"),
        ("split: {review: desk}", "mapping_wanted"),
        ("narrow: {decid: {when: enough}}", "unknown_event"),
        ("narrow: {decide: enough}", "mapping_wanted"),
        ("narrow: [decide]", "mapping_wanted"),
        ("narrow: {decide: {from: {scord: [scored]}}}", "unknown_state"),
        ("narrow: {decide: {from: {work: [filed]}}}", "initial_not_inside"),
        ("narrow: {decide: {from: {filed: [filed]}}}", "narrow_from"),
        ("narrow: {decide: {when: points > 9}}\nnarow: {}", "unknown_key"),
        ("data: [score]", "mapping_wanted"),
        ("properties: {never: decide}", "list_wanted"),
        ("parameters: {quorum: six}", "parameter_unfit"),
        ("parameters: [quorum]", "mapping_wanted"),
    ],
)
def test_a_slip_of_the_pen_is_told_in_the_extension(text: str, code: str) -> None:
    problems = problems_of(text, "base.yaml")
    assert {problem.code for problem in problems} == {code}
    assert {(Path(p.position.file).name, p.position.line >= 4) for p in problems} == {("mine.yaml", True)}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("extends: grant\n", "base_unpinned"),
        ("extends: ../extension/base.txt\n", "base_unpinned"),
        ("extends: nowhere.yaml\n", "base_missing"),
        ("extends: nothing@1\n", "unknown_workflow"),
        ("extends: ocop-product@1\n", "unknown_version"),
    ],
)
def test_a_base_is_named_with_its_version_and_must_be_there(text: str, code: str) -> None:
    assert "ocop-product" in catalogued()
    with pytest.raises(DefinitionError) as raised:
        read_definition(HERE / "mine.yaml", 'workflow: mine\nversion: "1"\n' + text)
    assert [(p.code, p.position.line, p.position.column) for p in raised.value.problems] == [(code, 3, 10)]


def test_a_circle_is_refused_where_it_closes(tmp_path: Path) -> None:
    for name, other in (("a", "b"), ("b", "c"), ("c", "a")):
        (tmp_path / f"{name}.yaml").write_text(HEAD.format(base=f"{other}.yaml"), encoding="utf-8")
    with pytest.raises(DefinitionError) as raised:
        read_definition(tmp_path / "a.yaml")
    (problem,) = raised.value.problems
    assert (problem.code, Path(problem.position.file).name, problem.position.line) == (
        "extension_circle",
        "c.yaml",
        3,
    )
    assert "a.yaml → b.yaml → c.yaml → a.yaml" in (problem.message.en or "")


def test_a_chain_ends_somewhere(tmp_path: Path) -> None:
    for number in range(12):
        text = HEAD.format(base=f"{number + 1}.yaml")
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as raised:
        read_definition(tmp_path / "0.yaml")
    assert [problem.code for problem in raised.value.problems] == ["extension_chain"]


def test_whoever_runs_it_gives_no_other_value_for_what_is_settled() -> None:
    settled = read_definition(HERE / "settled.yaml")
    assert bind(settled, {"quorum": 3, "who": "chief"}).values["quorum"] == 3
    with pytest.raises(DefinitionError) as raised:
        bind(settled, {"quorum": 1})
    (problem,) = raised.value.problems
    assert problem.code == "parameter_settled"
    assert f"{HERE / 'base.yaml'}:7" in (problem.message.vi or "")


DEPUTY = "roles: {deputy: {}, aide: {}}\nevents: {note: {by: deputy, moves: {filed: stay}}}\n"


def test_whoever_runs_it_lets_no_role_of_the_extension_act_in_the_base(tmp_path: Path) -> None:
    """Not a chain above it either, nor once it is put together and written."""
    (tmp_path / "levels.yaml").write_text((HERE / "levels.yaml").read_text("utf-8"), "utf-8")
    (tmp_path / "first.yaml").write_text(HEAD.format(base="levels.yaml") + DEPUTY, "utf-8")
    (tmp_path / "second.yaml").write_text(HEAD.format(base="first.yaml") + "roles: {third: {}}\n", "utf-8")
    node, whole = read_resolved(tmp_path / "second.yaml")
    for each in (
        read_definition(tmp_path / "first.yaml"),
        whole,
        read_definition("again.yaml", written(node)),
    ):
        assert bind(each, {"judge": "chief"}).values["judge"] == "chief"
        for other in ("deputy", "third"):
            with pytest.raises(DefinitionError) as raised:
                bind(each, {"judge": other})
            assert [problem.code for problem in raised.value.problems] == ["parameter_unfit"]


def test_without_a_role_of_its_own_an_extension_leaves_the_parameter_as_it_is() -> None:
    mine = read_definition(HERE / "mine.yaml", HEAD.format(base="levels.yaml"))
    assert mine.parameters == read_definition(HERE / "levels.yaml").parameters


def test_a_parameter_may_say_which_roles_it_may_name() -> None:
    base = read_definition(HERE / "base.yaml")
    assert bind(base, {"who": "clerk"}).values["who"] == "clerk"
    with pytest.raises(DefinitionError) as raised:
        bind(base, {"who": "citizen"})
    assert "clerk, chief" in (raised.value.problems[0].message.en or "")
    text = (HERE / "base.yaml").read_text("utf-8").replace("among: [clerk, chief]", "among: [clerk, chef]")
    with pytest.raises(DefinitionError) as raised:
        read_definition("base.yaml", text)
    assert [problem.code for problem in raised.value.problems] == ["unknown_role"]


def test_a_wrong_base_is_told_of_its_own_file(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text('workflow: base\nversion: "1"\nevent: {}\n', encoding="utf-8")
    with pytest.raises(DefinitionError) as raised:
        read_definition(tmp_path / "mine.yaml", HEAD.format(base="base.yaml"))
    assert {Path(p.position.file).name for p in raised.value.problems} == {"base.yaml"}
