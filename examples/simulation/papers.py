"""What is handed in with an event: stand-ins for papers, and score sheets that come to the points that were meant."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from ocop_workflow import Workflow
from ocop_workflow.model.types import NumberType

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # the SHA-256 of nothing
PAPERS = ("form", "report", "organisation", "scan", "request")
TEXTS = {
    "reason": "Chưa đủ nội dung (giả định)",
    "cause": "Hết hạn mà không đánh giá lại (giả định)",
    "materials": "Nguyên liệu tại địa phương (giả định)",
    "labour": "Lao động tại địa phương (giả định)",
    "origin": "Ý tưởng của chủ thể (giả định)",
    "identity": "Nghề truyền thống của xã (giả định)",
}
QUARTER = Decimal("0.25")


def payload(workflow: Workflow, event: str, given: Mapping[str, object], today: date) -> dict[str, object]:
    """What this law has the event take; raises KeyError for a field that nobody said anything of."""
    paper = {"name": f"{event.replace('_', '-')}.pdf", "sha256": EMPTY}
    stand_ins = {
        **dict.fromkeys(PAPERS, paper),
        **TEXTS,
        "original": True,
        "samples": 5,
        "files_sent": today,
        "decided_on": today,
        **given,
    }
    takes = workflow.definition.events[event].takes
    return {
        name: stand_ins[name]
        for name, taken in takes.items()
        if name in stand_ins or not taken.field.optional
    }


def sheet(workflow: Workflow, points: Decimal, *, mandatory: bool) -> dict[str, object]:
    """A score sheet of so many points, in quarters, each part as full as the others under that law."""
    fields = workflow.definition.types["sheet"].fields
    most = {name: each.type.maximum for name, each in fields.items() if isinstance(each.type, NumberType)}
    first, second, third = most
    parts = {name: round(points * most[name] / 100 / QUARTER) * QUARTER for name in (first, second)}
    return {**parts, third: points - sum(parts.values()), "mandatory": mandatory}
