"""What an OpenAPI document says of the documents, of payloads and of problems."""

from collections.abc import Iterable
from typing import Any

from ..model.definition import Event, Start
from ..workflow import Workflow
from .payload_schema import Shape, payload_shape
from .problems import MEDIA_TYPE
from .schemas import document_schemas

WHERE = "#/components/schemas/"
PAYLOAD = "Payload"
_PROBLEM: Shape = {"schema": {"$ref": f"{WHERE}Problem"}}
PROBLEMS: dict[int | str, Shape] = {"default": {"description": "Problem", "content": {MEDIA_TYPE: _PROBLEM}}}


def components(workflows: Iterable[Workflow]) -> dict[str, Shape]:
    """The schemas of the documents, and of what each start and event takes, as `leave-1.decline`.

    `Payload` is any of these, or that of a version that is no longer offered and still has cases.
    """
    taken: dict[str, Shape] = {}
    for workflow in workflows:
        definition = workflow.definition
        people = [each for each in definition.events.values() if not each.is_clock]
        for act in (*definition.start.values(), *people):
            assert isinstance(act, Start | Event)
            if act.takes:
                taken[f"{workflow.name}-{workflow.version}.{act.name}"] = payload_shape(
                    definition, act.name, act.takes
                )
    any_of: list[Shape] = [{"$ref": f"{WHERE}{name}"} for name in taken]
    any_of.append({"type": "object"})
    return document_schemas(WHERE) | taken | {PAYLOAD: {"anyOf": any_of}}


def answers(document: str, status: int = 200, *, many: bool = False) -> dict[int | str, Shape]:
    """The `responses` of an operation: a document by its name, or a list of them. Beside them stand PROBLEMS."""
    one = {"$ref": f"{WHERE}{document}"}
    good = {"schema": {"type": "array", "items": one} if many else one}
    return {status: {"description": document, "content": {"application/json": good}}}


def completed(openapi: Shape, workflows: Iterable[Workflow]) -> Shape:
    """An OpenAPI document as a framework makes it, with the components, and with payloads as bodies of requests."""
    parts: Any = openapi
    parts["components"]["schemas"] = components(workflows)
    for operation in (each for path in parts["paths"].values() for each in path.values()):
        if body := operation.get("requestBody"):
            body["content"]["application/json"]["schema"] = {"$ref": f"{WHERE}{PAYLOAD}"}
    return openapi
