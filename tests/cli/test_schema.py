"""`schema` prints the schema of each kind of file; shipped files fit theirs and name it in their first line."""

import json
from pathlib import Path

import pytest
from cli.support import Command
from jsonschema import Draft7Validator
from schemas import ROOT, document, errors, objects

from ocop_workflow.cli.schema import KINDS
from ocop_workflow.messages import sentences

FOLDERS = ("workflows", "examples")
SCENARIOS = sorted((ROOT / "tests" / "testing").glob("*.scenario.yaml"))  # there are none beside workflows
OWN = (
    "rates.yaml",
    "conduct.yaml",
    "totals.yaml",
    "words.yaml",
)  # what the scripts of examples/simulation read alone
WRITTEN = [
    path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.yaml")) if path.name not in OWN
] + SCENARIOS


def kind_of(path: Path) -> str:
    """Only parameters have values; every other file says first what it is."""
    read = document(path.read_bytes())
    return "parameters" if "values" in read else str(next(iter(read)))


def written(kind: str) -> Path:
    return ROOT / "workflows" / f"{kind}.schema.json"


@pytest.mark.parametrize("kind", KINDS)
def test_the_command_prints_what_lies_beside_the_workflows(command: Command, kind: str) -> None:
    said = command("schema", kind)
    assert said.code == 0
    assert json.loads(said.out) == KINDS[kind]()
    assert written(kind).read_text("utf-8") == said.out, (
        f"make it anew: ocop-workflow schema {kind} > workflows/{kind}.schema.json"
    )
    Draft7Validator.check_schema(KINDS[kind]())


def test_that_of_workflows_is_printed_unless_another_is_asked_for(command: Command) -> None:
    assert command("schema").out == command("schema", "workflow").out


def test_a_kind_that_there_is_not_is_wrong_usage(command: Command) -> None:
    vi, en = command("schema", "scenarios"), command("--lang", "en", "schema", "scenarios")
    assert (vi.code, en.code) == (2, 2)
    assert "không có loại tệp “scenarios”: chọn workflow, scenario, run" in " ".join(vi.err.split())
    assert "there is no kind of file “scenarios”: choose workflow" in " ".join(en.err.split())
    assert "ocop-workflow schema --help" in en.err


def test_every_kind_ships_and_only_what_the_demo_shows_has_no_schema() -> None:
    assert {kind_of(path) for path in WRITTEN} == {*KINDS, "demo"}
    assert sorted(path.name for path in (ROOT / "workflows").glob("*.json")) == sorted(
        f"{kind}.schema.json" for kind in KINDS
    )


@pytest.mark.parametrize(
    "path",
    [path for path in WRITTEN if kind_of(path) != "demo"],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_every_shipped_file_fits_its_schema_and_names_it_in_its_first_line(path: Path) -> None:
    kind = kind_of(path)
    assert errors(KINDS[kind](), path.read_bytes()) == []
    first = path.read_text("utf-8").splitlines()[0]
    if first.startswith(f"# {path.name}:"):
        return  # as a page has it, whose files stand in any folder
    assert first.startswith("# yaml-language-server: $schema=")
    assert (path.parent / first.partition("=")[2]).resolve() == written(kind)


def test_every_key_is_explained_in_both_languages_and_no_sentence_is_left_over() -> None:
    said = {f"{text.en}\n\n{text.vi}" for text in sentences("schema").values()}
    shapes = [each for make in KINDS.values() for each in objects(make())]
    assert {each["description"] for each in shapes if isinstance(each.get("description"), str)} == said
    for each in shapes:
        if each.get("additionalProperties") is False:
            keys = each["properties"]
            assert all("description" in inner for inner in keys.values() if isinstance(inner, dict))
