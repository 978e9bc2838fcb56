"""Where the pages are."""

from django.urls import path

from . import views

urlpatterns = [
    path("leaves", views.ask),
    path("leaves/<case_id>", views.show),
    path("leaves/<case_id>/<event>", views.press),
]
