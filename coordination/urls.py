"""Addresses of the coordination pages. A record's page, its edit, its files and its steps lie below one prefix."""

from django.urls import path

from coordination import bulk_views, forms, matter_forms, matter_views, template_views, views
from coordination.models import (
    Assignment,
    Filing,
    Invitation,
    Matter,
    Meeting,
    OfficialDocument,
    Participation,
    Reader,
    Resolution,
    WrittenReport,
)
from workflow.act_views import record_paths

urlpatterns = [
    path("matters/", matter_views.matter_list, name="matter_list"),
    path("matters/new/", matter_views.Register.as_view(), name="matter_new"),
    path("matters/suggest/", matter_views.Suggest.as_view(), name="matter_suggest"),
    path("matters/<uuid:public_id>/", matter_views.matter, name="matter"),
    path("matters/<uuid:public_id>/check/", matter_views.check, name="matter_check"),
    path("matters/<uuid:public_id>/meetings/new/", views.CallMeeting.as_view(), name="meeting_new"),
    path("matters/<uuid:public_id>/assignments/new/", views.DraftAssignment.as_view(), name="assignment_new"),
    path(
        "matters/<uuid:public_id>/assignments/from-resolutions/",
        matter_views.draft_from_resolutions,
        name="assignments_from_resolutions",
    ),
    path("matters/<uuid:public_id>/assignments/table/", bulk_views.DraftTable.as_view(), name="task_table"),
    path("matters/<uuid:public_id>/assignments/each/", bulk_views.DraftForEach.as_view(), name="task_for_each"),
    path("matters/<uuid:public_id>/assignments/sheet/", bulk_views.ImportSheet.as_view(), name="task_sheet"),
    path("matters/<uuid:public_id>/assignments/sheet/blank/", bulk_views.SheetTemplate.as_view(), name="blank_sheet"),
    path(
        "matters/<uuid:public_id>/assignments/sheet/confirm/", bulk_views.ConfirmSheet.as_view(), name="confirm_sheet"
    ),
    path(
        "matters/<uuid:public_id>/assignments/from-template/",
        template_views.draft_from_template,
        name="tasks_from_template",
    ),
    path("matters/<uuid:public_id>/copy/", template_views.RegisterByTemplate.as_view(), name="matter_copy"),
    path("matters/<uuid:public_id>/documents/new/", views.DraftDocument.as_view(), name="officialdocument_new"),
    path("matters/<uuid:public_id>/readers/new/", views.AdmitReader.as_view(), name="reader_new"),
    path("matters/<uuid:public_id>/filings/new/", views.RecordFiling.as_view(), name="filing_new"),
    *record_paths("matters", Matter, matter_forms.MATTER),
    path("assignments/<uuid:public_id>/", views.assignment, name="assignment"),
    path("assignments/<uuid:public_id>/reports/new/", views.DraftReport.as_view(), name="writtenreport_new"),
    *record_paths("assignments", Assignment, forms.ASSIGNMENT),
    path("participations/<uuid:public_id>/", views.participation, name="participation"),
    *record_paths("participations", Participation, forms.PARTICIPATION),
    path("reports/<uuid:public_id>/", views.written_report, name="writtenreport"),
    *record_paths("reports", WrittenReport, forms.REPORT),
    path("documents/<uuid:public_id>/", views.document, name="officialdocument"),
    *record_paths("documents", OfficialDocument, forms.DOCUMENT),
    path("meetings/<uuid:public_id>/", views.meeting, name="meeting"),
    path("meetings/<uuid:public_id>/resolutions/new/", views.Resolve.as_view(), name="resolution_new"),
    *record_paths("meetings", Meeting, forms.MEETING),
    path("invitations/<uuid:public_id>/", views.within_meeting, {"model": Invitation}, name="invitation"),
    *record_paths("invitations", Invitation),
    path("resolutions/<uuid:public_id>/", views.within_meeting, {"model": Resolution}, name="resolution"),
    *record_paths("resolutions", Resolution),
    path("filings/<uuid:public_id>/", views.filing, name="filing"),
    *record_paths("filings", Filing),
    path("readers/<uuid:public_id>/", views.plain, {"model": Reader}, name="reader"),
    *record_paths("readers", Reader),
]
