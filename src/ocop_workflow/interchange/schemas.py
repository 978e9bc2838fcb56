"""JSON Schemas (2020-12) of the documents, by name, as OpenAPI has them under `components.schemas`."""

from collections.abc import Mapping

from .payload_schema import Shape

TEXT: Shape = {"type": "string"}
MAYBE: Shape = {"type": ["string", "null"]}
WHOLE: Shape = {"type": "integer"}
TRUTH: Shape = {"type": "boolean"}
MOMENT: Shape = {"type": "string", "format": "date-time"}
ANYTHING: Shape = {"type": "object"}
DIGEST: Shape = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def document_schemas(where: str = "#/components/schemas/") -> dict[str, Shape]:
    """Text, Reason, Case, Decision, Entry, Due, Act, Workflow and Problem; `where` says where they will lie.

    Every key is always there. Later releases may add keys, which a client must let pass.
    """

    def ref(name: str) -> Shape:
        return {"$ref": f"{where}{name}"}

    texts: Shape = {"type": "object", "additionalProperties": ref("Text")}
    reasons: Shape = {"type": "array", "items": ref("Reason")}
    acts: Shape = {"type": "object", "additionalProperties": ref("Act")}
    left = _whole({"left": WHOLE})
    dues: Shape = {"type": "object", "additionalProperties": {"anyOf": [MOMENT, left]}}
    return {
        "Text": _whole({"vi": MAYBE, "en": MAYBE}),
        "Reason": _whole(
            {
                "code": TEXT,
                "text": ref("Text"),
                "guard": MAYBE,
                "values": ANYTHING,
                "basis": {"type": "array", "items": TEXT},
                "sources": texts,
            }
        ),
        "Case": _whole(
            dict.fromkeys(("id", "workflow", "version", "state"), TEXT)
            | {"state_title": ref("Text")}
            | {
                "definition": DIGEST,
                "seq": WHOLE,
                "at": MOMENT,
                "data": ANYTHING,
                "due": dues,
                "head": DIGEST,
            }
        ),
        "Decision": _whole(
            {
                "event": TEXT,
                "title": ref("Text"),
                "allowed": TRUTH,
                "needs_payload": TRUTH,
                "takes": {"type": ["object", "null"]},
                "reasons": reasons,
            }
        ),
        "Entry": _whole(
            dict.fromkeys(("case", "event", "target"), TEXT)
            | dict.fromkeys(("source", "actor", "role", "unit", "on_behalf", "previous"), MAYBE)
            | dict.fromkeys(("payload", "writes", "seen", "personal"), ANYTHING)
            | {"event_title": ref("Text"), "target_title": ref("Text")}
            | {"format": WHOLE, "seq": WHOLE, "stay": TRUTH, "at": MOMENT, "recorded": MOMENT}
            | {
                "due": {"type": ["string", "null"], "format": "date-time"},
                "definition": DIGEST,
                "hash": DIGEST,
            }
        ),
        "Due": _whole(
            dict.fromkeys(("case", "workflow", "state", "event"), TEXT)
            | {
                "title": ref("Text"),
                "day": {"type": "string", "format": "date"},
                "at": MOMENT,
                "overdue": TRUTH,
            }
        ),
        "Act": _whole({"title": ref("Text"), "by": {"type": "array", "items": TEXT}, "takes": ANYTHING}),
        "Workflow": _whole(
            {"workflow": TEXT, "version": TEXT, "digest": DIGEST, "title": ref("Text")}
            | {"states": texts, "roles": texts, "starts": acts, "events": acts}
        ),
        "Problem": _whole(
            dict.fromkeys(("type", "title", "detail", "code"), TEXT)
            | {"status": WHOLE, "text": ref("Text"), "reasons": reasons}
        ),
    }


def _whole(properties: Mapping[str, object]) -> Shape:
    return {"type": "object", "properties": properties, "required": list(properties)}
