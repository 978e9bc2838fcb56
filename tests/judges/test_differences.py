"""The page of differences between guards and CEL tells the truth: every row is evaluated in both engines."""

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml
from attrs import frozen
from judges.cel import Cel, ours
from judges.test_cel import COUNTS, FORMS

from ocop_workflow import load
from ocop_workflow.guards import Environment, Scope, scope_of
from ocop_workflow.model.values import take

PAGE = (Path(__file__).parents[2] / "docs" / "guards.md").read_text("utf-8")
FILE, CASE = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@frozen
class Row:
    """One example: what CEL makes of it, what we make of it, and why."""

    expression: str
    cel: str
    here: str
    why: str


def rows() -> list[Row]:
    table = re.findall(r"^\| (.*) \|$", PAGE, re.MULTILINE)[1:]
    cells = [[cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", line)] for line in table]
    return [Row(expression.strip("`"), cel, here, why) for _, expression, cel, here, why in cells]


@cache
def world(folder: Path) -> tuple[Scope, Environment]:
    (folder / "example.yaml").write_text(FILE, "utf-8")
    definition = load(folder / "example.yaml").definition
    values = yaml.safe_load(CASE)
    today = values.pop("today")
    assert isinstance(today, date)
    data = {name: take(definition.data[name].type, raw) for name, raw in values.items()}
    return scope_of(definition, definition.events["judge"].takes), Environment(data, today=today)


def outcomes(expression: str, folder: Path) -> tuple[str, str]:
    scope, env = world(folder)
    own = ours(expression, scope, defined=frozenset(env.data))(env)
    cel = Cel(scope)
    theirs = cel.on(expression)(cel.facts(env))
    return str(theirs) if theirs.kind not in ("error", "refused") else theirs.kind, str(own)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("page")


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.expression)
def test_both_engines_do_what_the_page_says(row: Row, folder: Path) -> None:
    assert outcomes(row.expression, folder) == (row.cel, row.here)


def test_a_row_says_that_both_are_the_same_where_they_are() -> None:
    assert len(rows()) == len(re.findall(r"^\|", PAGE, re.MULTILINE)) - 2 > 60
    for row in rows():
        assert (row.why == "the same") == (row.cel == row.here.split(":", 1)[0]), row.expression


def test_the_page_tells_what_the_comparison_covers() -> None:
    told = re.search(r"with these forms: (.*?)\. ", PAGE)
    assert told
    assert set(re.findall(r"`(.*?)`", told[1])) == FORMS
    short, long = (f"{count:,}" for count in COUNTS)
    assert f" {short} " in PAGE
    assert f" {long} " in PAGE
