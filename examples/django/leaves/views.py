"""Buttons of a page: the site's own row and the case's event are kept together, however often one is pressed."""

import json
from pathlib import Path

from django.db import connection, transaction
from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from ocop_workflow import Actor, Case, Store, load

from .models import Signature

LEAVE = load(Path(__file__).with_name("leave.yaml"))


def signed_in(request: HttpRequest) -> Actor:
    """Who is signed in, and as what. A site asks `request.user`; a header says it here, `head:an` or `staff:binh`."""
    role, _, name = request.headers["X-User"].partition(":")
    return Actor(name, roles=[role])


@require_POST
@transaction.atomic
def ask(request: HttpRequest) -> JsonResponse:
    """Start a case."""
    key = request.headers.get("Idempotency-Key")
    return signed(request, Store(connection).start(LEAVE, actor=signed_in(request), key=key), "ask")


@require_POST
@transaction.atomic
def press(request: HttpRequest, case_id: str, event: str) -> JsonResponse:
    """Fire an event; a page that sends the `seq` it has shown is told if somebody else was first."""
    seen = request.headers.get("If-Match")
    case = Store(connection).fire(
        case_id,
        event,
        json.loads(request.body or b"{}"),
        actor=signed_in(request),
        key=request.headers.get("Idempotency-Key"),
        expected=int(seen) if seen else None,
    )
    return signed(request, case, event)


@require_GET
def show(request: HttpRequest, case_id: str) -> JsonResponse:
    """Where the case stands, and its buttons for this person."""
    store, language = Store(connection), get_language()
    case = store.get(case_id)
    buttons = [
        {
            "event": each.event,
            "title": LEAVE.definition.events[each.event].title.say(language),
            "enabled": each.allowed or bool(each.needs),
            "takes": list(each.needs),
            "why_not": [reason.text.say(language) for reason in each.reasons],
        }
        for each in store.decisions(case_id, actor=signed_in(request))
    ]
    return JsonResponse({"state": case.state, "seq": case.seq, "buttons": buttons})


def signed(request: HttpRequest, case: Case, event: str) -> JsonResponse:
    """The site's own row, once for each event that was kept; the answer is the same each time."""
    if not case.replayed:
        Signature.objects.create(case_id=case.id, event=event, who=request.headers["X-User"])
    return JsonResponse({"id": case.id, "state": case.state, "seq": case.seq})
