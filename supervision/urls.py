"""Addresses of the supervision pages."""

from django.urls import path

from coordination.models import DocumentKind
from supervision import (
    accountability_forms,
    accountability_views,
    calendar_views,
    forms,
    ledger_saved_views,
    ledger_views,
    mandate_forms,
    mandate_views,
    problem_birth_views,
    problem_forms,
    problem_views,
    reminder_views,
    urging_forms,
    urging_views,
    views,
)
from supervision.models import Accountability, Explanation, Inspection, Mandate, Problem, UrgeOrder, Urging
from workflow.act_views import record_paths

PROBLEM_DOCUMENT = problem_birth_views.DraftProblemDocument.as_view

urlpatterns = [
    path("calendar/", calendar_views.calendar, name="calendar"),
    path("calendar/enter/", calendar_views.calendar_enter, name="calendar_enter"),
    path("matters/<uuid:public_id>/inspections/new/", views.PlanInspection.as_view(), name="inspection_new"),
    path("matters/<uuid:public_id>/reminders/all/", reminder_views.reminders_of, name="matter_reminders"),
    path("inspections/", views.inspection_plan, name="inspection_plan"),
    path("inspections/<uuid:public_id>/", views.inspection, name="inspection"),
    *record_paths("inspections", Inspection, forms.INSPECTION),
    path("clocks/<uuid:subject_id>/<slug:name>/urge/", urging_views.Urge.as_view(), name="urging_new"),
    path("clocks/<uuid:subject_id>/<slug:name>/explain/", urging_views.Explain.as_view(), name="explanation_new"),
    path("urgings/<uuid:public_id>/", urging_views.beside_its_clock, {"model": Urging}, name="urging"),
    *record_paths("urgings", Urging),
    path("explanations/<uuid:public_id>/", urging_views.beside_its_clock, {"model": Explanation}, name="explanation"),
    *record_paths("explanations", Explanation),
    path("ledger/", ledger_views.ledger, name="ledger"),
    path("ledger/export/", ledger_views.ledger_export_page, name="ledger_export"),
    path("ledger/urge/", ledger_views.ledger_urge, name="ledger_urge"),
    path("ledger/views/", ledger_saved_views.view_list, name="ledger_views"),
    path("ledger/views/new/", ledger_saved_views.view_new, name="ledger_view_new"),
    path("ledger/views/<uuid:public_id>/edit/", ledger_saved_views.view_edit, name="ledger_view_edit"),
    path("ledger/views/<uuid:public_id>/remove/", ledger_saved_views.view_remove, name="ledger_view_remove"),
    path("urge-orders/", urging_views.urge_order_list, name="urgeorder_list"),
    path("urge-orders/about/<uuid:public_id>/new/", urging_views.DraftUrgeOrder.as_view(), name="urgeorder_new"),
    path("urge-orders/<uuid:public_id>/print/", urging_views.print_page, name="urgeorder_print"),
    path("urge-orders/<uuid:public_id>/", urging_views.urge_order, name="urgeorder"),
    *record_paths("urge-orders", UrgeOrder, urging_forms.URGE_ORDER),
    path("accountabilities/", accountability_views.accountability_list, name="accountability_list"),
    path(
        "matters/<uuid:public_id>/accountabilities/new/",
        accountability_views.Propose.as_view(),
        name="accountability_new",
    ),
    path("accountabilities/<uuid:public_id>/", accountability_views.accountability, name="accountability"),
    *record_paths("accountabilities", Accountability, accountability_forms.ACCOUNTABILITY),
    path("mandates/", mandate_views.mandate_list, name="mandate_list"),
    path("mandates/new/", mandate_views.EnterNotice.as_view(), name="mandate_new"),
    path("mandates/<uuid:public_id>/", mandate_views.mandate, name="mandate"),
    path("mandates/<uuid:public_id>/departments/<slug:name>/", mandate_views.department, name="mandate_department"),
    path(
        "mandates/<uuid:public_id>/departments/<slug:name>/package/",
        mandate_views.department_package,
        name="mandate_package",
    ),
    *record_paths("mandates", Mandate, mandate_forms.MANDATE),
    path(
        "inspections/<uuid:public_id>/findings/new/",
        problem_birth_views.ReportFindings.as_view(),
        name="problem_findings",
    ),
    path("problems/", problem_views.problem_list, name="problem_list"),
    path("problems/about/<uuid:public_id>/new/", problem_birth_views.ReportProblem.as_view(), name="problem_new"),
    path(
        "problems/<uuid:public_id>/meeting/new/",
        problem_birth_views.CallProblemMeeting.as_view(),
        name="problem_meeting",
    ),
    path("problems/<uuid:public_id>/request/new/", PROBLEM_DOCUMENT(kind=DocumentKind.REQUEST), name="problem_request"),
    path(
        "problems/<uuid:public_id>/report/new/",
        PROBLEM_DOCUMENT(kind=DocumentKind.PROBLEM_REPORT),
        name="problem_report",
    ),
    path("problems/<uuid:public_id>/", problem_views.problem, name="problem"),
    *record_paths("problems", Problem, problem_forms.PROBLEM),
]
