"""What a store raises, as an answer in the reader's language."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language

from ocop_workflow import Conflict, Refused, UnknownOutcome
from ocop_workflow.errors import StoreError

STATUS = {  # of what a store tells by its code; all else is a fault of the site
    "unknown_case": HTTPStatus.NOT_FOUND,
    "case_exists": HTTPStatus.CONFLICT,
    "key_reused": HTTPStatus.CONFLICT,
    "busy": HTTPStatus.SERVICE_UNAVAILABLE,
}


class Answers:
    """A middleware. `atomic` has rolled back by the time that an error gets here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, _: HttpRequest, error: Exception) -> HttpResponse | None:
        """Errors of another kind are Django's to tell."""
        if isinstance(error, (Refused, Conflict)):
            return JsonResponse({"told": error.text(get_language())}, status=HTTPStatus.CONFLICT)
        if isinstance(error, (StoreError, UnknownOutcome)):
            status = STATUS.get(error.code, HTTPStatus.INTERNAL_SERVER_ERROR)
            return JsonResponse({"told": error.text(get_language())}, status=status)
        return None
