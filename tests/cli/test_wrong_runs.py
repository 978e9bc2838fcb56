"""What is wrong in a run file is told at its place, with what to do; its schema tells what a shape can."""

from pathlib import Path

import pytest
from schemas import FILES, NAMES, VALUES, YAML, Kind, Wrong
from testing.test_wrong_scenarios import WRONG as WRONG_SCENARIOS

from ocop_workflow.cli.runfile import RunFile, read_run_file
from ocop_workflow.cli.runschema import run
from ocop_workflow.messages import sentences

HERE = Path(__file__).parent
RUN = """\
run: {vi: Hai giấy phép, en: Two permits}
source: {vi: Sổ theo dõi, en: The register}
workflow: permit.yaml
parameters: {quorum: 2}
units: units.yaml
calendar: days.yaml
assumed:
  names: {vi: Tên người nộp là giả định, en: Names are made up}
actors:
  lan: {title: {vi: Bà Lan, en: Mrs Lan}, parties: [house]}
  minh: {roles: [clerk]}
  hoa: {roles: [[clerk, ward]], on_behalf: minh}
cases:
  P-1:
    title: {vi: Đủ điểm, en: Enough points}
    assumed: [names]
    steps:
      - {at: 2024-03-01, do: apply, as: lan, with: {applicant: Lan, owner: house}, assumed: true}
      - {at: 2024-03-02, do: decide, as: minh, refused: [wrong_state, requires_unmet]}
      - {at: 2024-03-04T09:30+07:00, do: accept, as: minh, then: voting}
      - {at: 2024-03-05, do: vote, as: [minh, hoa], with: {points: 7.25}}
      - {at: 2024-03-06, do: accept, as: lan, refused: not_permitted}
  P-0:
    goes_on: true
    steps:
      - {at: 2024-03-01, do: accept, as: minh}
"""
UNITS = "units: u\nlevels: [ward]\ntree: {ward: {level: ward}}\n"
DAYS = "calendar: c\nfrom: 2024-01-01\nto: 2024-12-31\nweekend: sunday\n"
WRONG = [
    Wrong("workflow: permit.yaml", "workflw: permit.yaml", "unknown_key", 3, 1),
    Wrong("do: decide, as", "do: decide, happened: [], as", "unknown_key", 19, 38),
    Wrong("do: decide, as", "wait: true, do: decide, as", "unknown_key", 19, 26),
    Wrong("    title: {vi: Đủ", "    titel: {vi: Đủ", "unknown_key", 15, 5),
    Wrong("parties:", "party:", "unknown_key", 10, 43),
    Wrong("as: lan, with", "as: lam, with", "unknown_actor", 18, 41),
    Wrong("as: [minh, hoa]", "as: []", "empty_list", 21, 40),
    Wrong("assumed: [names]", "assumed: [name]", "unknown_assumption", 16, 15),
    Wrong("requires_unmet", "requires_unmt", "unknown_code", 19, 71),
    Wrong("[wrong_state, ", "[requires_unmet, ", "repeated", 19, 74),
    Wrong("roles: [clerk]", "roles: [[clerk, a, b]]", "role_unit_wanted", 11, 18),
    Wrong("T09:30+07:00", "T09:30", "moment_wanted", 20, 14),
    Wrong("at: 2024-03-05", "at: 2024-02-05", "time_goes_back", 21, 14),
    Wrong("do: vote", "do: vot", "unknown_event", 21, 30),
    Wrong("do: apply", "do: accept", "start_wanted", 18, 30),
    Wrong("then: voting", "then: votng", "unknown_state", 20, 66),
    Wrong("requires_unmet]", "requires_unmet], then: applied", "nothing_follows", 19, 88),
    Wrong("roles: [clerk]", "roles: [clark]", "unknown_role", 11, 18),
    Wrong("roles: [clerk]", "roles: [[clerk]]", "role_unit_wanted", 11, 18),
    Wrong("parameters: {quorum: 2}", "parameters: other.yaml", "no_file_beside", 4, 13),
    Wrong("parameters: {quorum: 2}", "parameters: {quorum: 0}", "parameter_unfit", 4, 22),
    Wrong("parameters: {quorum: 2}", "parameters: {quorm: 2}", "unknown_parameter", 4, 21),
    Wrong("permit.yaml", "permit@1", "unknown_workflow", 3, 11),
    Wrong(RUN[RUN.index("    steps:") :], "", "missing_key", 15, 5),
    Wrong(RUN[RUN.index("      - ") :], "", "empty_value", 17, 11),
    Wrong(RUN[RUN.index("    steps:") :], "    steps: []\n", "no_steps", 17, 12),
    Wrong("cases:\n", "cases: P-1\n# ", "bad_indent", 15, 5),
    Wrong(RUN[RUN.index("cases:") :], "cases: [P-1]\n", "mapping_wanted", 13, 8),
    Wrong("  minh:", "  lan:", "duplicate_key", 11, 3),
    Wrong("  minh:", "\tminh:", "tab", 11, 1),
    Wrong(RUN, "", "empty_file", 1, 1),
    Wrong("minh, then: voting", "minh, links: {}, then: voting", "links_looked_up", 20, 60),
    Wrong("refused: not_permitted", "links: {zzz: 1}, refused: not_permitted", "unknown_link", 22, 55),
]
CANNOT = {
    **dict.fromkeys(("unknown_actor", "unknown_event", "unknown_role", "unknown_state"), NAMES),
    **dict.fromkeys(("unknown_assumption", "unknown_link", "start_wanted"), NAMES),
    **dict.fromkeys(("no_file_beside", "unknown_workflow", "parameter_unfit", "unknown_parameter"), FILES),
    "time_goes_back": VALUES,
    "duplicate_key": YAML,
}


@pytest.fixture
def kind(tmp_path: Path) -> Kind:
    files = {"permit.yaml": (HERE / "permit.yaml").read_text("utf-8"), "units.yaml": UNITS, "days.yaml": DAYS}
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")

    def read(text: str) -> RunFile:
        file = tmp_path / "a.run.yaml"
        file.write_text(text, "utf-8")
        return read_run_file(file)

    return Kind(run(), read, CANNOT)


def test_a_run_file_with_every_key_is_read_and_taken_by_the_schema(kind: Kind) -> None:
    kind.check_right(RUN)


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_what_is_wrong_in_a_run_file_is_located(kind: Kind, wrong: Wrong) -> None:
    kind.check_wrong(RUN, wrong)


def test_reading_and_the_schema_agree_on_every_part(kind: Kind) -> None:
    kind.check_shapes(RUN)
    assert CANNOT.keys() <= {wrong.code for wrong in WRONG}


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("source:", "zzz: 1\nsource:", ()),
        ("minh: {roles", "minh: {zzz: 1, roles", ("definitions", "actor")),
        ("do: accept", "zzz: 1, do: accept", ("definitions", "step")),
        ("    steps:", "    zzz: 1\n    steps:", ("properties", "cases", "additionalProperties")),
    ],
)
def test_the_schema_has_the_keys_that_are_read(
    kind: Kind, before: str, after: str, place: tuple[str, ...]
) -> None:
    kind.check_keys(RUN.replace(before, after, 1), *place)


def test_every_sentence_about_steps_has_a_wrong_file() -> None:
    told = {wrong.code for wrong in (*WRONG, *(wrong for _, wrong in WRONG_SCENARIOS))}
    codes = {key for key in sentences("script") if not key.endswith("_hint")}
    assert codes - told == set()
