"""Addresses of the pages of dispatched units."""

from django.urls import include, path

from dispatch import people_forms, people_views, unit_forms, unit_views
from dispatch.models import (
    Appointment,
    CaseDuty,
    CaseRecusal,
    DispatchedUnit,
    Handover,
    HostRelation,
    RegisteredCase,
    UnitFunction,
)
from workflow.act_views import record_paths

urlpatterns = [
    path("", include("dispatch.paper_urls")),
    # 规则 3, 6: the map and the units
    path("units/", unit_views.unit_map, name="unit_map"),
    path("units/table/", unit_views.unit_table, name="unit_table"),
    path("units/new/", unit_views.Found.as_view(), name="dispatchedunit_new"),
    path("units/<uuid:public_id>/", unit_views.unit, name="dispatchedunit"),
    *record_paths("units/hosts", HostRelation),
    path("units/hosts/<uuid:public_id>/", unit_views.within_unit, {"model": HostRelation}, name="hostrelation"),
    # 规则 7: appointments and handing over
    path("units/<uuid:public_id>/appointments/new/", people_views.ProposeAppointment.as_view(), name="appointment_new"),
    path("appointments/<uuid:public_id>/", people_views.plain, {"model": Appointment}, name="appointment"),
    path("appointments/<uuid:public_id>/handovers/new/", people_views.PrepareHandover.as_view(), name="handover_new"),
    *record_paths("appointments", Appointment, people_forms.APPOINTMENT),
    path(
        "handovers/<uuid:public_id>/",
        people_views.plain,
        {"model": Handover, "template": "dispatch/handover.html"},
        name="handover",
    ),
    *record_paths("handovers", Handover),
    # 规则 9: functions and cases
    path("units/<uuid:public_id>/functions/new/", people_views.AssignFunction.as_view(), name="unitfunction_new"),
    path("functions/<uuid:public_id>/", people_views.plain, {"model": UnitFunction}, name="unitfunction"),
    *record_paths("functions", UnitFunction),
    path("units/<uuid:public_id>/cases/new/", people_views.RegisterCase.as_view(), name="registeredcase_new"),
    path("cases/", people_views.case_list, name="case_list"),
    path("cases/<uuid:public_id>/", people_views.case, name="registeredcase"),
    path("cases/<uuid:public_id>/duties/new/", people_views.AssignDuty.as_view(), name="caseduty_new"),
    path("cases/<uuid:public_id>/recusals/new/", people_views.Recuse.as_view(), name="caserecusal_new"),
    *record_paths("cases", RegisteredCase),
    path("cases/duties/<uuid:public_id>/", people_views.within_case, {"model": CaseDuty}, name="caseduty"),
    *record_paths("cases/duties", CaseDuty),
    path("cases/recusals/<uuid:public_id>/", people_views.within_case, {"model": CaseRecusal}, name="caserecusal"),
    *record_paths("cases/recusals", CaseRecusal),
    *record_paths("units", DispatchedUnit, unit_forms.UNIT),
]
