"""Addresses of the pages of dispatched units."""

from django.urls import include, path

from dispatch import (
    duty_forms,
    duty_views,
    meeting_forms,
    meeting_views,
    people_forms,
    people_views,
    unit_forms,
    unit_views,
)
from dispatch.models import (
    AgendaItem,
    Appointment,
    CaseDuty,
    CaseRecusal,
    DispatchedUnit,
    DutyRule,
    FollowUp,
    GroupMeeting,
    Handover,
    HostRelation,
    RecurringDuty,
    RegisteredCase,
    UnitFunction,
    Vote,
)
from workflow.act_views import record_paths

urlpatterns = [
    path("", include("dispatch.paper_urls")),
    path("", include("dispatch.joint_urls")),
    path("", include("dispatch.watch_urls")),
    path("", include("dispatch.register_urls")),
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
    # 规则 8: the unit's meetings
    path("unit-meetings/", meeting_views.meeting_list, name="groupmeeting_list"),
    path("units/<uuid:public_id>/meetings/new/", meeting_views.Call.as_view(), name="groupmeeting_new"),
    path("unit-meetings/<uuid:public_id>/", meeting_views.meeting, name="groupmeeting"),
    path("unit-meetings/<uuid:public_id>/items/new/", meeting_views.Table.as_view(), name="agendaitem_new"),
    *record_paths("unit-meetings", GroupMeeting, meeting_forms.MEETING),
    path("agenda-items/<uuid:public_id>/", meeting_views.item, name="agendaitem"),
    path("agenda-items/<uuid:public_id>/votes/new/", meeting_views.votes, name="vote_new"),
    path("agenda-items/<uuid:public_id>/follow-ups/new/", meeting_views.Assign.as_view(), name="followup_new"),
    *record_paths("agenda-items", AgendaItem),
    path("votes/<uuid:public_id>/", meeting_views.within_item, name="vote"),
    *record_paths("votes", Vote),
    path("follow-ups/<uuid:public_id>/", meeting_views.follow_up, name="followup"),
    *record_paths("follow-ups", FollowUp, meeting_forms.FOLLOW_UP),
    # 规则 10, 12, 20, 33, 34, 47: duties that recur
    path("duties/", duty_views.duty_list, name="recurringduty_list"),
    path("duties/<uuid:public_id>/", duty_views.duty, name="recurringduty"),
    *record_paths("duties", RecurringDuty, duty_forms.DUTY),
    path("duty-rules/", duty_views.rule_list, name="dutyrule_list"),
    path("duty-rules/new/", duty_views.SetRules.as_view(), name="dutyrule_new"),
    path("duty-rules/<uuid:public_id>/", duty_views.rule, name="dutyrule"),
    *record_paths("duty-rules", DutyRule),
]
