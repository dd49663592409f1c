"""Addresses of the supervision pages."""

from django.urls import path

from supervision import calendar_views, forms, reminder_views, views
from supervision.models import Inspection
from workflow.act_views import record_paths

urlpatterns = [
    path("calendar/", calendar_views.calendar, name="calendar"),
    path("calendar/enter/", calendar_views.calendar_enter, name="calendar_enter"),
    path("matters/<uuid:public_id>/inspections/new/", views.PlanInspection.as_view(), name="inspection_new"),
    path("matters/<uuid:public_id>/reminders/all/", reminder_views.reminders_of, name="matter_reminders"),
    path("inspections/<uuid:public_id>/", views.inspection, name="inspection"),
    *record_paths("inspections", Inspection, forms.INSPECTION),
]
