"""Two buttons that do it wrong: the row is kept before the event, or what was allowed a moment ago is believed."""

import time
from contextlib import suppress

from django.db import connection, transaction
from django.http import HttpRequest, JsonResponse
from django.urls import path
from leaves import urls, views
from leaves.models import Signature

from ocop_workflow import Conflict, Refused, Store


def apart(request: HttpRequest, case_id: str, event: str) -> JsonResponse:
    """Two transactions."""
    Signature.objects.create(case_id=case_id, event=event, who="apart")
    with transaction.atomic():
        case = Store(connection).fire(case_id, event, actor=views.signed_in(request))
    return JsonResponse({"state": case.state})


def believed(request: HttpRequest, case_id: str, event: str) -> JsonResponse:
    """Asks first, and does not look at the answer to the event."""
    store, actor = Store(connection), views.signed_in(request)
    if any(each.event == event and each.allowed for each in store.decisions(case_id, actor=actor)):
        time.sleep(0.02)  # as long as a busy machine may take in between
        with transaction.atomic():
            with suppress(Refused, Conflict):
                store.fire(case_id, event, actor=actor)
            Signature.objects.create(case_id=case_id, event=event, who="believed")
    return JsonResponse({})


urlpatterns = [
    path("apart/<case_id>/<event>", apart),
    path("believed/<case_id>/<event>", believed),
    *urls.urlpatterns,
]
