"""What a store raises as a problem document (RFC 9457), for hosts that answer over HTTP."""

from collections.abc import Mapping
from http import HTTPStatus

from ..errors import Conflict, DefinitionError, Refused, StoreError, UnknownOutcome
from ..messages import say
from ..model.text import Text
from .documents import reason_document, text_document

MEDIA_TYPE = "application/problem+json"
REFUSED = "refused"
# By the code that a StoreError has; all else is no fault of whoever sent the request.
STATUS = {
    "unknown_case": HTTPStatus.NOT_FOUND,
    "case_exists": HTTPStatus.CONFLICT,
    "key_reused": HTTPStatus.CONFLICT,
    "busy": HTTPStatus.SERVICE_UNAVAILABLE,
} | dict.fromkeys(
    (
        "field_of_parts",
        "field_personal",
        "field_unfit",
        "id_unfit",
        "in_future",
        "key_unfit",
        "text_unfit",
        "unknown_field",
        "unknown_state",
        "unknown_unit",
        "which_start",
    ),
    HTTPStatus.UNPROCESSABLE_ENTITY,
)


def problem(
    error: Refused | Conflict | UnknownOutcome | StoreError | DefinitionError,
    language: str,
    sources: Mapping[str, Text] | None = None,
) -> dict[str, object]:
    """The document, ready for `json.dumps`; its `status` is the answer's.

    `title` and `detail` are in `language`, `text` and every reason in both. `code` is frozen: `refused`, `conflict`,
    or the code of the StoreError; programs tell by it. `sources` of the workflow spell out the basis of reasons.
    """
    if isinstance(error, Refused):
        status, code = HTTPStatus.CONFLICT, REFUSED
        reasons = [reason_document(each, sources or {}) for each in error.reasons]
    else:
        status, code = _told(error)
        reasons = []
    return {
        "type": "about:blank",
        "title": say(f"interchange.status_{status}").say(language),
        "status": int(status),
        "detail": error.text(language),
        "code": code,
        "text": text_document(Text(vi=error.text("vi"), en=error.text("en"))),
        "reasons": reasons,
    }


def _told(error: Conflict | UnknownOutcome | StoreError | DefinitionError) -> tuple[HTTPStatus, str]:
    if isinstance(error, DefinitionError):
        return HTTPStatus.INTERNAL_SERVER_ERROR, error.problems[0].code
    if isinstance(error, Conflict):
        return HTTPStatus.CONFLICT, error.code
    return STATUS.get(error.code, HTTPStatus.INTERNAL_SERVER_ERROR), error.code
