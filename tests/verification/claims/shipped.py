"""The workflows that ship, and which survivors are known."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from ocop_workflow.cli.inputs import workflow_with
from ocop_workflow.model.definition import Definition

ROOT = Path(__file__).parents[3]
SURVIVORS = Path(__file__).with_name("survivors.yaml")
EXAMPLES = ROOT / "examples"
LAWS = ROOT / "workflows"
LAW = LAWS / "ocop-product"
WORKFLOWS: Mapping[str, Path | None] = {
    "examples/fastapi/leave.yaml": None,
    "examples/testing-your-own/leave.yaml": None,
    "examples/django/leaves/leave.yaml": None,
    "examples/rounds/product.yaml": None,
    "examples/rounds/round.yaml": None,
    "examples/construction-permit/permit.yaml": EXAMPLES / "construction-permit" / "assumed.parameters.yaml",
    "examples/tour/tour.yaml": EXAMPLES / "tour" / "tour.parameters.yaml",
    "examples/custom-stage/laboratory.yaml": None,
    "ocop-product@1048": LAW / "hai-phong.parameters.yaml",
    "ocop-product@148": LAW / "hai-phong-148.parameters.yaml",
    "ocop-product@148-1489": LAW / "hai-phong-148-1489.parameters.yaml",
    "ocop-programme@2021": None,
    "ocop-round@2021": None,
    "ocop-organisation@2021": LAWS / "ocop-organisation" / "hai-phong.parameters.yaml",
    "ocop-upgrade@2021": LAWS / "ocop-upgrade" / "hai-phong.parameters.yaml",
    "ocop-training@2021": LAWS / "ocop-training" / "hai-phong.parameters.yaml",
    "ocop-promotion@2021": LAWS / "ocop-promotion" / "hai-phong.parameters.yaml",
}
LARGE = (
    "examples/tour/tour.yaml",
    "examples/custom-stage/laboratory.yaml",
    *(n for n in WORKFLOWS if n.startswith("ocop-product@")),
)
TIMED = "examples/construction-permit/permit.yaml"  # its clocks wait for as long as its parameters say


def opened(name: str) -> Definition:
    """The workflow as `check` reads it; where all its times are parameters, with these."""
    return workflow_with(_called(name), WORKFLOWS.get(name) if name == TIMED else None).definition


def given(name: str) -> Mapping[str, object] | None:
    """The values that its parameters are given in a file beside it, None where there is no such file."""
    file = WORKFLOWS.get(name)
    return workflow_with(_called(name), file).definition.values if file else None


def _called(name: str) -> str:
    return name if "@" in name else str(ROOT / name)


@cache
def _listed() -> Mapping[str, Mapping[str, str]]:
    read: Mapping[str, Mapping[str, str]] = yaml.safe_load(SURVIVORS.read_text("utf-8"))
    return read


def listed(name: str) -> Mapping[str, str]:
    """By id of a mistake that may go unnoticed: why."""
    return _listed().get(name, {})
