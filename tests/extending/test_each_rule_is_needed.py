"""With any one of its rules switched off, the loader takes an extension that the judge finds looser than its base.

Rules that are not here refuse words that nothing reads (`narrow_word`, `extension_base_word`), what the checks of
every file refuse as well (`split_final`, `split_composite`), or what no run shows (`split_word`: where a cycle counts
as done; `extension_before_base`).
"""

from collections.abc import Mapping
from pathlib import Path

import pytest
from attrs import field, frozen
from extending.exploring import compare
from extending.pair import Parted

from ocop_workflow.errors import DefinitionError
from ocop_workflow.model.definition import Definition
from ocop_workflow.reading import Problems, read_definition
from ocop_workflow.reading.extension import narrow
from ocop_workflow.reading.nodes import Node

HERE = Path(__file__).parent
HEAD = 'workflow: mine\nversion: "1"\nextends: tiny.yaml\n'
MOST = 4000


@frozen
class Loose:
    """An extension that one rule refuses; `wrong` is what begins the judge's answer once the rule is off."""

    code: str
    text: str
    wrong: str
    home: Mapping[str, str] = field(factory=dict)


SPLIT = "split: {filed: {initial: one, states: {one: {}, two: {}}}}\n"
ENTERED = SPLIT.replace("filed", "scored")
ON = "events: {go_on: {by: clerk, moves: {one: two}}}\n"
HOME = {"one": "filed", "two": "filed"}
LOOSE = (
    Loose("narrow_must", "narrow: {withdraw: {when: num > 1}}\n", "must be possible"),
    Loose("narrow_must", SPLIT + ON + "narrow: {late: {from: {filed: [one]}}}\n", "due {}", HOME),
    Loose("narrow_by", "narrow: {decide: {by: clerk}}\n", "the base refuses it"),
    Loose("extension_redefines", "let: {enough: {is: 'true'}}\n", "the base refuses it"),
    Loose(
        "extension_redefines",
        "events: {decide: {by: clerk, moves: {scored: granted}}}\n",
        "the base refuses it",
    ),
    Loose(
        "extension_redefines",
        "data: {num: {type: integer, minimum: 0, maximum: 3}}\n",
        "the base refuses it",
    ),
    Loose("narrow_within", "narrow: {recheck: {within: filed}}\n", "the base refuses it"),
    Loose("parameter_settled", "parameters: {quorum: 0}\n", "the base refuses it"),
    Loose(
        "new_event_moves",
        "events: {skip: {by: clerk, moves: {scored: granted}}}\n",
        "in granted where the base is in scored",
    ),
    Loose(
        "new_event_moves",
        SPLIT + "events: {skip: {by: clerk, moves: {two: scored, one: two}}}\n",
        "in scored where the base is in filed",
        HOME,
    ),
    Loose(
        "new_event_writes",
        "events: {up: {by: clerk, sets: {num: '2'}, moves: {filed: stay}}}\n",
        "data {'num'",
    ),
    Loose(
        "new_event_writes", "events: {up: {by: clerk, takes: [num], moves: {filed: stay}}}\n", "data {'num'"
    ),
    Loose(
        "new_event_writes",
        "events: {keep: {by: clerk, clears: [valid], moves: {granted: stay}}}\n",
        "data {'num'",
    ),
    Loose(
        "new_clock_may_fail",
        "data: {few: {type: integer, minimum: 0, maximum: 1}}\n"
        "events: {stop: {by: clock, after: 1 days, sets: {few: num}, moves: {filed: stay}}}\n",
        "a clock is held up on one side only",
    ),
    Loose("split_entered_again", ENTERED + ON, "due {'late'", {"one": "scored", "two": "scored"}),
)


def without(code: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Switch off the rule that tells this code; gives what it would have told."""
    told: list[str] = []
    add = Problems.add

    def quiet(self: Problems, which: str, *arguments: object, **named: object) -> None:
        if which == code:
            told.append(which)
        else:
            add(self, which, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Problems, "add", quiet)
    return told


def loaded(text: str) -> tuple[Definition, Definition]:
    return read_definition(HERE / "tiny.yaml"), read_definition(HERE / "mine.yaml", HEAD + text)


@pytest.mark.parametrize("loose", LOOSE, ids=lambda loose: loose.code)
def test_without_the_rule_the_judge_finds_what_it_refuses(
    loose: Loose, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(DefinitionError) as refused:
        loaded(loose.text)
    assert loose.code in {problem.code for problem in refused.value.problems}
    told = without(loose.code, monkeypatch)
    base, extension = loaded(loose.text)
    assert told
    with pytest.raises(Parted) as parted:
        compare(base, extension, loose.home, MOST)
    assert str(parted.value.args[0]).startswith(loose.wrong)


@pytest.mark.parametrize("word", ["when", "not_by"])
def test_were_what_is_added_put_in_the_place_of_the_base_s_the_judge_would_find_it(
    word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    act, added = {"when": ("decide", "num >= 0"), "not_by": ("recheck", "[mend]")}[word]
    text = f"narrow: {{{act}: {{{word}: {added}}}}}\n"
    compare(*loaded(text), {}, MOST)

    def second(_first: Node | None, other: Node) -> Node:
        return other

    monkeypatch.setattr(narrow, "joined", second)
    with pytest.raises(Parted, match="the base refuses it"):
        compare(*loaded(text), {}, MOST)
