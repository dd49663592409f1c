"""Addresses of extensions and suspensions."""

from django.urls import path

from coordination import deferral_forms, deferral_views, views
from coordination.models import Extension, Suspension
from workflow.act_views import record_paths

urlpatterns = [
    path(
        "assignments/<uuid:public_id>/extensions/new/", deferral_views.RequestExtension.as_view(), name="extension_new"
    ),
    path(
        "extensions/<uuid:public_id>/",
        views.plain,
        {"model": Extension, "template": "coordination/extension.html"},
        name="extension",
    ),
    *record_paths("extensions", Extension),
    path(
        "matters/<uuid:public_id>/suspensions/new/", deferral_views.RequestSuspension.as_view(), name="suspension_new"
    ),
    path("suspensions/<uuid:public_id>/", views.plain, {"model": Suspension}, name="suspension"),
    *record_paths("suspensions", Suspension, deferral_forms.SUSPENSION),
]
