"""The schema of targets: it takes those that are right, and refuses what a shape can refuse."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from schemas import FILES, NAMES, VALUES, YAML, Kind, Wrong

from ocop_workflow.measures import Targets, read_targets
from ocop_workflow.measures.schema import targets

from .market import OFFICER, asked, market, stall

BESIDE = Path(__file__).parent / "stall" / "any.targets.yaml"  # from where versions are found
EVERY_KEY = """\
targets: market
title: {vi: Chợ, en: A market}
sources: {rules: {en: The rules}}
units: units.yaml
calendar: ../../../workflows/calendars/vietnam-2019-2026.yaml
measures:
  filed:
    title: {en: Filed}
    of: stall
    requires: [{event: [file, hand_in]}, mark]
    in: [open, granted]
    where: has(stars)
    share: {requires: grant, in: granted, where: stars > 3}
    target: {minimum: 40, maximum: 90, by: 2025-12-31}
    basis: [rules, A]
splits:
  district: {title: {en: District}, level: district}
  group: {field: group}
risks:
  ending: {title: {en: Ending}, of: stall, in: granted, requires: grant, where: has(until),
    at: until, shows: [place], basis: rules}
  returned: {of: stall, event: [return], reason: reason}
"""
WRONG = [
    Wrong("targets:", "target:", "unknown_key", 1, 1),
    Wrong("targets: market\n", "", "missing_key", 1, 1),
    Wrong("units: units.yaml", "units: unit.yaml", "no_file_beside", 4, 8),
    Wrong("    of: stall\n", "", "missing_key", 8, 5),
    Wrong("of: stall\n", "of: Stall 2\n", "bad_identifier", 9, 9),
    Wrong("event: [file", "evnt: [file", "unknown_key", 10, 17),
    Wrong("mark]", "mark, mrk]", "no_event", 10, 48),
    Wrong("in: [open, granted]", "in: []", "empty_list", 11, 9),
    Wrong("in: [open, granted]", "in: [open, open]", "repeated", 11, 16),
    Wrong("minimum: 40", "minimum: 140", "number_out_of_range", 14, 23),
    Wrong("minimum: 40", "minimum: 95", "bounds_crossed", 14, 14),
    Wrong("minimum: 40", "minimum: some", "integer_wanted", 14, 23),
    Wrong("by: 2025-12-31", "by: 31/12/2025", "date_wanted", 14, 44),
    Wrong("{minimum: 40, maximum: 90, by: 2025-12-31}", "{by: 2025-12-31}", "no_goal", 14, 13),
    Wrong("[rules, A]", "[rule, A]", "unknown_source", 15, 13),
    Wrong("level: district}", "level: district, field: group}", "level_or_field", 17, 3),
    Wrong("{field: group}", "{}", "level_or_field", 18, 3),
    Wrong("at: until", "at: until, event: mark", "at_or_event", 21, 5),
    Wrong("event: [return], ", "", "reason_alone", 22, 25),
    Wrong("reason: reason", "reason: 3", "bad_name", 22, 50),
]
TEXT = "what an expression says: to a schema it is a text"
CANNOT = {
    **dict.fromkeys(("no_event", "no_state", "no_event_in", "no_state_in", "no_field", "no_reason"), NAMES),
    **dict.fromkeys(("unknown_source", "unknown_level"), NAMES),
    **dict.fromkeys(("unknown_name", "not_a_condition", "not_a_day", "maybe_unset_here"), TEXT),
    **dict.fromkeys(("no_units", "bounds_crossed"), VALUES),
    **dict.fromkeys(("no_file_beside", "cannot_read"), FILES),
    "duplicate_key": YAML,
}


@pytest.fixture(scope="module")
def kind() -> Iterator[Kind]:
    """Both versions are in a store, so that no file of theirs is read again and again."""
    store, _ = market()
    with store:
        for version in ("1", "2"):
            store.start(stall(version), asked(), actor=OFFICER, event="ask")

        def read(text: str) -> Targets:
            return read_targets(BESIDE, text, store=store)

        yield Kind(targets(), read, CANNOT)


def test_targets_with_every_key_are_read_and_taken_by_their_schema(kind: Kind) -> None:
    kind.check_right(EVERY_KEY)


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_what_is_wrong_is_located(kind: Kind, wrong: Wrong) -> None:
    kind.check_wrong(EVERY_KEY, wrong)


def test_reading_and_the_schema_agree_on_every_part(kind: Kind) -> None:
    kind.check_shapes(EVERY_KEY)
    kind.check_keys(EVERY_KEY + "zzz: 1\n")
