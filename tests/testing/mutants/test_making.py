"""Mutants are what a person's slip in the file would be: they load, and have a stable id, a place and a sentence."""

from pathlib import Path

import pytest

from ocop_workflow.errors import DefinitionError
from ocop_workflow.model.document import digest
from ocop_workflow.reading import read_definition
from ocop_workflow.testing.mutants.making import changes, mutant, mutants
from ocop_workflow.testing.mutants.mutant import KINDS

LAW = """
workflow: law
version: "1"
timezone: UTC
roles: {clerk: {}, head: {}, owner: {is: whose}}
data:
  whose: {type: party}
  score: {type: number, scale: 2, minimum: 0, maximum: 100}
  until: {type: date}
start:
  ask: {by: owner, to: asked, takes: [whose]}
  adopt: {by: head, to: asked, takes: [whose], attests: [look]}
states: {asked: {}, open: {}, done: {goal: true}, gone: {final: aborted}}
events:
  look: {by: clerk, moves: {asked: open}}
  rank:
    by: head
    not_by: [look]
    requires: [look]
    takes: [score]
    when: [taken.score <= 80, {is: taken.score >= 50, else: {vi: Thấp, en: Low}}]
    sets: {until: "months(today, 36)"}
    moves: {open: [{when: taken.score > 70, to: done}, {else: asked}], asked: stay}
  drop: {by: [owner, clerk], clears: [until], moves: {open: gone, asked: gone}}
  longer: {by: head, when: has(until), sets: {until: "months(until, 12)"}, moves: {asked: stay}}
  expire: {by: clock, at: until, moves: {done: asked}}
"""
SLIPS = {
    "guard_dropped/rank/taken.score-le-80": ("[taken.score <= 80, {is", "[{is"),
    "comparison/rank/taken.score-ge-50-to-taken.score-gt-50": ("score >= 50", "score > 50"),
    "constant/rank/50-to-49.99": ("score >= 50", "score >= 49.99"),
    "constant/rank/sets.until/36-to-37": ("today, 36", "today, 37"),
    "requires_dropped/rank/requires-look": ("    requires: [look]\n", ""),
    "duty_dropped/rank/not_by-look": ("    not_by: [look]\n", ""),
    "role_widened/look/head": ("look: {by: clerk", "look: {by: [clerk, head]"),
    "role_widened/role.owner/party": ("{is: whose}", "{}"),
    "set_dropped/rank/until": ('    sets: {until: "months(today, 36)"}\n', ""),
    "clear_dropped/drop/until": ("clears: [until], ", ""),
    "redirected/look/asked-open/stay": ("{asked: open}", "{asked: stay}"),
    "swapped/rank/open/done-asked": ("to: done}, {else: asked}", "to: asked}, {else: done}"),
    "clock_dropped/expire": ("  expire: {by: clock, at: until, moves: {done: asked}}\n", ""),
    "clock_delayed/expire": ("at: until", 'at: "days(until, 1)"'),
    "start_changed/ask/open": ("ask: {by: owner, to: asked", "ask: {by: owner, to: open"),
    "start_changed/adopt/attests-look": (", attests: [look]", ""),
    "end_changed/gone/final": ("final: aborted", "final: completed"),
    "end_changed/done/goal": ("done: {goal: true}", "done: {}"),
}


@pytest.mark.parametrize(("name", "slip"), SLIPS.items())
def test_a_mutant_is_what_the_slip_in_the_file_is(name: str, slip: tuple[str, str]) -> None:
    assert slip[0] in LAW
    found = mutant(read_definition("law.yaml", LAW), name)
    assert found is not None
    assert digest(found.definition) == digest(read_definition("law.yaml", LAW.replace(*slip)))


def test_a_slip_that_loading_refuses_is_no_mutant() -> None:
    definition = read_definition("law.yaml", LAW)
    refused = "guard_dropped/longer/has-until"  # what is read there may be unset
    assert refused in {each.id for each in changes(definition)}
    with pytest.raises(DefinitionError):
        read_definition("law.yaml", LAW.replace("when: has(until), ", ""))
    assert refused not in {each.id for each in mutants(definition)}
    assert mutant(definition, refused) is None
    assert "guard_dropped/rank/taken.score-le-80" in {each.id for each in mutants(definition)}


def test_ids_stay_when_other_lines_move_and_places_follow() -> None:
    moved = LAW.replace("events:\n", "events:\n  nod: {by: clerk, moves: {asked: stay}}\n")
    before, after = ({m.id: m for m in mutants(read_definition("law.yaml", t))} for t in (LAW, moved))
    assert before.keys() <= after.keys()
    place = "comparison/rank/taken.score-ge-50-to-taken.score-gt-50"
    line = next(n for n, text in enumerate(LAW.splitlines(), 1) if "score >= 50" in text)
    assert (before[place].place, after[place].place) == (f"law.yaml:{line}", f"law.yaml:{line + 1}")


def test_every_kind_is_made_and_none_twice() -> None:
    found = list(mutants(read_definition("law.yaml", LAW)))
    assert {each.kind for each in found} == set(KINDS)
    assert len({digest(each.definition) for each in found}) == len({each.id for each in found}) == len(found)
    assert digest(read_definition("law.yaml", LAW)) not in {digest(each.definition) for each in found}
    assert all(each.text.vi and each.text.en for each in found)


def test_extensions_and_shipped_files_have_mutants_too() -> None:
    laboratory = Path(__file__).parents[3] / "examples" / "custom-stage" / "laboratory.yaml"
    kinds = {each.kind for each in changes(read_definition(laboratory))}
    assert {"guard_dropped", "constant", "set_dropped"} <= kinds
