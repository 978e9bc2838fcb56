"""What is wrong in a scenario is told at its place, with what to do; its schema tells what a shape can."""

from datetime import date
from pathlib import Path

import pytest
from schemas import FILES, NAMES, VALUES, YAML, Kind, Wrong
from testing.test_scenarios import RANKED, SHORTCUT, folder, write

from ocop_workflow.testing import read_scenario
from ocop_workflow.testing.schema import scenario

__all__ = ["folder"]  # a fixture

EVERY_KEY = """\
scenario: {vi: Mọi khóa, en: Every key}
source: {vi: Hồ sơ giả, en: A made-up file}
assumed: {vi: Tất cả, en: All of it}
workflow: plan.yaml
parameters: {}
units: any
calendar: weekends
actors:
  p: {title: {vi: Chủ thể, en: Producer}, roles: [[producer, a/b]], parties: [x, y], on_behalf: z}
  o: {roles: officer, parties: x}
  c: {roles: [council, officer]}
steps:
  - {at: 2024-03-01T08:00:00.5+07:00, do: begin, as: p, with: {name: x}, then: planning, assumed: true}
  - {at: 2024-03-02 08:00Z, do: submit, as: p, happened: []}
  - {at: 2024-03-03, do: approve, as: [c, o], refused: [wrong_state]}
  - {at: 2024-03-03, do: approve, as: o, refused: wrong_state}
  - {at: 2024-03-04, wait: true, happened: expire, then: review}
  - {at: 2024-03-04, do: approve, as: c, wait: false}
expect: {state: production, data: {name: x}, unset: points}
must_not_happen: false
"""
WRONG = [
    (RANKED, Wrong("workflow: plan.yaml", "workflw: plan.yaml", "unknown_key", 3, 1)),
    (RANKED, Wrong("wait: true", "wiat: true", "unknown_key", 17, 22)),
    (RANKED, Wrong("wait: true", "wait: true, do: expire", "unknown_key", 17, 34)),
    (RANKED, Wrong("wait: true", "wait: true, as: lan", "unknown_key", 17, 34)),
    (RANKED, Wrong("wait: true", "wait: true, with: {name: x}", "unknown_key", 17, 34)),
    (RANKED, Wrong("wait: true", "wait: true, refused: [wrong_state]", "unknown_key", 17, 34)),
    (RANKED, Wrong("{roles: [officer]}", "{role: [officer]}", "unknown_key", 6, 10)),
    (RANKED, Wrong("unset: [points", "unst: [points", "unknown_key", 19, 51)),
    (RANKED, Wrong("steps:", "steps: begin\nstep:", "unknown_key", 10, 1)),
    (RANKED, Wrong("do: submit, ", "", "missing_key", 12, 5)),
    (RANKED, Wrong("at: 2024-03-04, ", "", "missing_key", 12, 5)),
    (RANKED, Wrong("do: submit, as: minh", "do: submit, as: mih", "unknown_actor", 12, 38)),
    (RANKED, Wrong("do: submit, as: minh", "do: submit, as: []", "empty_list", 12, 38)),
    (RANKED, Wrong("do: submit, as: minh", "do: submit, as: [minh, minh]", "repeated", 12, 45)),
    (RANKED, Wrong("do: submit, as: minh", "do: submti, as: minh", "unknown_event", 12, 26)),
    (RANKED, Wrong("do: begin", "do: submit", "start_wanted", 10, 26)),
    (RANKED, Wrong("steps:\n", "steps:\n  - {at: 2024-02-01, wait: true}\n", "start_wanted", 10, 5)),
    (RANKED, Wrong("roles: [producer]", "roles: [producr]", "unknown_role", 5, 78)),
    (RANKED, Wrong("roles: [council]", "roles: [council, town]", "unknown_role", 8, 71)),
    (RANKED, Wrong("roles: [council]", "roles: [[council]]", "role_unit_wanted", 8, 62)),
    (RANKED, Wrong("roles: [council]", "roles: [[council, a, b]]", "role_unit_wanted", 8, 62)),
    (RANKED, Wrong("roles: [council]", "roles: [{council: town}]", "role_unit_wanted", 8, 62)),
    (RANKED, Wrong("refused: [guard_unmet]", "refused: [guard_umet]", "unknown_code", 15, 101)),
    (RANKED, Wrong("[guard_unmet]", "[guard_unmet, guard_unmet]", "repeated", 15, 114)),
    (RANKED, Wrong("refused: [guard_unmet]", "refused: []", "empty_list", 15, 100)),
    (RANKED, Wrong("2024-03-05T09:30+07:00", "2024-03-05T09:30", "moment_wanted", 14, 10)),
    (RANKED, Wrong("at: 2024-03-04", "at: 4/3/2024", "moment_wanted", 12, 10)),
    (RANKED, Wrong("at: 2024-03-04", "at: 2024-02-30", "moment_wanted", 12, 10, VALUES)),
    (RANKED, Wrong("at: 2024-03-04", "at: 0024-03-04", "moment_wanted", 12, 10, VALUES)),
    (RANKED, Wrong("at: 2024-03-04", "at: 20240304T0930+07", "moment_wanted", 12, 10)),
    (RANKED, Wrong("at: 2024-03-04", "at: 2024-02-04", "time_goes_back", 12, 10)),
    (RANKED, Wrong("at: 2024-06-01, wait", "at: 2023-06-01, wait", "time_goes_back", 18, 10)),
    (SHORTCUT, Wrong("at: 2024-03-04", "at: 2024-02-04", "time_goes_back", 11, 10)),
    (SHORTCUT, Wrong("do: submit", "do: sumbit", "unknown_event", 9, 26)),
    (SHORTCUT, Wrong("do: begin", "do: begn", "unknown_event", 8, 26)),
    (SHORTCUT, Wrong("then: ranked", "then: rankd", "unknown_state", 11, 90)),
    (SHORTCUT, Wrong("{points: 80", "{pionts: 80", "unknown_data", 11, 46)),
    (RANKED, Wrong("then: production", "then: producing", "unknown_state", 14, 62)),
    (RANKED, Wrong("then: production", "then: [production]", "text_wanted", 14, 62)),
    (RANKED, Wrong("then: production", "then: ", "empty_value", 14, 62)),
    (RANKED, Wrong("then: production", "then:", "no_space", 14, 56)),
    (
        RANKED,
        Wrong("refused: [guard_unmet]", "refused: [guard_unmet], then: ranked", "nothing_follows", 15, 115),
    ),
    (RANKED, Wrong("refused: [not_per", "happened: [], refused: [not_per", "nothing_follows", 13, 45)),
    (RANKED, Wrong("happened: [expire]", "happened: [approve]", "unknown_clock", 18, 45)),
    (RANKED, Wrong("state: lapsed, data", "state: lapsd, data", "unknown_state", 19, 17)),
    (RANKED, Wrong("state: lapsed, data", "state: [lapsed, ranked], data", "text_wanted", 19, 17)),
    (RANKED, Wrong("data: {name", "data: {nam", "unknown_data", 19, 32)),
    (RANKED, Wrong("unset: [points", "unset: [point", "unknown_data", 19, 59)),
    (RANKED, Wrong("data: {name: Cá mòi kho}", "data: {points: 101}", "value_unfit", 19, 40)),
    (RANKED, Wrong("data: {name: Cá mòi kho}", "data: name", "mapping_wanted", 19, 31)),
    (RANKED, Wrong("with: {name: Cá mòi kho}", "with: name", "mapping_wanted", 10, 50)),
    (RANKED, Wrong("wait: true", "wait: yes", "boolean_wanted", 17, 28)),
    (RANKED, Wrong("plan.yaml", "plans.yaml", "no_file_beside", 3, 11)),
    (RANKED, Wrong("plan.yaml", "plan.yaml\nunits: no.yaml", "no_file_beside", 4, 8)),
    (RANKED, Wrong("plan.yaml", "ocop-produkt@1048", "unknown_workflow", 3, 11)),
    (RANKED, Wrong("plan.yaml", "ocop-product@1047", "unknown_version", 3, 11)),
    (RANKED, Wrong("plan.yaml", "plan.yaml\nparameters: {quorum: 5}", "unknown_parameter", 4, 22)),
    (RANKED, Wrong("  lan: {", "  minh: {", "duplicate_key", 7, 3)),
    (RANKED, Wrong("  lan: {", "\tlan: {", "tab", 7, 1)),
    (RANKED, Wrong("  lan: {", "lan: {", "bad_indent", 8, 3)),
    (RANKED, Wrong(RANKED[RANKED.index("steps:") :], "steps: begin\n", "list_wanted", 9, 8)),
    (RANKED, Wrong(RANKED[RANKED.index("steps:") :], "steps: []\n", "no_steps", 9, 8)),
    (RANKED, Wrong(RANKED, "", "empty_file", 1, 1)),
    (RANKED, Wrong(RANKED, "# yaml-language-server: $schema=scenario.schema.json\n", "empty_file", 1, 1)),
    (RANKED, Wrong("scenario: {vi", "scenario: {vn", "unknown_key", 2, 12)),
    (SHORTCUT, Wrong("{vi: Đi tắt, en: A shortcut}", "Đi tắt", "bilingual_wanted", 1, 11)),
    (SHORTCUT, Wrong("must_not_happen: {vi", "must_not_happen: never # {vi", "boolean_wanted", 12, 18)),
    (SHORTCUT, Wrong("then: production", "refused: [wrong_state]", "two_endings", 10, 5)),
    (SHORTCUT, Wrong("must_not", "expect: {state: ranked}\nmust_not", "two_endings", 12, 9)),
]
CANNOT = {
    **dict.fromkeys(("unknown_actor", "unknown_event", "unknown_role", "unknown_state"), NAMES),
    **dict.fromkeys(("unknown_clock", "unknown_data", "value_unfit", "start_wanted"), NAMES),
    "time_goes_back": VALUES,
    **dict.fromkeys(("no_file_beside", "unknown_workflow", "unknown_version", "unknown_parameter"), FILES),
    "duplicate_key": YAML,
}


@pytest.fixture
def kind(folder: Path) -> Kind:
    return Kind(scenario(), lambda text: read_scenario(write(folder, text)), CANNOT)


def test_a_scenario_with_every_key_is_read_and_taken_by_the_schema(kind: Kind) -> None:
    kind.check_right(EVERY_KEY)
    kind.check_right(RANKED)
    kind.check_right(SHORTCUT)
    kind.check_right(SHORTCUT.replace("must_not_happen: {", "must_not_happen: true # {"))


@pytest.mark.parametrize(("right", "wrong"), WRONG, ids=[str(wrong) for _, wrong in WRONG])
def test_what_is_wrong_in_a_scenario_is_located(kind: Kind, right: str, wrong: Wrong) -> None:
    kind.check_wrong(right, wrong)


@pytest.mark.parametrize("right", [EVERY_KEY, SHORTCUT], ids=["every key", "must not happen"])
def test_reading_and_the_schema_agree_on_every_part(kind: Kind, right: str) -> None:
    kind.check_shapes(right)
    assert CANNOT.keys() <= {wrong.code for _, wrong in WRONG}


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("workflow:", "zzz: 1\nworkflow:", ()),
        ("c: {roles", "c: {zzz: 1, roles", ("definitions", "actor")),
        ("do: submit", "zzz: 1, do: submit", ("definitions", "step")),
        ("expect: {", "expect: {zzz: 1, ", ("properties", "expect")),
    ],
)
def test_the_schema_has_the_keys_that_are_read(
    kind: Kind, before: str, after: str, place: tuple[str, ...]
) -> None:
    kind.check_keys(EVERY_KEY.replace(before, after, 1), *place)


def test_a_step_too_late_may_be_told_as_refused(folder: Path) -> None:
    late = "  - {at: 2024-02-01, do: submit, as: minh, refused: [invalid_payload]}\n"
    text = RANKED.replace("  - {at: 2024-03-04,", late + "  - {at: 2024-03-04,")
    assert read_scenario(write(folder, text)).steps[2].at == date(2024, 2, 1)


def test_a_story_that_must_not_happen_may_name_what_the_workflow_no_longer_has(folder: Path) -> None:
    text = SHORTCUT.replace("then: production", "then: producing")
    assert read_scenario(write(folder, text)).steps[2].do == "skip"
