"""What a store raises as a problem document (RFC 9457), for hosts that answer over HTTP."""

from collections.abc import Mapping
from http import HTTPStatus

from attrs import frozen

from ..errors import Conflict, DefinitionError, Refused, StoreError, UnknownOutcome
from ..messages import say, sentences
from ..model.text import Text
from .documents import reason_document, text_document
from .languages import preferred_language

MEDIA_TYPE = "application/problem+json"
REFUSED = "refused"
# By the code that a StoreError has; all else is no fault of whoever sent the request.
STATUS = {
    "not_signed_in": HTTPStatus.UNAUTHORIZED,
    "not_offered": HTTPStatus.NOT_FOUND,
    "unknown_case": HTTPStatus.NOT_FOUND,
    "case_exists": HTTPStatus.CONFLICT,
    "key_reused": HTTPStatus.CONFLICT,
    "busy": HTTPStatus.SERVICE_UNAVAILABLE,  # nothing was kept; the same key again
    "unknown_outcome": HTTPStatus.SERVICE_UNAVAILABLE,  # perhaps it was; the same key tells
} | dict.fromkeys(
    (
        "field_of_parts",
        "field_personal",
        "field_unfit",
        "id_unfit",
        "in_future",
        "key_unfit",
        "request_unfit",
        "text_unfit",
        "unknown_field",
        "unknown_state",
        "unknown_unit",
        "which_start",
    ),
    HTTPStatus.UNPROCESSABLE_ENTITY,
)


Raised = Refused | Conflict | UnknownOutcome | StoreError | DefinitionError


@frozen
class Answer:
    """What to send: the status, the headers, the document ready for `json.dumps`."""

    status: int
    headers: Mapping[str, str]
    document: Mapping[str, object]


def problem(error: Raised, request: Mapping[str, str], sources: Mapping[str, Text] | None = None) -> Answer:
    """The answer to a request with these headers, in the language that they ask for.

    `code` is frozen, and what programs tell by: `refused`, `conflict`, or the code of the StoreError. `title` and
    `detail` are for a person; `text` and every reason are in both languages. `sources` of the workflow spell out the
    basis of reasons. A Conflict is 412 where the request had `If-Match`.
    """
    given = {name.lower(): value for name, value in request.items()}
    language = preferred_language(given.get("accept-language", ""))
    status, code = _kind(error)
    if status == HTTPStatus.CONFLICT and isinstance(error, Conflict) and "if-match" in given:
        status = HTTPStatus.PRECONDITION_FAILED
    reasons = error.reasons if isinstance(error, Refused) else ()
    document = {
        "type": "about:blank",
        "title": say(f"interchange.status_{status}").say(language),
        "status": int(status),
        "detail": error.text(language),
        "code": code,
        "text": text_document(Text(vi=error.text("vi"), en=error.text("en"))),
        "reasons": [reason_document(each, sources or {}) for each in reasons],
    }
    headers = {"Content-Type": MEDIA_TYPE, "Content-Language": language, "Vary": "Accept-Language"}
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = "1"
    return Answer(int(status), headers, document)


def told(code: str, **values: object) -> StoreError:
    """What a host tells by itself: `not_signed_in`, `not_offered` with `what`, `request_unfit` with `where`.

    And with `detail` what a store would have told of the host's own commit: `unknown_outcome`, `busy`.
    """
    room = "interchange" if code in sentences("interchange") else "store"
    return StoreError(say(f"{room}.{code}", **values), code)


def _kind(error: Raised) -> tuple[HTTPStatus, str]:
    if isinstance(error, Refused):
        return HTTPStatus.CONFLICT, REFUSED
    if isinstance(error, DefinitionError):
        return HTTPStatus.INTERNAL_SERVER_ERROR, error.problems[0].code
    if isinstance(error, Conflict):
        return HTTPStatus.CONFLICT, error.code
    return STATUS.get(error.code, HTTPStatus.INTERNAL_SERVER_ERROR), error.code
