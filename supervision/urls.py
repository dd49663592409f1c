"""Addresses of the supervision pages."""

from django.urls import path

from supervision import forms, views
from supervision.models import Inspection
from workflow.act_views import record_paths

urlpatterns = [
    path("matters/<uuid:public_id>/inspections/new/", views.PlanInspection.as_view(), name="inspection_new"),
    path("inspections/<uuid:public_id>/", views.inspection, name="inspection"),
    *record_paths("inspections", Inspection, forms.INSPECTION),
]
