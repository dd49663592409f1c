"""Addresses of the pages of dispatched units."""

from django.urls import path

from dispatch import unit_forms, unit_views
from dispatch.models import DispatchedUnit, HostRelation
from workflow.act_views import record_paths

urlpatterns = [
    # 规则 3, 6: the map and the units
    path("units/", unit_views.unit_map, name="unit_map"),
    path("units/new/", unit_views.Found.as_view(), name="dispatchedunit_new"),
    path("units/<uuid:public_id>/", unit_views.unit, name="dispatchedunit"),
    *record_paths("units", DispatchedUnit, unit_forms.UNIT),
    path("units/hosts/<uuid:public_id>/", unit_views.within_unit, {"model": HostRelation}, name="hostrelation"),
    *record_paths("units/hosts", HostRelation),
]
