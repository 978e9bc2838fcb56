"""The admin's page of a leave: the history of its case, and a button for each event."""

from pathlib import Path
from typing import Any
from uuid import uuid4

from django.contrib import admin, messages
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from ocop_workflow import Actor, Store, load
from ocop_workflow.errors import WorkflowError
from ocop_workflow.interchange import case_document, decision_document, history_document

from .models import Leave, both

LAW = load(Path(__file__).with_name("leave.yaml"))


def actor_of(request: HttpRequest) -> Actor:
    """Who is signed in; the groups that Django has them in are their roles."""
    return Actor(request.user.username, roles=[group.name for group in request.user.groups.all()])


@admin.register(Leave)
class LeaveAdmin(admin.ModelAdmin):
    """What becomes of a leave is an event; the admin's log of it is kept with the event, or neither is."""

    change_form_template = "leaves/case.html"
    list_display = ("case_id", "asked_by", "days", "state")
    fields = ("days",)

    @admin.display(description=both("Trạng thái", "State"))
    def state(self, leave: Leave) -> Any:
        store = Store(connection)
        found: Any = case_document(store.get(leave.pk), store.workflow(leave.pk).definition)
        return found["state_title"][get_language()]

    def has_change_permission(self, *_: Any) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Leave, *_: Any) -> None:
        obj.case_id = Store(connection).start(LAW, actor=actor_of(request)).id
        obj.asked_by = request.user.username
        obj.save(force_insert=True)

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, *_: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, "", object_id and page(object_id, request))
        except WorkflowError as told:  # Django has rolled back by now
            return said(request, told, request.path)

    def get_urls(self) -> list[Any]:
        fire = self.admin_site.admin_view(require_POST(self.fire))
        return [path("<case_id>/fire/<event>/", fire), *super().get_urls()]

    def fire(self, request: HttpRequest, case_id: str, event: str) -> HttpResponse:
        """A button. The same key, sent again, does nothing more; if somebody was first, it is told."""
        sent = {name: text for name, text in request.POST.items() if name != "csrfmiddlewaretoken"}
        key, me, seen = sent.pop("key", None), actor_of(request), int(sent.pop("seen", 0)) or None
        try:
            with transaction.atomic():
                case = Store(connection).fire(case_id, event, sent, actor=me, key=key, expected=seen)
                if not case.replayed:
                    self.log_change(request, Leave.objects.get(pk=case_id), event)
        except WorkflowError as told:
            return said(request, told, "../../change/")
        messages.success(request, both("Đã thực hiện", "Done"))
        return redirect("../../change/")


def page(case_id: str, request: HttpRequest) -> dict[str, Any]:
    """What stands on the page beside the row; a press sends back what was seen, and a key of its own."""
    store, me = Store(connection), actor_of(request)
    case, laws, entries = store.get(case_id), store.workflows(case_id), store.history(case_id)
    definition = laws[case.definition].definition
    buttons = [decision_document(each, definition) for each in store.decisions(case_id, actor=me)]
    told = [history_document(each, laws[each.definition].definition) for each in entries]
    return {"case": case, "key": uuid4().hex, "buttons": buttons, "history": zip(entries, told, strict=True)}


def said(request: HttpRequest, told: Any, where: str) -> HttpResponse:
    """Every reason, one a line, as a message on the page."""
    messages.error(request, told.text(get_language()))
    return redirect(where)
