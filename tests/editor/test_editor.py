"""What an editor shows of the files that people write: asked of the language server that editors use."""

import re
from types import ModuleType
from typing import Any

import pytest
from cli.test_schema import WRITTEN, kind_of
from editor.client import Client
from editor.places import places_of
from keys import load_reference
from schemas import ROOT

from ocop_workflow.cli.schema import KINDS

SHIPPED = [path for path in WRITTEN if kind_of(path) != "demo"]
WORKFLOWS = ROOT / "workflows"
KEY = 10  # of CompletionItemKind: a property; the snippets that the server makes up itself are classes
VALUE = 12  # of CompletionItemKind

# Kind of file, text up to where somebody writes on, and the part whose keys are offered there, but for these.
KEYS: dict[str, tuple[str, str, str, set[str]]] = {
    "file": ("workflow", "workflow: x\n", "top", {"workflow"}),
    "field": ("workflow", "data:\n  a:\n    ", "field", {"optional", "value", "time", "among"}),
    "parameter": (
        "workflow",
        "parameters:\n  a:\n    ",
        "field",
        {"personal", "within", "collect", "per", "case"},
    ),
    "link": ("workflow", "links:\n  a:\n    ", "link", set()),
    "let": ("workflow", "let:\n  a:\n    ", "let", set()),
    "role": ("workflow", "roles:\n  a:\n    ", "role", set()),
    "start": ("workflow", "start:\n  a:\n    ", "start", set()),
    "state": ("workflow", "states:\n  a:\n    ", "state", set()),
    "state inside": ("workflow", "states:\n  a:\n    states:\n      b:\n        ", "state", set()),
    "event": ("workflow", "events:\n  a:\n    ", "event", set()),
    "event begun": ("workflow", "events:\n  a:\n    by: x\n    ", "event", {"by"}),
    "guard": ("workflow", "events:\n  a:\n    when:\n      ", "guard", set()),
    "branch": ("workflow", "events:\n  a:\n    moves:\n      s:\n        - ", "branch", set()),
    "property": (
        "workflow",
        "properties:\n  - ",
        "property",
        {"state", "events", "starts", "after", "until"}
        | {"event", "where", "changes", "by", "from", "to", "holds"},
    ),
    "split": ("workflow", "extends: a@1\nsplit:\n  a:\n    ", "split", set()),
    "narrow": ("workflow", "extends: a@1\nnarrow:\n  a:\n    ", "narrow", set()),
    "text": ("workflow", "title:\n  ", "text", set()),
    "scenario": ("scenario", "scenario: {en: x}\n", "top", {"scenario"}),
    "step of a scenario": ("scenario", "steps:\n  - ", "step", set()),
    "actor": ("scenario", "actors:\n  a:\n    ", "actor", set()),
    "expected": ("scenario", "expect:\n  ", "expect", set()),
    "run": ("run", "run: {en: x}\n", "top", {"run"}),
    "case": ("run", "cases:\n  a:\n    ", "case", set()),
    "step of a run": ("run", "cases:\n  a:\n    steps:\n      - ", "step", set()),
    "parameters": ("parameters", "values: {}\n", "top", {"values"}),
    "unit": ("units", "tree:\n  a:\n    ", "unit", set()),
    "gap": ("units", "gaps:\n  - ", "gap", set()),
    "assignment": ("directory", "assignments:\n  - ", "assignment", set()),
    "delegation": ("directory", "delegations:\n  - ", "delegation", set()),
    "calendar": ("calendar", "calendar: x\n", "top", {"calendar"}),
    "migration": ("migration", "migration: x\n", "top", {"migration"}),
    "targets": ("targets", "targets: x\n", "top", {"targets"}),
    "measure": ("targets", "measures:\n  a:\n    ", "measure", set()),
    "risk": ("targets", "risks:\n  a:\n    ", "risk", set()),
    "waiver": ("migration", "waives:\n  - ", "waiver", set()),
}
VALUES = {
    "type of a field": (
        "workflow",
        "data: {a: {type: ",
        "number integer string unit boolean date party document list",
    ),
    "final": ("workflow", "states: {a: {final: ", "completed aborted"),
    "whose time": ("workflow", "parameters: {a: {type: days, time: ", "authority applicant waiting"),
    "weekend": (
        "calendar",
        "weekend: [",
        "monday tuesday wednesday thursday friday saturday sunday",
    ),
    "refused": (
        "scenario",
        "steps:\n  - refused: ",
        "unknown_event wrong_state not_permitted invalid_payload requires_unmet guard_unmet guard_error",
    ),
}
MISSPELT = {
    "workflow": ("examples/tour/tour.yaml", "not_by:", "not_bye:"),
    "extension": ("examples/custom-stage/laboratory.yaml", "split:", "spilt:"),
    "scenario": ("examples/tour/tour.scenario.yaml", "refused:", "refuses:"),
    "run": ("examples/tour/tour.run.yaml", "steps:", "stepps:"),
    "parameters": ("examples/tour/tour.parameters.yaml", "values:", "valeus:"),
    "units": ("examples/tour/units.yaml", "level:", "levle:"),
    "directory": ("examples/tour/directory.yaml", "person:", "persn:"),
    "calendar": ("examples/construction-permit/calendar.yaml", "weekend:", "weekends:"),
    "targets": ("workflows/hai-phong/hai-phong.targets.yaml", "share:", "shares:"),
    "migration": ("workflows/ocop-product/1048-148.migration.yaml", "waives:", "waves:"),
}


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    return load_reference()


def words(text: str) -> str:
    """What is read of a text in Markdown."""
    return " ".join(re.sub(r"\\([^a-z\s])", r"\1", text).replace("&nbsp;", " ").split())


def told(item: dict[str, Any]) -> str:
    said = item.get("documentation", "")
    return str(said["value"] if isinstance(said, dict) else said)


def begun(editor: Client, kind: str, text: str) -> list[dict[str, Any]]:
    """What is offered where a text of this kind ends."""
    whole = f"# yaml-language-server: $schema={kind}.schema.json\n{text}"
    uri = editor.open(WORKFLOWS / "begun.yaml", whole)
    *_, last = whole.split("\n")
    return list(editor.at("completion", uri, whole.count("\n"), len(last))["items"])


def test_it_finds_nothing_wrong_in_any_shipped_file(editor: Client) -> None:
    opened = {path: editor.open(path, path.read_text("utf-8")) for path in SHIPPED}
    assert {path: marks for path, uri in opened.items() if (marks := editor.marks(uri))} == {}


@pytest.mark.parametrize("kind", KINDS)
def test_it_explains_every_key_in_both_languages(editor: Client, reference: ModuleType, kind: str) -> None:
    places = places_of(reference, kind)
    assert {(part, key) for part, key, _ in places} == {
        (part, key) for part, keys in reference.keys_of(kind).items() for key in keys
    }
    silent: list[str] = []
    for file in sorted({place.file for place in places.values()}):
        schema = f"# yaml-language-server: $schema={(WORKFLOWS / f'{kind}.schema.json').as_uri()}"
        uri = editor.open(ROOT / file, (ROOT / file).read_text("utf-8") + f"\n{schema}\n")
        for (part, key, description), place in places.items():
            if place.file == file:
                hover = editor.at("hover", uri, place.line, place.column + 1)
                said = words(hover["contents"]["value"]) if hover else ""
                if not all(words(each) in said for each in description.split("\n\n")):
                    silent.append(f"{part}/{key} at {place}: {said}")
    assert not silent, "\n".join(silent)


@pytest.mark.parametrize("place", KEYS)
def test_it_offers_the_keys_that_may_stand_there_each_explained(
    editor: Client, reference: ModuleType, place: str
) -> None:
    kind, text, part, elsewhere = KEYS[place]
    known = {key: said for key, said in reference.keys_of(kind)[part].items() if key not in elsewhere}
    offered = [item for item in begun(editor, kind, text) if item["kind"] == KEY]
    assert {item["label"] for item in offered} == known.keys()
    explained = {
        item["label"]
        for item in offered
        if set(told(item).split("\n\n")) >= set(known[item["label"]].split("\n\n"))
    }
    assert known.keys() - explained == set()


@pytest.mark.parametrize("place", VALUES)
def test_it_offers_the_words_that_may_stand_there(editor: Client, place: str) -> None:
    kind, text, known = VALUES[place]
    offered = {item["label"] for item in begun(editor, kind, text) if item["kind"] == VALUE}
    assert offered == set(known.split())


@pytest.mark.parametrize("kind", MISSPELT)
def test_a_misspelt_key_is_marked_at_its_line(editor: Client, kind: str) -> None:
    file, right, wrong = MISSPELT[kind]
    path = ROOT / file
    text = path.read_text("utf-8")
    before, found, _ = text.partition(right)
    assert found
    marked = editor.marks(editor.open(path, text.replace(right, wrong, 1)))
    line = before.count("\n")
    assert [each["range"]["start"]["line"] for each in marked if wrong.rstrip(":") in each["message"]] == [
        line
    ]
