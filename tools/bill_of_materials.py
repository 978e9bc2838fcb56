# noqa: INP001 - a script
"""What the wheel installs, as CycloneDX 1.6: every package with its licence, its hash and the extras that bring it.

cyclonedx-py lists an environment into which the wheel was installed with all its extras; the hashes are of the
archives that pip took, from its own report.
"""

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from email import message_from_string
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PACKAGE = "ocop-workflow"
CORE = "core"
PROPERTY = f"{PACKAGE}:installed-by"
# What these packages' own licence files say, where their metadata do not say it as SPDX does.
READ = {
    "pymupdf-fonts": "OFL-1.1",
    "pysqlite3": "Zlib",
    "resvg-py": "MIT",
    "sortedcontainers": "Apache-2.0",
    "z3-solver": "MIT",
}
OWN = {"docs", "dev", "all"}  # what only developers of the library install, and the sum of the others


def installed(wheel: Path, folder: Path) -> tuple[Path, Path]:
    """An environment that has the wheel with its extras and nothing else, and pip's report of what it took."""
    environment, report = folder / "environment", folder / "report.json"
    run(sys.executable, "-m", "venv", "--without-pip", str(environment))
    run(
        sys.executable, "-m", "pip", "--python", str(environment / "bin" / "python"), "install", "--quiet",
        "--disable-pip-version-check", "--report", str(report), f"{wheel}[{','.join(extras(wheel))}]",
    )  # fmt: skip
    return environment, report


def extras(wheel: Path) -> list[str]:
    """The extras that hosts install, as the wheel names them."""
    (folder,) = (each for each in zipfile.Path(wheel).iterdir() if each.name.endswith(".dist-info"))
    told = message_from_string((folder / "METADATA").read_text("utf-8"))
    return sorted(set(told.get_all("Provides-Extra", ())) - OWN)


def bill(environment: Path, report: Path) -> dict[str, Any]:
    """The bill of materials, in which each package says what brings it."""
    listed = run(
        sys.executable, "-m", "cyclonedx_py", "environment", "--sv", "1.6", "--output-reproducible",
        str(environment / "bin" / "python"),
    )  # fmt: skip
    document: dict[str, Any] = json.loads(listed)
    hashes = dict(hashed(json.loads(report.read_text("utf-8"))))
    brought = by_extra(environment)
    for component in document["components"]:
        name = canonicalize_name(component["name"])
        component["hashes"] = [{"alg": "SHA-256", "content": hashes[name]}]
        component.setdefault("properties", []).extend(
            {"name": PROPERTY, "value": extra} for extra, names in brought.items() if name in names
        )
        component.pop("externalReferences", None)  # addresses on the machine that built it
        if name in READ:
            component["licenses"] = [{"license": {"id": READ[name], "acknowledgement": "concluded"}}]
    (own,) = (each for each in document["components"] if each["name"] == PACKAGE)
    document["components"].remove(own)
    document["metadata"]["component"] = own
    return document


def licences(component: Mapping[str, Any]) -> set[str]:
    """The licences of a package, as SPDX writes them."""
    return {
        each.get("expression") or each["license"].get("id") or each["license"]["name"]
        for each in component.get("licenses", ())
    }


def hashed(report: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The SHA-256 of each archive that pip installed."""
    for each in report["install"]:
        yield (
            canonicalize_name(each["metadata"]["name"]),
            each["download_info"]["archive_info"]["hashes"]["sha256"],
        )


def by_extra(environment: Path) -> dict[str, set[str]]:
    """Which packages are installed without an extra, and with each of them."""
    (site,) = environment.glob("lib/python*/site-packages")
    there = {canonicalize_name(each.name): each for each in distributions(path=[str(site)])}
    own = there[PACKAGE]
    core = closure(there, PACKAGE, "")
    names = set(own.metadata.get_all("Provides-Extra") or ()) - OWN
    return {CORE: core} | {extra: closure(there, PACKAGE, extra) - core for extra in sorted(names)}


def closure(there: Mapping[str, Distribution], name: str, extra: str) -> set[str]:
    """A package and all that it needs with an extra."""
    found: set[str] = set()
    waiting = [(name, extra)]
    while waiting:
        name, extra = waiting.pop()
        found.add(name)
        for text in there[name].requires or ():
            needed = Requirement(text)
            if needed.marker is None or needed.marker.evaluate({"extra": extra}):
                other = canonicalize_name(needed.name)
                waiting += [(other, each) for each in {"", *needed.extras} if other not in found or each]
    return found


def written(document: Mapping[str, Any], file: Path) -> Path:
    """The file, after the schema of CycloneDX 1.6 has nothing against it."""
    text = json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if wrong is not None:
        sys.exit(f"the bill of materials is no CycloneDX 1.6: {wrong}")
    file.write_text(text, "utf-8")
    return file


def run(*command: str) -> str:
    """What a command prints."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
