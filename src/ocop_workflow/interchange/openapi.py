"""What an OpenAPI document says of the documents, of payloads and of problems."""

from collections.abc import Iterable
from typing import Any

from ..model.definition import Event
from ..workflow import Workflow
from .payloads import Shape, payload_schema
from .problems import MEDIA_TYPE
from .schemas import document_schemas

WHERE = "#/components/schemas/"
PAYLOAD = "Payload"


def components(workflows: Iterable[Workflow]) -> dict[str, Shape]:
    """The schemas of the documents, and of what each start and event takes, as `leave-1.decline`.

    `Payload` is any of these, or that of a version that is no longer offered and still has cases.
    """
    taken = {
        f"{workflow.name}-{workflow.version}.{act.name}": payload_schema(act.takes)
        for workflow in workflows
        for act in (*workflow.definition.start.values(), *workflow.definition.events.values())
        if act.takes and not (isinstance(act, Event) and act.is_clock)
    }
    any_of: list[Shape] = [*({"$ref": f"{WHERE}{name}"} for name in taken), {"type": "object"}]
    return document_schemas(WHERE) | taken | {PAYLOAD: {"anyOf": any_of}}


def answers(document: str, status: int = 200, *, many: bool = False) -> dict[int | str, Shape]:
    """The `responses` of an operation: a document by its name, or a list of them; all else is a problem."""
    one = {"$ref": f"{WHERE}{document}"}
    good = {"schema": {"type": "array", "items": one} if many else one}
    bad = {"schema": {"$ref": f"{WHERE}Problem"}}
    return {
        status: {"description": document, "content": {"application/json": good}},
        "default": {"description": "Problem", "content": {MEDIA_TYPE: bad}},
    }


def completed(openapi: Shape, workflows: Iterable[Workflow]) -> Shape:
    """An OpenAPI document as a framework makes it, with the components, and with payloads as bodies of requests."""
    parts: Any = openapi
    parts["components"]["schemas"] = components(workflows)
    for operation in (each for path in parts["paths"].values() for each in path.values()):
        if body := operation.get("requestBody"):
            body["content"]["application/json"]["schema"] = {"$ref": f"{WHERE}{PAYLOAD}"}
    return openapi
