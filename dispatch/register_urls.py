"""Addresses of the registers of a unit, of dual reports and of case reviews (规则 19–21, 28, 37, 48, 49)."""

from django.urls import path

from dispatch import register_forms as forms
from dispatch import register_views as views
from dispatch import unit_ledger_views
from dispatch.models import CaseRecusal, CaseReview, Clue, DualReport, Interference, UnitFeedback
from workflow.act_views import record_paths

urlpatterns = [
    # all of one unit
    path("units/<uuid:public_id>/ledger/", unit_ledger_views.unit_ledger, name="unit_ledger"),
    path("units/<uuid:public_id>/ledger/export/", unit_ledger_views.unit_ledger_export, name="unit_ledger_export"),
    # 规则 28, 37: clues
    path("clues/", views.register_list, {"model": Clue}, name="clue_list"),
    path("units/<uuid:public_id>/clues/new/", views.RegisterClue.as_view(), name="clue_new"),
    path("clues/<uuid:public_id>/", views.register_record, {"model": Clue}, name="clue"),
    *record_paths("clues", Clue, forms.CLUE),
    # 规则 48: asking after cases, standing back
    path("interferences/", views.register_list, {"model": Interference}, name="interference_list"),
    path("units/<uuid:public_id>/interferences/new/", views.EnterInterference.as_view(), name="interference_new"),
    path("interferences/<uuid:public_id>/", views.register_record, {"model": Interference}, name="interference"),
    *record_paths("interferences", Interference),
    path("recusals/", views.register_list, {"model": CaseRecusal}, name="caserecusal_list"),
    # 规则 49: what is said of the unit itself
    path("unit-feedback/", views.register_list, {"model": UnitFeedback}, name="unitfeedback_list"),
    path("unit-feedback/new/", views.GiveFeedback.as_view(), name="unitfeedback_new"),
    path("unit-feedback/suggest/", views.SuggestToUnit.as_view(), name="unitfeedback_suggest"),
    path("unit-feedback/take-down/", views.TakeDown.as_view(), name="unitfeedback_take_down"),
    path("unit-feedback/<uuid:public_id>/", views.register_record, {"model": UnitFeedback}, name="unitfeedback"),
    *record_paths("unit-feedback", UnitFeedback),
    # 规则 19, 21: one report, two recipients
    path("dual-reports/", views.register_list, {"model": DualReport}, name="dualreport_list"),
    path("dual-reports/new/", views.DraftDualReport.as_view(), name="dualreport_new"),
    path("dual-reports/<uuid:public_id>/", views.register_record, {"model": DualReport, "template": "dispatch/dualreport.html"}, name="dualreport"),
    *record_paths("dual-reports", DualReport, forms.DUAL_REPORT),
    # 规则 20: the quality of closed cases
    path("case-reviews/", views.register_list, {"model": CaseReview}, name="casereview_list"),
    path("cases/<uuid:public_id>/reviews/new/", views.ReviewCase.as_view(), name="casereview_new"),
    path("case-reviews/<uuid:public_id>/", views.register_record, {"model": CaseReview, "template": "dispatch/casereview.html"}, name="casereview"),
    *record_paths("case-reviews", CaseReview),
]  # fmt: skip
