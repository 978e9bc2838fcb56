"""What is put together is written as YAML that means the same, and says of each part where it came from."""

from pathlib import Path

import pytest

from ocop_workflow.model.document import definition_document, digest
from ocop_workflow.reading import Node, ScalarNode, read_definition, read_nodes
from ocop_workflow.reading.catalogue import catalogued, find
from ocop_workflow.reading.definition import read_resolved
from ocop_workflow.reading.nodes import ListNode, MappingNode
from ocop_workflow.reading.written import written

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
LABORATORY = ROOT / "examples" / "custom-stage" / "laboratory.yaml"
WHOLE = [
    *(file for versions in catalogued().values() for file in versions.values()),
    *sorted((HERE / "right").glob("*.yaml")),
]
CHAIN = """\
workflow: chained
version: "2"
extends: verbs.yaml
parameters: {answer_days: 5}
split: {filed: {initial: first, states: {first: {}, second: {title: {vi: Hai, en: Second}}}}}
narrow: {examine: {from: {filed: [second]}, requires: [go_on]}, decide: {when: points < 98}}
events: {go_on: {by: clerk, moves: {first: second}}}
"""


def plain(node: Node) -> object:
    """The node without its places."""
    match node:
        case ScalarNode():
            return node.text, node.plain
        case MappingNode():
            return {(key.text, key.plain): plain(value) for key, value in node.entries}
        case ListNode():
            return [plain(item) for item in node.items]


@pytest.fixture
def chain(tmp_path: Path) -> Path:
    for name in ("base.yaml", "verbs.yaml"):
        (tmp_path / name).write_text((HERE / "extension" / name).read_text("utf-8"), "utf-8")
    (tmp_path / "chained.yaml").write_text(CHAIN, "utf-8")
    return tmp_path / "chained.yaml"


@pytest.mark.parametrize("file", WHOLE, ids=lambda file: file.stem)
def test_nodes_are_read_again_as_they_were(file: Path) -> None:
    nodes = read_nodes(file)
    assert plain(read_nodes("again.yaml", written(nodes))) == plain(nodes)


def same_again(file: Path) -> None:
    node, definition = read_resolved(file)
    again = read_definition("again.yaml", written(node))
    assert digest(again) == digest(definition)
    assert "extends" not in written(node).split()
    first, second = (definition_document(each) for each in (definition, again))
    assert {**first, "file": None} == {**second, "file": None}


def test_the_custom_stage_put_together_loads_again_with_the_same_hash() -> None:
    same_again(LABORATORY)


def test_a_chain_of_two_put_together_loads_again_with_the_same_hash(chain: Path) -> None:
    same_again(chain)


def origins(text: str) -> dict[str, str]:
    """What stands before each comment → the file and line it names."""
    lines = (line.rpartition("  # ") for line in text.splitlines() if "  # " in line)
    return {before.strip(): place for before, _, place in lines}


def test_each_part_says_which_line_of_which_file_it_came_from(chain: Path) -> None:
    told = origins(written(read_resolved(chain)[0]))
    assert told["workflow: chained"] == "chained.yaml:1"
    assert told["decide:"].startswith("base.yaml:")
    assert told["when:"] == "verbs.yaml:6"
    assert told["- points < 98"] == "chained.yaml:6"
    assert told["second:"] == "chained.yaml:5"
    assert told["go_on:"] == "chained.yaml:7"
    assert told["own:"] == "verbs.yaml:4"
    assert told["value: 5"] == "chained.yaml:4"
    assert told["answer_days:"] == "base.yaml:8"


def test_every_section_and_declaration_names_its_line(chain: Path) -> None:
    files = {file.name: file.read_text("utf-8").splitlines() for file in chain.parent.iterdir()}
    text = written(read_resolved(chain)[0])
    for line in text.splitlines():
        if not line.startswith("    ") and ":" in line:
            name = line.split(":")[0].strip().strip('"')
            file, _, number = line.rpartition("  # ")[2].rpartition(":")
            assert name in files[file][int(number) - 1] or name == "value", line


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    law = tmp_path / "law" / "case.yaml"
    law.parent.mkdir()
    law.write_text((HERE / "extension" / "base.yaml").read_text("utf-8"), "utf-8")
    mine = tmp_path / "case.yaml"
    mine.write_text('workflow: mine\nversion: "1"\nextends: law/case.yaml\n', "utf-8")
    told = origins(written(read_resolved(mine)[0]))
    assert told["workflow: mine"] == f"{mine}:1"
    assert told["start:"].startswith(f"{law}:")


def test_a_text_that_yaml_would_take_for_something_else_stays_a_text() -> None:
    text = 'a: "1"\nb: "x\\ty \\" \\\\ \\u00e9"\nc: |\n  one\n  two\nd: ~\ne: {}\nf: []\n"g": [[1, {h: [2]}], {}]\n'
    nodes = read_nodes("odd.yaml", text)
    assert plain(read_nodes("again.yaml", written(nodes))) == plain(nodes)


def test_a_name_of_the_catalogue_is_written_as_well() -> None:
    same_again(find("ocop-product@1048"))
