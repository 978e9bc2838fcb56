"""What a plan may say: what is right is put together with its versions, whatever it leaves to them."""

from pathlib import Path

import pytest
from cli.conftest import command
from cli.support import Command

from ocop_workflow.migration import Composed, read_plan
from ocop_workflow.migration.compose import compose
from ocop_workflow.model.definition import Event

__all__ = ["command"]  # a fixture

HERE = Path(__file__).parent
GOOD = HERE / "loan.migration.yaml"


def plan(**parts: str) -> Composed:
    """The good plan with other lines in the place of some keys; an empty one leaves the key out."""
    lines: dict[str, list[str]] = {}
    for line in GOOD.read_text("utf-8").split("\n"):
        key = line.partition(":")[0] if line[:1].isalpha() else next(reversed(lines), "")
        lines.setdefault(key, []).append(line)
    lines |= {key: [f"{key}: {part}"] if part else [] for key, part in parts.items()}
    return read_plan(
        HERE / "other.migration.yaml", "\n".join(line for part in lines.values() for line in part)
    )


def crossing(composed: Composed) -> Event:
    return composed.definition.events[composed.crossing]


def test_a_stage_is_led_as_a_whole_and_what_has_ended_in_it_stays() -> None:
    text = "migration: card\nfrom: versions/card-1-in-a-drawer.yaml\nto: versions/card-2.yaml\nstates: {drawer: same}\n"
    composed = read_plan(HERE / "card.migration.yaml", text)
    assert [move.source for move in crossing(composed).moves] == ["was_valid"]


def test_a_target_that_is_a_stage_is_where_the_stage_begins() -> None:
    """So it is for each set of parameters' values under which cases stand: they are put together without checks."""
    read = plan(states="{asked: hall, seen: pin, out: pin}", waives="").plan
    assert [branch.to for branch in crossing(compose(read)).moves[0].branches] == ["asked"]


def test_what_all_that_move_are_given_is_not_asked_of_cases_that_stay() -> None:
    """A case that is only asked for has no fee."""
    composed = plan(
        states="{asked: pin, seen: pin, lent: pin, late: owing}",
        sets="{owed: before.fee, size: \"before.size == 'small' ? 'pocket' : 'folio'\"}",
    )
    sets = {move.source: [set(branch.sets) for branch in move.branches] for move in crossing(composed).moves}
    assert sets["was_lent"] == [set()]
    assert sets["was_late"] == [{"owed", "size"}]


def test_data_that_only_cases_have_which_stay_are_not_lost() -> None:
    composed = plan(states="{asked: same, seen: examined, lent: pin, late: pin}", drops="", waives="")
    assert "fee" in composed.plan.old.data


def test_a_field_that_is_dropped_is_unset_though_both_versions_have_it() -> None:
    assert "due" in plan().shared
    assert "due" not in plan(drops="[fee, due]").shared


def test_a_clock_that_is_dropped_is_no_clock_of_the_new_version() -> None:
    assert plan().plan.counterpart("lapse") == "lapse"
    assert plan(drops="[fee, lapse]").plan.counterpart("lapse") is None


def test_what_is_said_of_scopes_goes_before_names_that_are_alike() -> None:
    assert plan().scopes["lent"][0] == "lent"
    assert plan(scopes="{desk: hall, seen: lent}").scopes["lent"][0] == "seen"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_plan_that_is_given_to_check_is_told_what_takes_it(command: Command, language: str) -> None:
    said = command("check", GOOD, "--lang", language)
    assert said.code == 1
    assert "ocop-workflow migrate" in said.out + said.err
    other = command("migrate", HERE / "versions" / "loan-1.yaml", "--lang", language)
    assert other.code == 1
    assert "ocop-workflow check" in other.out + other.err
