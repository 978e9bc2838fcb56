"""Two buttons that do it wrong: the row is kept before the event, or what was allowed a moment ago is believed."""

import time
from contextlib import suppress
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from leaves import admin, urls
from leaves.models import Leave

from ocop_workflow import Conflict, Refused, Store


def log(request: HttpRequest, case_id: str, manner: str) -> None:
    kind: Any = ContentType.objects.get_for_model(Leave)
    LogEntry.objects.create(
        user_id=request.user.pk,
        content_type=kind,
        object_id=case_id,
        object_repr=case_id,
        action_flag=CHANGE,
        change_message=manner,
    )


@csrf_exempt
def apart(request: HttpRequest, case_id: str, event: str) -> JsonResponse:
    """Two transactions."""
    log(request, case_id, "apart")
    with transaction.atomic():
        case = Store(connection).fire(case_id, event, actor=admin.actor_of(request))
    return JsonResponse({"state": case.state})


@csrf_exempt
def believed(request: HttpRequest, case_id: str, event: str) -> JsonResponse:
    """Asks first, and does not look at the answer to the event."""
    store, actor = Store(connection), admin.actor_of(request)
    if any(each.event == event and each.allowed for each in store.decisions(case_id, actor=actor)):
        time.sleep(0.02)  # as long as a busy machine may take in between
        with transaction.atomic():
            with suppress(Refused, Conflict):
                store.fire(case_id, event, actor=actor)
            log(request, case_id, "believed")
    return JsonResponse({})


urlpatterns = [
    path("apart/<case_id>/<event>", apart),
    path("believed/<case_id>/<event>", believed),
    *urls.urlpatterns,
]
